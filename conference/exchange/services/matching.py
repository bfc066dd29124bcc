"""Knowing what was imported before, and joining what a file says with what people added since."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from conference.draft.tables import Session, Speaker
from conference.errors import DomainError
from conference.events.rules import free_slug, slug_from
from conference.exchange.rules import GivenTwice, Misfit, NotTaken
from conference.programme import document as release
from conference.translated import Translated

Row = TypeVar("Row", Session, Speaker)


def slugs(name: str, ids: list[str], otherwise: str) -> dict[str, str]:
    """Return the slug for each id of a file: the same each time, so that a second import finds what the first made.

    :raises GivenTwice: two ids differ only in what a slug does not show.
    """
    slugs: dict[str, str] = {}
    for number, key in enumerate(ids):
        slug = free_slug(slug_from(key), (), otherwise=otherwise)
        if slug in slugs.values():
            raise GivenTwice(f"{name}[{number}].id", key)
        slugs[key] = slug
    return slugs


def by_id(rows: list[Row]) -> dict[str, Row]:
    """Return rows by the id under which a file may name them: that of an earlier import, else their code."""
    return {**{row.code: row for row in rows}, **{row.external_id: row for row in rows if row.external_id}}


def stored(row: Session, linked: release.Session) -> dict[str, Any]:
    """Return a session of the draft as fields of ``SessionFacts``, all texts included."""
    return {
        "title": row.title,
        "abstract": row.abstract,
        "label": row.label,
        "themes": linked.themes,
        "format": row.format,
        "passport": row.passport,
        "speakers": linked.speakers,
        "partnerships": linked.partnerships,
        "seats": row.seats,
        "starts_at": row.starts_at,
        "minutes": row.minutes,
        "room": linked.slot.room if linked.slot else None,
        "join_url": row.join_url,
        "state": row.state,
        "remains": row.remains,
        "recording_url": row.recording_url,
    }


def merged_texts(stored: Translated, given: Translated) -> Translated:
    """Return a text with the file's words. A text in one language is the file's own, whichever language that was."""
    if not given:
        return stored
    return {**stored, **given} if len(stored) > 1 else dict(given)


@contextmanager
def at(place: str) -> Iterator[None]:
    """Name the place in the file for whatever the draft refuses."""
    try:
        yield
    except Misfit:
        raise
    except DomainError as error:
        raise NotTaken(place, error) from error
