"""What speakers said of their slots, and what their wishes make of a draft."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from conference.programme.document import SessionState, Slot
from conference.speaking.rules import (
    Answer,
    Answered,
    SpeakerStanding,
    current_answer,
    standing_of,
    with_material,
    with_wishes,
)

TEN = datetime(2027, 6, 8, 8, 0, tzinfo=UTC)


SLOT = Slot(starts_at=TEN, minutes=60, room=None)


@dataclass
class Drafted:
    code: str = "AAAAAA"
    slot: Slot | None = SLOT
    state: SessionState = SessionState.PLANNED


def said(answer: Answer = Answer.CONFIRMED, *, starts_at: datetime = TEN, minutes: int = 60) -> Answered:
    return Answered(answer, "", starts_at, minutes)


def test_an_answer_holds_for_the_slot_that_it_was_about():
    assert current_answer(Drafted(), said()) is Answer.CONFIRMED
    assert current_answer(Drafted(), said(starts_at=TEN + timedelta(hours=1))) is None
    assert current_answer(Drafted(), said(minutes=45)) is None
    assert current_answer(Drafted(slot=None), said()) is None
    assert current_answer(Drafted(), None) is None


def test_a_speaker_stands_where_their_slots_do():
    one, other = Drafted("AAAAAA"), Drafted("BBBBBB")
    yes, no = said(), said(Answer.DECLINED)

    assert standing_of([one], {}, is_asked=False) is None
    assert standing_of([one], {}, is_asked=True) is SpeakerStanding.ASKED
    assert standing_of([one, other], {"AAAAAA": yes}, is_asked=True) is SpeakerStanding.ASKED
    assert standing_of([one, other], {"AAAAAA": yes, "BBBBBB": yes}, is_asked=True) is SpeakerStanding.CONFIRMED
    assert standing_of([one, other], {"AAAAAA": yes, "BBBBBB": no}, is_asked=True) is SpeakerStanding.DECLINED
    assert standing_of([], {}, is_asked=True) is SpeakerStanding.ASKED


def test_cancelled_sessions_are_not_asked_after():
    cancelled = Drafted("BBBBBB", state=SessionState.CANCELLED)

    assert standing_of([Drafted(), cancelled], {"AAAAAA": said()}, is_asked=True) is SpeakerStanding.CONFIRMED


def test_wishes_change_only_what_the_speaker_changed():
    was = {"name": "Ada", "affiliation": {"de": "Stadt"}, "biography": {"de": "Alt", "tr": "Eski"}}
    wants = {"name": "Ada", "affiliation": {}, "biography": {"de": "Neu", "tr": "Eski"}}
    stored = {"name": "Ada B", "affiliation": {"de": "Stadt"}, "biography": {"de": "Alt", "tr": "Yeni", "en": "New"}}

    assert with_wishes(stored, was, wants) == {
        "name": "Ada B", "affiliation": {}, "biography": {"de": "Neu", "tr": "Yeni", "en": "New"},
    }  # fmt: skip


def test_material_is_added_in_every_language_that_has_a_text_and_only_once():
    remains = {"de": "Danke an alle.", "tr": "- [Eski](https://a.example)"}
    languages = ("de", "tr", "en")

    added = with_material(remains, title="Folien", url="https://b.example/x_(1)", languages=languages)

    line = "- [Folien](https://b.example/x_%281%29)"
    assert added == {"de": f"Danke an alle.\n\n{line}", "tr": f"- [Eski](https://a.example)\n{line}"}
    assert with_material(added, title="Folien", url="https://b.example/x_(1)", languages=languages) == added
    assert with_material({}, title="Folien", url="https://b.example", languages=languages) == {
        "de": "- [Folien](https://b.example)"
    }


def test_a_title_cannot_break_out_of_its_link():
    added = with_material({}, title="a](https://evil.example) [b", url="https://b.example", languages=("de",))

    assert added["de"] == r"- [a\](https://evil.example) \[b](https://b.example)"
