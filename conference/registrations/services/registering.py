"""Taking part in an event."""

from datetime import datetime

from sqlalchemy import select

from conference.accounts.rules.consents import NoticeShown
from conference.accounts.services import open_account
from conference.accounts.services.consents import end_consents, keep_consent
from conference.accounts.tables import Account
from conference.db import db, instant_of_change, transaction
from conference.registrations.queries import RegistrationNotFound, own_registration, stage_of_registration
from conference.registrations.rules import InvitationNeeded, Mode, RegistrationClosed, SeenBy, Stage, State
from conference.registrations.rules.asking import Answers
from conference.registrations.services.asking import keep_answers
from conference.registrations.services.hall import Hall
from conference.registrations.tables import Registration

LETTERS = {
    State.CONFIRMED: "registrations/registered",
    State.PENDING: "registrations/received",
    State.WAITING: "registrations/waiting",
}
"""Which letter tells somebody who registers where they stand."""

FIRST_LETTERS = {**LETTERS, State.DECLINED: "registrations/declined"}
"""Which letter tells somebody where they stand once their address is confirmed: until then none was written."""


def register(  # noqa: PLR0913 - what a registration says
    event_id: int,
    account_id: int,
    *,
    group: str,
    organisation: str,
    municipality: str,
    consent_version: str,
    now: datetime,
    shown: NoticeShown | None = None,
    seen_by: SeenBy = SeenBy.NOBODY,
    answers: Answers | None = None,
    is_told: bool = True,
    is_invited: bool = False,
    is_brought: bool = False,
) -> Registration:
    """Let an account take part in an event, or ask to, and write to it where it stands.

    Whoever is registered already stays as they are; who withdrew begins anew. Where the event or the group is full,
    the registration waits in strict order.

    :param group: key of a participant group.
    :param consent_version: the wording of the privacy notice that was agreed to.
    :param shown: the words of it that they had before them; None where nobody was asked.
    :param seen_by: to whom their name is shown.
    :param answers: to the organisers' own questions; None where they were not shown.
    :param is_told: whether a letter goes out; not so for invented people.
    :param is_invited: whether organisers asked for them: then nobody need approve them, and every group is open.
    :param is_brought: whether somebody invited brings them: then they come into an event by invitation, and all else
        is as for everybody.
    :raises conference.registrations.rules.RegistrationClosed: the event takes none now.
    :raises conference.registrations.rules.InvitationNeeded: it takes only whom its organisers invite.
    :raises conference.registrations.rules.UnknownGroup: there is no such group to come into.
    """
    with transaction():
        hall = Hall(event_id, now)
        known = own_registration(event_id, account_id)
        if known and known.state != State.WITHDRAWN:
            return known
        said = _said(
            hall, group, organisation, municipality, consent_version, now, is_invited=is_invited, is_brought=is_brought
        )
        said["seen_by"] = str(seen_by)
        registration = _enter(hall, known, account_id, said, answers, is_invited=is_invited)
        _keep_consent(registration, shown, now)
        if is_told:
            hall.tell(LETTERS[State(registration.state)], [registration])
    return registration


def register_newcomer(  # noqa: PLR0913 - an account and a registration at once
    event_id: int,
    *,
    email: str,
    name: str,
    password: str,
    language: str,
    zone: str,
    group: str,
    organisation: str,
    municipality: str,
    consent_version: str,
    going_to: str | None,
    now: datetime,
    shown: NoticeShown | None = None,
    seen_by: SeenBy = SeenBy.NOBODY,
    answers: Answers | None = None,
    is_brought: bool = False,
) -> Account | None:
    """Open an account and let it take part in an event, both or neither.

    Nothing tells whether the address is known: its owner alone reads so, in a letter, and the
    registration of a known account is left to its owner. Where they stand is told once the address is
    confirmed, by :func:`tell_where_they_stand`: whoever did not register is to get one letter, not two.

    :param going_to: path to which confirming the address leads.
    :param is_brought: as of :func:`register`; the caller has made sure that the address is the one which was asked.
    :returns: the account, for its mark alone; None where none was opened.
    :raises conference.errors.DomainError: as :func:`register` of somebody not invited, whoever the address is.
    """

    def take_part(account: Account) -> None:
        hall = Hall(event_id, now)
        said = _said(hall, group, organisation, municipality, consent_version, now, is_brought=is_brought)
        said["seen_by"] = str(seen_by)
        known = own_registration(event_id, account.id)
        if known and known.group_id == said["group_id"] and known.state != State.WITHDRAWN:
            # Of an account that nobody has confirmed yet: what was said last counts, as with the account itself.
            for field, value in said.items():
                setattr(known, field, value)
            _answer(hall, known, answers)
            _keep_consent(known, shown, now)
            return
        _keep_consent(_enter(hall, known, account.id, said, answers), shown, now)

    with transaction():
        # Before the account: a refusal must not tell whether the address is known.
        _said(Hall(event_id, now), group, organisation, municipality, consent_version, now, is_brought=is_brought)
    return open_account(
        email=email,
        name=name,
        password=password,
        language=language,
        zone=zone,
        consent_version=consent_version,
        shown=shown,
        now=now,
        going_to=going_to,
        and_then=take_part,
    )


def tell_where_they_stand(account: Account) -> None:
    """Put the letters that waited for an address to be confirmed: where each registration of its account stands.

    Call it within the transaction that confirms the address, once.
    """
    assert account.confirmed_at is not None  # noqa: S101 - what the letters waited for
    events = db.session.scalars(
        select(Registration.event_id).where(Registration.account_id == account.id).order_by(Registration.event_id)
    ).all()
    for event_id in events:
        hall = Hall(event_id, account.confirmed_at)
        registration = own_registration(event_id, account.id)
        if registration is None:
            continue
        own = hall.registration(registration.id)
        if State(own.state) in FIRST_LETTERS:
            hall.tell(FIRST_LETTERS[State(own.state)], [own])


def _keep_consent(registration: Registration, shown: NoticeShown | None, now: datetime) -> None:
    """Keep what somebody agreed to when they registered, in place of what they did before."""
    db.session.flush()
    end_consents(registration.id, now=now)
    if shown is not None:
        keep_consent(registration.account_id, shown, registration_id=registration.id, now=now)


def _said(
    hall: Hall, group: str, organisation: str, municipality: str, consent_version: str, now: datetime, *,
    is_invited: bool = False, is_brought: bool = False,
) -> dict[str, object]:  # fmt: skip
    """Return what somebody says of themselves, once the event takes registrations of such people."""
    stage = stage_of_registration(hall.settings, now=now)
    if stage is not Stage.OPEN:
        raise RegistrationClosed(stage)
    if hall.settings.mode == Mode.INVITATION and not (is_invited or is_brought):
        raise InvitationNeeded
    return {
        "group_id": hall.group(group, is_new=not is_invited).id,
        "organisation": organisation,
        "municipality": municipality,
        "consented_at": now,
        "consent_version": consent_version,
    }


def _enter(
    hall: Hall,
    known: Registration | None,
    account_id: int,
    said: dict[str, object],
    answers: Answers | None,
    *,
    is_invited: bool = False,
) -> Registration:
    """Store a registration in the state that seats and settings give it."""
    if known is None:
        known = Registration(event_id=hall.event_id, account_id=account_id, agenda_revision=0)
        known.agenda_changed_at = hall.now
        known.state, known.note = str(State.PENDING), ""
        db.session.add(known)
    for field, value in said.items():
        setattr(known, field, value)
    known.registered_at = instant_of_change(hall.now, known.changed_at)
    if hall.settings.mode == Mode.APPROVAL and not is_invited:
        hall.leave(known, State.PENDING)
    else:
        hall.queue(known)
    known.changed_at = None
    others = [one for one in hall.settle() if one is not known]
    hall.tell("registrations/moved_up", others)
    if known.state != State.PENDING:
        known.changed_at = None
    db.session.flush()  # answers need its key
    _answer(hall, known, answers)
    return known


def _answer(hall: Hall, registration: Registration, answers: Answers | None) -> None:
    if answers is not None:
        keep_answers(registration, hall.groups[registration.group_id].key, answers, now=hall.now)


def change_registration(
    event_id: int, account_id: int, *, organisation: str, municipality: str, answers: Answers, now: datetime
) -> Registration:
    """Change what somebody said when they registered. Their group stays, and with it their seat.

    :raises conference.registrations.queries.RegistrationNotFound: they have none, took it back, or were declined.
    :raises conference.registrations.rules.RegistrationClosed: the event takes none now.
    """
    with transaction():
        hall = Hall(event_id, now)
        known = own_registration(event_id, account_id)
        if known is None or known.state in {State.WITHDRAWN, State.DECLINED}:
            raise RegistrationNotFound(account_id)
        stage = stage_of_registration(hall.settings, now=now)
        if stage is not Stage.OPEN:
            raise RegistrationClosed(stage)
        registration = hall.registration(known.id)
        registration.organisation, registration.municipality = organisation, municipality
        _answer(hall, registration, answers)
    return registration
