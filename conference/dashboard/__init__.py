"""Figures for organisers, as charts and tables."""
