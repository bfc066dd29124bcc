"""The outbox: letters to one person each, kept as data until the worker sends them."""
