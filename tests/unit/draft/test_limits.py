import pytest

from conference.draft.rules import limits
from conference.events.rules import TextMissing, TextTooLong


@pytest.mark.parametrize(
    "address",
    ["https://meet.example/a", "https://meet.example:8443/a?b=c#d", "https://bbb.stadt.example/rooms/x-y/join"],
)
def test_https_addresses_are_secure(address):
    assert limits.check_address("join_url", address) == address


@pytest.mark.parametrize(
    "address",
    ["http://meet.example", "javascript:alert(1)", "https://", "https:///path", "meet.example", "https://a b.example",
     "https://user:secret@meet.example", "https://meet.example\\@evil.example", "https://meet.example:0x", "https://[::1"],
)  # fmt: skip
def test_anything_else_is_not(address):
    with pytest.raises(limits.AddressNotSecure):
        limits.check_address("join_url", address)


def test_an_empty_address_is_none():
    assert limits.check_address("join_url", "") is None


def test_colours_are_kept_in_lower_case_and_others_refused():
    assert limits.check_colour("#1A4FB8") == "#1a4fb8"
    for colour in ("", "red", "#123", "#12345g", "1a4fb8", "#1a4fb8;"):
        with pytest.raises(limits.ColourMalformed):
            limits.check_colour(colour)


def test_a_text_needs_one_language_and_none_may_be_too_long():
    limits.check_text("title", {"tr": "Bir"}, 3)
    with pytest.raises(TextMissing):
        limits.check_text("title", {"de": ""}, 3)
    with pytest.raises(TextTooLong):
        limits.check_text("title", {"de": "Eins", "tr": "Bir"}, 3)
