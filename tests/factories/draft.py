"""What organisers edit, for tests: all of it made by the services."""

from dataclasses import dataclass
from datetime import datetime

from conference import clock
from conference.accounts.tables import Account
from conference.draft import services
from conference.draft.services import SessionFacts
from conference.draft.tables import Partnership, Room, Session, Speaker, Theme
from conference.events.tables import Event
from conference.programme.tables import Release
from conference.translated import Translated
from tests.factories import events
from tests.factories.programme import at


def theme(of: Event, title: str = "Klima", *, colour: str = "#1f4fa8") -> Theme:
    """Store a theme with the same title in German and English."""
    return services.add_theme(of.id, title={"de": title, "en": title}, colour=colour)


def room(of: Event, name: str = "Hase", *, join_url: str | None = "https://meet.example/hase") -> Room:
    """Store a room."""
    return services.add_room(of.id, name={"de": name, "tr": name, "en": name}, join_url=join_url)


def speaker(of: Event, name: str = "Gülşen Akın") -> Speaker:
    """Store a speaker."""
    return services.add_speaker(of.id, name=name, affiliation={"de": "Stadt Osnabrück"})


def partnership(of: Event, first: str = "Osnabrück", second: str = "Çanakkale") -> Partnership:
    """Store a partnership between a German and a Turkish town, both new."""
    return services.add_partnership(
        of.id,
        first=services.MunicipalityFacts(name=first, country="DE", latitude=52.28, longitude=8.05),
        second=services.MunicipalityFacts(name=second, country="TR", latitude=40.15, longitude=26.41),
        since=2004,
    )


def session(
    of: Event,
    title: str | Translated = "Stadtgrün",
    *,
    starts_at: datetime | None = None,
    now: datetime | None = None,
    **facts: object,
) -> Session:
    """Store a session: unscheduled without ``starts_at``.

    :param facts: any other field of :class:`~conference.draft.services.SessionFacts`.
    """
    texts = {"de": title, "tr": title, "en": title} if isinstance(title, str) else title
    return services.add_session(
        of.id,
        SessionFacts(**{"title": texts, "starts_at": starts_at, **facts}),  # type: ignore[arg-type]
        now=now or clock.now(),
    )


def publish(of: Event, *, note: str = "", now: datetime | None = None) -> Release:
    """Publish the draft."""
    return services.publish_release(of.id, author_id=None, note=note, now=now or clock.now())


@dataclass(frozen=True)
class Drafted:
    """An event with a little of everything, not published."""

    event: Event
    owner: Account
    theme: Theme
    room: Room
    speaker: Speaker
    partnership: Partnership
    session: Session


def drafted(slug: str | None = None, *, title: str = "Stadtgrün") -> Drafted:
    """Store an event with one of each; the session is on Tuesday 8 June 2027, 10:00 in Berlin."""
    event = events.event(slug)
    owner = events.organiser(event)
    made_theme, made_room, made_speaker, tie = theme(event), room(event), speaker(event), partnership(event)
    made_session = session(
        event, title, starts_at=at(8, 10), minutes=90, room=made_room.key, themes=(made_theme.slug,),
        speakers=(made_speaker.code,), partnerships=(tie.slug,), seats=20, passport={"spoken": ["de"]},
    )  # fmt: skip
    return Drafted(event, owner, made_theme, made_room, made_speaker, tie, made_session)
