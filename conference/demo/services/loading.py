"""Writing the example conference."""

from datetime import date, datetime, time, timedelta

from conference import zones
from conference.accounts.queries import account_by_email
from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.services import make_account
from conference.accounts.tables import Account
from conference.agenda.services import book_session
from conference.calendars.services import make_subscription
from conference.demo import rules
from conference.demo.document import Example, Session
from conference.demo.services.calling import Calling
from conference.demo.services.delegation import bring_delegation
from conference.demo.services.outcome import Outcome, outcome_of, publish
from conference.draft import services as draft
from conference.draft.queries import session_of
from conference.events.rules import slug_from
from conference.events.services import create_event
from conference.events.tables import Event
from conference.programme.document import Programme
from conference.programme.queries import newest_release
from conference.questions.rules.asking import Kind
from conference.registrations.rules.asking import Answers, RegistrationQuestionFacts
from conference.registrations.services import add_question, register
from conference.registrations.tables import RegistrationQuestion
from conference.translated import LANGUAGES, Translated

ORGANISER = "organiser@example.org"
PARTICIPANT = "participant@example.org"
PASSWORD = "meridian-example"  # noqa: S105 - printed wherever the example is loaded

FIRST_RELEASE_BEFORE = timedelta(days=21)
SECOND_RELEASE_BEFORE = timedelta(days=9)
BOOKED_BEFORE = timedelta(days=2)
"""How long before now (before the first session, where that is past) the example's people did what they did."""


class Loading:
    """One loading of the example, within a transaction. Keeps what was made by the keys of the content."""

    def __init__(self, content: Example, first_day: date | None, now: datetime, secret_key: str, password: str) -> None:
        self.content = content
        self.zone = content.event.zone
        self.first_day = first_day or rules.coming_first_day(
            content.event.first_day, content.event.days, zones.local_day(now, self.zone)
        )
        self.secret_key = secret_key
        self.password = password
        self.towns = {town.key: town.name for town in content.municipalities}
        self.resolved: list[rules.Resolved] = []
        self.rooms: dict[str, str] = {}
        self.speakers: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.accepted: dict[str, str] = {}
        # Nobody books what is over, so where the example begins in the past its people acted before that.
        first = min(self._start(session) for session in content.sessions if session.day is not None)
        until = min(now, first)
        self.drafted_at = until - FIRST_RELEASE_BEFORE
        self.edited_at = until - SECOND_RELEASE_BEFORE
        self.booked_at = until - BOOKED_BEFORE

    def load(self) -> Outcome:
        """Write all of it."""
        story = self.content.story
        organiser = self._account(ORGANISER, story.organiser.name, story.organiser.language, may_create_events=True)
        event = self._make_event(organiser)
        self._make_parts(event)
        call = Calling(self.content, event, organiser, secret_key=self.secret_key, now=self.drafted_at)
        self.accepted = call.load()
        for session in self.content.sessions:
            self._make_session(event, session)
        first, second = story.release
        publish(event, first.notes, author_id=organiser.id, now=self.drafted_at)
        self._edit(event)
        publish(event, second.notes, author_id=organiser.id, now=self.edited_at)
        self._fill_seats(event)
        return outcome_of("loaded", event, tuple(self.resolved))

    def _account(self, email: str, name: str, language: str, *, may_create_events: bool = False) -> Account:
        """Return an account that can sign in, made unless it is there."""
        known = account_by_email(email)
        if known and known.confirmed_at:
            return known
        return make_account(
            email=email,
            name=name,
            password=self.password,
            language=language,
            zone=self.zone,
            now=self.drafted_at,
            may_create_events=may_create_events,
            consent_version=PRIVACY_NOTICE,
        )

    def _make_event(self, organiser: Account) -> Event:
        facts = self.content.event
        return create_event(
            owner_id=organiser.id,
            slug=facts.slug,
            title=facts.title,
            summary=facts.summary,
            welcome=_trimmed(facts.welcome),
            first_day=self.first_day,
            last_day=self.first_day + timedelta(days=facts.days - 1),
            zone=facts.zone,
            second_zone=facts.second_zone,
            languages=facts.languages,
            now=self.drafted_at,
        )

    def _make_parts(self, event: Event) -> None:
        for theme in self.content.themes:
            draft.add_theme(
                event.id, title=theme.title, short=theme.short, summary=theme.summary, colour=theme.colour,
                slug=theme.slug,
            )  # fmt: skip
        for room in self.content.rooms:
            made = draft.add_room(
                event.id, name=room.name, note=room.note, joining=room.joining, join_url=room.join_url, key=room.key
            )
            self.rooms[room.key] = made.key
        for town in self.content.municipalities:
            facts = draft.MunicipalityFacts(
                name=town.name, country=town.country, latitude=town.latitude, longitude=town.longitude,
                zone=town.zone, geonames_id=town.geonames_id,
            )  # fmt: skip
            draft.add_municipality(event.id, facts, key=town.key)
        for tie in self.content.partnerships:
            draft.add_partnership(event.id, first=tie.a, second=tie.b, since=tie.since, summary=tie.summary)
        for speaker in self.content.speakers:
            person = draft.add_speaker(
                event.id, name=speaker.name, affiliation=speaker.affiliation, biography=speaker.biography
            )
            self.speakers[speaker.key] = person.code

    def _make_session(self, event: Event, session: Session) -> None:
        facts = draft.SessionFacts(
            title=session.title,
            abstract=_trimmed(session.abstract),
            label=session.label,
            themes=session.themes,
            format=session.format,
            passport=session.passport,
            speakers=[self.speakers[key] for key in session.speakers],
            moderators=[self.speakers[key] for key in session.moderators],
            interpreters=[self.speakers[key] for key in session.interpreters],
            partnerships=session.partnerships,
            seats=session.seats,
            starts_at=self._start(session, notes=True) if session.day is not None else None,
            minutes=session.minutes,
            room=self.rooms[session.room] if session.room else None,
        )
        if session.key in self.accepted:  # it is there already, in the one language in which it was proposed
            made = draft.edit_session(event.id, self.accepted[session.key], facts, now=self.drafted_at)
        else:
            made = draft.add_session(event.id, facts, now=self.drafted_at, external_id=session.key)
        self.codes[session.key] = made.code

    def _edit(self, event: Event) -> None:
        """Make the two small edits between the releases."""
        move, words = self.content.story.edits.move, self.content.story.edits.abstract
        draft.schedule_session(
            event.id,
            self.codes[move.session],
            starts_at=self._instant(move.day, move.start, notes=True),
            minutes=move.minutes,
            room=self.rooms[move.room],
            now=self.edited_at,
        )
        session = session_of(event.id, self.codes[words.session])
        facts = {**draft.facts_of(session), "abstract": _trimmed(words.abstract)}
        draft.edit_session(event.id, session.code, draft.SessionFacts(**facts), now=self.edited_at)

    def _fill_seats(self, event: Event) -> None:
        """Let the participant and the invented people take part and take seats."""
        programme = newest_release(event.slug).programme
        participant = self.content.story.participant
        full = programme.sessions[self.codes[participant.waits_for]]
        people = self.content.people
        languages = self._ask_questions(event)
        seats = rules.seats_taken(
            len(people), list(programme.sessions.values()), full=full, waiting=participant.place - 1
        )
        for number, person in enumerate(people):
            account = make_account(
                email=f"{slug_from(person.name, person.language).replace('-', '.')}@example.org",
                name=person.name,
                password=None,
                language=person.language,
                zone=self._zone_of(person.municipality),
                now=self.edited_at,
                consent_version=PRIVACY_NOTICE,
            )
            registration = register(
                event.id,
                account.id,
                organisation=person.organisation,
                group=person.group,
                municipality=self.towns[person.municipality],
                consent_version=PRIVACY_NOTICE,
                now=self.edited_at,
                answers=Answers(given={languages.id: _tongue(languages, person.language)}, language=person.language),
                is_told=False,
            )
            for session in seats[number]:
                book_session(registration.id, session.uid, now=self.booked_at)
        self._seat_participant(event, programme)

    def _ask_questions(self, event: Event) -> RegistrationQuestion:
        """Ask what the example asks; return the question of languages."""
        asked = {
            question.key: add_question(
                event.id,
                RegistrationQuestionFacts(
                    kind=Kind(question.kind), label=question.label, choices=question.choices,
                    is_required=question.is_required, purpose=question.purpose, groups=question.groups,
                ),
                most_megabytes=1,
            )
            for question in self.content.questions
        }  # fmt: skip
        return asked["languages"]

    def _seat_participant(self, event: Event, programme: Programme) -> None:
        participant = self.content.story.participant
        account = self._account(PARTICIPANT, participant.name, participant.language)
        registration = register(
            event.id,
            account.id,
            organisation=participant.organisation,
            group="administration",
            municipality=self.towns[participant.municipality],
            consent_version=PRIVACY_NOTICE,
            now=self.edited_at,
            is_told=False,
        )
        for key in (*participant.booked, participant.waits_for):
            book_session(registration.id, programme.sessions[self.codes[key]].uid, now=self.booked_at)
        bring_delegation(
            event, account, self.content.story.delegation, self.codes, secret_key=self.secret_key, now=self.booked_at
        )
        make_subscription(
            registration.id,
            name=self.content.story.subscription.name,
            language=participant.language,
            secret_key=self.secret_key,
            now=self.booked_at,
        )

    def _zone_of(self, municipality: str) -> str:
        return next(town.zone for town in self.content.municipalities if town.key == municipality)

    def _start(self, session: Session, *, notes: bool = False) -> datetime:
        return self._instant(session.day or 0, session.start or "00:00", notes=notes)

    def _instant(self, day: int, start: str, *, notes: bool) -> datetime:
        """Return the instant of a clock time on a day of the event, noting what had to be decided for it."""
        local = datetime.combine(self.first_day + timedelta(days=day), time.fromisoformat(start))
        instant, decision = rules.start_at(local, self.zone)
        if decision and notes:
            self.resolved.append(decision)
        return instant


def _trimmed(texts: Translated) -> Translated:
    return {language: text.strip() for language, text in texts.items()}


def _tongue(languages: RegistrationQuestion, language: str) -> list[str]:
    """Return the answer of somebody who follows talks in the language of their account."""
    return [languages.choices[LANGUAGES.index(language)]["key"]]
