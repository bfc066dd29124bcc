"""Who and what sessions belong to, in the order in which readers look them up. Pure."""

from collections.abc import Iterable

from conference import translated
from conference.programme.document import Partnership, Programme, Speaker
from conference.programme.rules.search import asked, partnerships_index, people_index


def speakers_found(programme: Programme, text: str, *, language: str) -> list[Speaker]:
    """Return the speakers whose name or affiliation fulfils a search, in the language's alphabet.

    Those who only interpret are left out: they are named with their sessions.
    """
    codes = people_index(programme).find(asked(text)).scores if text else programme.speakers
    found = [programme.speakers[code] for code in codes if programme.is_heard(code)]
    return sorted(found, key=lambda speaker: translated.sort_key(speaker.name, language))


def partnerships_found(programme: Programme, text: str, *, language: str) -> list[Partnership]:
    """Return the partnerships whose towns or summary fulfil a search, in the language's alphabet."""
    slugs = partnerships_index(programme).find(asked(text)).scores if text else programme.partnerships
    return partnerships_in_order(programme, language=language, among=slugs)


def partnerships_in_order(
    programme: Programme, *, language: str, among: Iterable[str] | None = None
) -> list[Partnership]:
    """Return the partnerships, or those of these slugs, by the names of their towns, in the language's alphabet."""
    return sorted(
        (programme.partnerships[slug] for slug in (programme.partnerships if among is None else among)),
        key=lambda tie: tuple(translated.sort_key(town.name, language) for town in programme.municipalities_of(tie)),
    )


def liveliest_partnerships(programme: Programme, *, limit: int) -> list[Partnership]:
    """Return the partnerships with the most sessions; of those with equally many, the first in the document."""
    return sorted(
        programme.partnerships.values(), key=lambda tie: len(programme.sessions_of_partnership(tie.slug)), reverse=True
    )[:limit]
