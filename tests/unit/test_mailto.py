import pytest

from conference.mailto import mailto


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("ayse@example.org", "mailto:ayse@example.org"),
        ("first.last+list@example.org", "mailto:first.last+list@example.org"),
        ("a?cc=b&c@example.org", "mailto:a%3Fcc%3Db%26c@example.org"),
        ("50%off#1/x@example.org", "mailto:50%25off%231%2Fx@example.org"),
        ('"a@b c"@example.org', "mailto:%22a%40b%20c%22@example.org"),
        ("gül@örnek.example", "mailto:g%C3%BCl@%C3%B6rnek.example"),
    ],
)
def test_an_address_becomes_a_link_that_says_nothing_else(address, link):
    """RFC 6068 section 2: what a query, a list or an escape is made of stands for itself."""
    assert mailto(address) == link
