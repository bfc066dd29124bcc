import pytest

from conference.events.rules import TextTooLong
from conference.letters.rules.placeholders import UnknownPlaceholder
from conference.letters.rules.wordings import WORDABLE, LetterNotWordable, WordingFacts, check_wording

NAME = "agenda/seat_offered"


def test_a_wording_says_only_what_its_letter_knows():
    check_wording(NAME, WordingFacts(subject={"de": "{session} für {name}"}, closing={"tr": "{event} {agenda}"}))

    with pytest.raises(UnknownPlaceholder):
        check_wording("registrations/registered", WordingFacts(opening={"de": "{session}"}))
    with pytest.raises(TextTooLong):
        check_wording(NAME, WordingFacts(opening={"de": "x" * 4_001}))
    for name in ("accounts/reset_password", "letters/message", "../x"):
        with pytest.raises(LetterNotWordable):
            check_wording(name, WordingFacts())


def test_a_wording_without_words_is_the_usual_one():
    assert WordingFacts().is_usual
    assert WordingFacts(subject={"de": ""}).is_usual
    assert not WordingFacts(closing={"tr": "Selam"}).is_usual


def test_every_letter_about_a_seat_may_name_its_session():
    assert all(("session" in known) == name.startswith("agenda/") for name, known in WORDABLE.items())
