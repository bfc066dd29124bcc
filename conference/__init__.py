"""Meridian: a platform for virtual conferences that last for weeks.

docs/architecture.md is the plan of this package: a part per feature, the same file
names in each, and an order in which parts may lean on each other.
"""
