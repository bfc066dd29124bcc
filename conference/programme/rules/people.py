"""Who and what sessions belong to, in the order in which readers look them up. Pure."""

from conference import translated
from conference.programme.document import Partnership, Programme, Speaker


def speakers_found(programme: Programme, text: str, *, language: str) -> list[Speaker]:
    """Return the speakers in whose name or affiliation every word of ``text`` is found, in the language's alphabet.

    Those who only interpret are left out: they are named with their sessions.
    """
    words = translated.folded(text).split()
    found = [
        speaker
        for speaker in programme.speakers.values()
        if programme.is_heard(speaker.code)
        and (not words or _all_in(words, "\n".join((speaker.name, *speaker.affiliation.values()))))
    ]
    return sorted(found, key=lambda speaker: translated.sort_key(speaker.name, language))


def partnerships_in_order(programme: Programme, *, language: str) -> list[Partnership]:
    """Return the partnerships by the names of their towns, in the language's alphabet."""
    return sorted(
        programme.partnerships.values(),
        key=lambda tie: tuple(translated.sort_key(town.name, language) for town in programme.municipalities_of(tie)),
    )


def liveliest_partnerships(programme: Programme, *, limit: int) -> list[Partnership]:
    """Return the partnerships with the most sessions; of those with equally many, the first in the document."""
    return sorted(
        programme.partnerships.values(), key=lambda tie: len(programme.sessions_of_partnership(tie.slug)), reverse=True
    )[:limit]


def _all_in(words: list[str], text: str) -> bool:
    whole = translated.searchable(text)
    return all(word in whole for word in words)
