import pytest

from conference.events.rules import TextMissing, TextTooLong
from conference.letters.render import Piece, paragraphs, values_of
from conference.letters.rules.messages import (
    AudienceFilter,
    Standing,
    audience_from,
    complete_languages,
    fingerprint,
    language_for,
)
from conference.letters.rules.placeholders import UnknownPlaceholder, check_placeholders, filled, placeholders_in
from conference.registrations.rules import RegistrationFilter


def test_placeholders_are_filled_once_and_what_they_say_is_not_looked_at_again():
    assert filled("{name}, { event }: {name}", {"name": "{event}", "event": "Cities"}) == "{event}, Cities: {event}"
    assert placeholders_in("{name} {a b} {} {\n}") == ["name", "a b"]


def test_nothing_in_a_text_is_run():
    texts = ("{{ 7*7 }} {% set x = 1 %} %(name)s ${name} {name!r} {name.__class__}", "{0}")

    with pytest.raises(UnknownPlaceholder) as refusal:
        check_placeholders(texts, {"name"})

    assert refusal.value.names == ("7*7", "% set x = 1 %", "name!r", "name.__class__", "0")


def test_an_unknown_placeholder_is_refused_when_it_is_filled_too():
    with pytest.raises(UnknownPlaceholder):
        filled("{nam}", {"name": "Ada"})


def test_a_message_needs_subject_and_text_in_the_same_languages():
    assert complete_languages({"tr": "S", "de": "B"}, {"de": "T", "tr": "M"}) == ["de", "tr"]
    for subject, text, field, language in (
        ({"de": "B"}, {}, "text", "de"),
        ({"de": "B"}, {"de": "T", "tr": "M"}, "subject", "tr"),
        ({}, {}, "subject", None),
    ):
        with pytest.raises(TextMissing) as refusal:
            complete_languages(subject, text)
        assert (refusal.value.field, refusal.value.language) == (field, language)
    with pytest.raises(TextTooLong):
        complete_languages({"de": "B" * 201}, {"de": "T"})
    with pytest.raises(UnknownPlaceholder):
        complete_languages({"de": "B"}, {"de": "{nobody}"})


def test_readers_get_their_own_language_else_the_events_main_one():
    assert language_for("tr", ["de", "tr"], ["de", "tr"]) == "tr"
    assert language_for("en", ["tr", "de"], ["de", "tr"]) == "tr"
    assert language_for("en", ["en"], ["tr"]) == "tr"


def test_an_address_says_to_whom_and_says_it_again():
    asked = {
        "state": "waiting", "group": "press", "session": "WATER1", "standing": "booked", "theme": "water\0",
        "partnership": "osnabrueck-canakkale", "q": "ada", "order": "name",
    }  # fmt: skip
    wanted = audience_from(asked)

    assert wanted == AudienceFilter(
        registrations=RegistrationFilter(state="waiting", group="press", text="ada", order="name"),
        session="WATER1", standing=Standing.BOOKED, theme="water", partnership="osnabrueck-canakkale",
    )  # fmt: skip
    assert wanted.arguments == {**{key: asked[key] for key in asked if key != "order"}, "theme": "water"}
    assert audience_from({"standing": "lying"}).standing is None
    assert not audience_from({}).asks_for_bookings


def test_a_fingerprint_tells_texts_and_readers_apart_and_knows_no_order():
    one = fingerprint({"de": "B", "tr": "S"}, {"de": "T"}, [2, 1])

    assert one == fingerprint({"tr": "S", "de": "B"}, {"de": "T"}, [1, 2])
    assert one != fingerprint({"tr": "S", "de": "B"}, {"de": "T"}, [1, 3])
    assert one != fingerprint({"tr": "S", "de": "B"}, {"de": "U"}, [1, 2])


def test_a_text_becomes_paragraphs_with_its_addresses_as_links():
    text = "Hello,\nsee https://example.org/a?b=1&c=2.\n\n \n(http://x.example) javascript:alert(1) https://\n"

    assert paragraphs(text) == [
        [
            [Piece("Hello,")],
            [Piece("see "), Piece("https://example.org/a?b=1&c=2", is_address=True), Piece(".")],
        ],
        [
            [
                Piece("("), Piece("http://x.example", is_address=True), Piece(") javascript:alert(1) https://"),
            ]
        ],
    ]  # fmt: skip
    assert paragraphs("  ") == []


def test_placeholders_stand_for_what_the_facts_tell_and_no_more():
    data = {"name": "Ada", "event": {"slug": "cities", "title": {"de": "Städte"}}, "session": {"title": {"tr": "Su"}}}

    assert values_of(data, "tr", lambda endpoint, event: f"{endpoint}/{event}") == {
        "name": "Ada", "event": "Städte", "agenda": "agenda.show_agenda/cities",
        "programme": "programme.show_programme/cities", "session": "Su",
    }  # fmt: skip
    assert values_of({"event": None}, "tr", str) == {}
