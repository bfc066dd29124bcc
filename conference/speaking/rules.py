"""What speakers said of their slots, and what their wishes make of a draft. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from conference.programme.document import Session, SessionState
from conference.translated import Translated


class Answer(StrEnum):
    """What a speaker says of a slot."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"


class SpeakerStanding(StrEnum):
    """Where a speaker stands, over all their slots."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True)
class Answered:
    """What a speaker said of a session, and of which slot they said it.

    :ivar starts_at: of the slot then; ``minutes`` its length.
    """

    answer: Answer
    words: str
    starts_at: datetime | None
    minutes: int | None


def asked_sessions(sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions whose slot a speaker is to confirm: scheduled ones that take place."""
    return [session for session in sessions if session.slot and session.state is SessionState.PLANNED]


def current_answer(session: Session, answered: Answered | None) -> Answer | None:
    """Return what was said of a session's slot as it is now; None where nothing was, or the slot has moved since."""
    if answered is None or session.slot is None:
        return None
    is_same = (answered.starts_at, answered.minutes) == (session.slot.starts_at, session.slot.minutes)
    return answered.answer if is_same else None


def standing_of(
    sessions: Iterable[Session], answers: Mapping[str, Answered], *, is_asked: bool
) -> SpeakerStanding | None:
    """Return where a speaker stands: declined where any slot is, confirmed where all are; None who was never asked.

    :param sessions: that they present; ``answers`` by code.
    """
    said = [current_answer(session, answers.get(session.code)) for session in asked_sessions(sessions)]
    if Answer.DECLINED in said:
        return SpeakerStanding.DECLINED
    if said and all(one is Answer.CONFIRMED for one in said):
        return SpeakerStanding.CONFIRMED
    return SpeakerStanding.ASKED if is_asked else None


def with_wishes(stored: Mapping[str, Any], was: Mapping[str, Any], wants: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile with what a speaker changed, and all else as it is stored now.

    :param was: the profile that they saw; ``wants`` what they made of it.
    """
    return {field: _merged(stored[field], was.get(field), wants.get(field)) for field in stored}


def _merged(stored: Any, was: Any, wants: Any) -> Any:
    if wants == was:
        return stored
    if not isinstance(stored, dict):
        return wants
    old, new = was or {}, wants or {}
    changed = [language for language in {**old, **new} if old.get(language) != new.get(language)]
    merged = {**stored, **{language: new.get(language, "") for language in changed}}
    return {language: text for language, text in merged.items() if text}


def with_material(remains: Translated, *, title: str, url: str, languages: Iterable[str]) -> Translated:
    """Return what remains of a session with a link added, in each language that has a text, else in the main one."""
    told = [language for language in languages if remains.get(language)]
    line = f"- [{_plain(title)}]({quote(url, safe=_KEPT)})"
    languages = told or [next(iter(languages))]
    return {**remains, **{language: _with_line(remains.get(language, ""), line) for language in languages}}


_KEPT = "%/:=&?~#+!$,;'@*-._"
"""What stays as it is in an address; brackets would end a link of Markdown."""


def _plain(title: str) -> str:
    """Return a text that Markdown shows as it is."""
    return "".join(f"\\{letter}" if letter in "\\[]*_`<>!" else letter for letter in " ".join(title.split()))


def _with_line(text: str, line: str) -> str:
    if line in text.splitlines():
        return text
    last = text.rstrip().rpartition("\n")[2]
    gap = "\n" if last.startswith("- ") else "\n\n"
    return f"{text.rstrip()}{gap}{line}" if text.strip() else line
