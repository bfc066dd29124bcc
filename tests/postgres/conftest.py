"""These tests show what SQLite cannot: they always run on PostgreSQL."""

import pytest


@pytest.fixture
def database() -> str:
    """PostgreSQL, whatever the option says."""
    return "postgres"
