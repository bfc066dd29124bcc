"""Numbers in addresses: what no row can be called by is not found, before anybody asks who may see it."""

import pytest


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("1", 302),
        ("2147483647", 302),
        ("2147483648", 404),
        ("9" * 5000, 404),
        ("-1", 404),
        ("٣", 404),
    ],
)
def test_no_greater_number_than_a_key_can_be_is_looked_for(client, number, status):
    assert client.get(f"/account/consents/{number}").status_code == status
