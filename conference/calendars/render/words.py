"""The words of feeds, in one language.

They are made at the edge, where translations are at hand, so that what renders stays pure: a feed speaks the
language it was asked for, never that of a browser.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Words:
    """What feeds say in one language.

    Texts hold named places, ``%(title)s``, and are used with ``%``.

    :ivar language: ISO 639-1.
    :ivar cancelled: the title of a cancelled session; of ``title``.
    :ivar waiting: the title of a session waited for; of ``title`` and ``place``.
    :ivar waiting_note: one's place in the queue, as a sentence; of ``place``.
    :ivar titled: a title where several events are in one feed; of ``title`` and ``event``.
    :ivar all_agendas: the name of the feed of all one's events.
    :ivar offered: the title of a session in which a seat is offered; of ``title``.
    :ivar offered_note: until when it is held, as a sentence; of ``until``.
    :ivar called_off: that it does not take place.
    :ivar taken_out: that it has no time any more.
    :ivar speakers: and what follows up to ``themes``: a line of the description; of ``names``.
    :ivar spoken: and the following up to ``easy``: a line of the language passport; of ``languages``.
    :ivar recording: that there is a recording.
    :ivar door: the last line; of ``url``.
    :ivar way_in: what the link into a session is called.
    :ivar agenda: the name of a personal feed; of ``event``.
    :ivar going: who of a delegation has a seat; of ``names``; ``queueing`` who waits for one.
    :ivar part: the name of the feed of a theme or speaker; of ``event`` and ``name``.
    :ivar nothing_booked: what an empty personal feed shows, and its explanation; of ``url``.
    :ivar day: a day in full, with its year.
    :ivar city: the city by which people know an IANA zone.
    :ivar language_name: a language by its code.
    """

    language: str
    cancelled: str
    titled: str
    all_agendas: str
    waiting: str
    waiting_note: str
    offered: str
    offered_note: str
    called_off: str
    taken_out: str
    speakers: str
    moderators: str
    interpreters: str
    partnerships: str
    room: str
    themes: str
    spoken: str
    interpreted: str
    captioned: str
    signed: str
    easy: str
    recording: str
    door: str
    way_in: str
    agenda: str
    going: str
    queueing: str
    part: str
    nothing_booked: str
    nothing_booked_more: str
    day: Callable[[date], str] = field(compare=False)
    city: Callable[[str], str] = field(compare=False)
    language_name: Callable[[str], str] = field(compare=False)

    @cached_property
    def digest(self) -> str:
        """A short hash of all texts: a mended translation is a change of every feed in that language."""
        texts = (getattr(self, part.name) for part in fields(self) if part.compare)
        return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]
