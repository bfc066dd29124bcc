"""The words of feeds, translated: into the language of the feed, whoever asks for it."""

from functools import cache

from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _

from conference.calendars.render import Words
from conference.web.filters import day_full, zone_city


@cache
def words_of(language: str) -> Words:
    """Return the words of feeds in one language; made once per process."""
    locale = Locale.parse(language)

    def language_name(code: str) -> str:
        return str(locale.languages.get(code, code))

    with force_locale(language):
        return Words(
            language=language,
            cancelled=_("Cancelled: %(title)s"),
            titled=_("%(title)s · %(event)s"),
            all_agendas=_("All my sessions"),
            waiting=_("%(title)s (waiting list, place %(place)s)"),
            waiting_note=_(
                "You are on the waiting list: place %(place)s. If a seat becomes free, it is yours at once."
            ),
            offered=_("%(title)s (a seat is offered to you)"),
            offered_note=_("A seat is held for you until %(until)s. Take it on the session’s page, or let it go."),
            called_off=_("This session has been cancelled."),
            taken_out=_("This session has been taken out of the timetable. Its page tells when it has a new time."),
            speakers=_("Speakers: %(names)s"),
            moderators=_("Moderation: %(names)s"),
            interpreters=_("Interpreting: %(names)s"),
            partnerships=_("City partnership: %(names)s"),
            room=_("Room: %(names)s"),
            themes=_("Theme: %(names)s"),
            spoken=_("Spoken: %(languages)s"),
            interpreted=_("Interpreted into: %(languages)s"),
            captioned=_("Captions: %(languages)s"),
            signed=_("Sign language: %(languages)s"),
            easy=_("Easy language: %(languages)s"),
            recording=_("There is a recording: the session’s page leads to it."),
            door=_("Way in, changes and materials: %(url)s"),
            way_in=_("Way in"),
            agenda=_("%(event)s – My agenda"),
            going=_("Of your delegation: %(names)s"),
            queueing=_("On the waiting list: %(names)s"),
            part=_("%(event)s – %(name)s"),
            nothing_booked=_("No sessions booked yet"),
            nothing_booked_more=_("The sessions you book in the programme appear here by themselves: %(url)s"),
            day=lambda day: day_full(day, language),
            city=lambda zone: zone_city(zone, language),
            language_name=language_name,
        )
