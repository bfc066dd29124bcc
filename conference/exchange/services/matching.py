"""Knowing what was imported before, and joining what a file says with what people added since."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from conference.draft.services.session_facts import WAYS
from conference.draft.tables import Session, Speaker
from conference.errors import DomainError
from conference.events.rules import free_slug, slug_from
from conference.exchange.document import PlainSession
from conference.exchange.rules import SPEAKER, GivenTwice, Misfit, NotTaken, guid_of
from conference.programme import document as release
from conference.translated import Translated, folded


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


def keys_by_name(slugs: dict[str, str], names: dict[str, Translated], there: dict[str, Translated]) -> dict[str, str]:
    """Return the slugs with those replaced that the draft does not have, where it has the same name under another.

    :param slugs: by id in the file; ``names`` likewise.
    :param there: names of what the draft has, by slug.
    """
    by_name: dict[str, str] = {}
    for slug, name in there.items():
        for text in name.values():
            by_name.setdefault(folded(text), slug)
    chosen = dict(slugs)
    for key, slug in slugs.items():
        if slug not in there:
            same = next((by_name[text] for text in map(folded, names[key].values()) if text in by_name), None)
            if same is not None and same not in chosen.values():
                chosen[key] = same
    return chosen


def sessions_by_id(rows: list[Session]) -> dict[str, Session]:
    """Return sessions by each id under which a file may name them: that of an earlier import, code and uid."""
    found = {row.code: row for row in rows} | {str(row.uid): row for row in rows}
    return found | {row.external_id: row for row in rows if row.external_id}


def speakers_by_id(rows: list[Speaker]) -> dict[str, Speaker]:
    """Return speakers by each id under which a file may name them: that of an earlier import, code and guid."""
    found = {row.code: row for row in rows}
    found |= {str(guid_of(SPEAKER, row.external_id or row.code)): row for row in rows}
    return found | {row.external_id: row for row in rows if row.external_id}


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
        "moderators": linked.moderators,
        "interpreters": linked.interpreters,
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


def joined(shown: Translated, given: Translated, languages: Sequence[str]) -> Translated:
    """Return a text of the draft with the file's words, in the languages of the event, as the draft shows it.

    Others that are stored stay as they are; else a file that has them would seem to change the draft every time.
    """
    wanted = {**shown, **given}
    return {code: wanted[code] for code in languages if code in wanted} or wanted


def merged_passport(stored: dict[str, list[str]], session: PlainSession) -> dict[str, list[str]]:
    """Return a language passport with what the file says of each way. Languages that people added to it are kept."""
    passport = dict(stored)
    for way in WAYS:
        given = getattr(session, way)
        if given and not set(given) <= set(stored.get(way, ())):
            passport[way] = sorted(given)
    return passport


@contextmanager
def at(place: str) -> Iterator[None]:
    """Name the place in the file for whatever the draft refuses."""
    try:
        yield
    except Misfit:
        raise
    except DomainError as error:
        raise NotTaken(place, error) from error
