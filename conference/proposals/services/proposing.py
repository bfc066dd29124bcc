"""Handing in a proposal, changing it and taking it back, by those who propose it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conference.accounts.rules import LETTERS_WINDOW, MOST_LETTERS, normalised_email
from conference.codes import new_code, new_token, token_hash
from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.tables import Municipality
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import record
from conference.events.tables import Event
from conference.mail.queries import count_letters
from conference.mail.services import put_letter
from conference.proposals.queries import ADDRESSES, NoSuchProposal, call_of, partnership_between, stage_of_call
from conference.proposals.rules import states
from conference.proposals.rules.states import CallClosed, Decided, Stage, State
from conference.proposals.tables import Proposal, SentLetter
from conference.questions.rules.asking import is_answer
from conference.seals import seal
from conference.translated import folded

RECEIVED = "proposals/received"


@dataclass
class TooManyLetters(DomainError):
    """So many letters went to this address within the hour that no more should."""

    email: str


@dataclass(frozen=True)
class Person:
    """Somebody who would present the session."""

    name: str
    email: str = ""
    affiliation: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalFacts:
    """All that a proposal says.

    :ivar abstract: Markdown; like the title in ``language``.
    :ivar theme: slug, or None; ``format`` by name.
    :ivar municipality: by name, known to the draft or not; ``country``: ISO 3166-1 alpha-2.
    :ivar partner: name of the partner city, or empty.
    :ivar answers: by the number of the question, as text.
    """

    title: str
    abstract: str
    language: str
    theme: str | None
    format: str
    minutes: int
    municipality: str
    country: str
    partner: str = ""
    speakers: Sequence[Person]
    contact_name: str
    contact_email: str
    answers: Mapping[str, Any] = field(default_factory=dict)


def propose(
    event_id: int, facts: ProposalFacts, *, letters_language: str, consent_version: str, sent_from: str,
    secret_key: str, now: datetime, is_told: bool = True,
) -> Proposal:  # fmt: skip
    """Hand in a proposal, and put the letter with its private address.

    :param letters_language: in which letters about it are written.
    :param consent_version: which wording of the privacy notice they agreed to.
    :param sent_from: a mark of the form; sent twice, it gives the proposal that there is.
    :param secret_key: of the installation; seals the token of the private address.
    :param is_told: whether the letter is sent at all; nobody waits for one about an invented proposal.
    :raises CallClosed: the call takes none now.
    :raises TooManyLetters: too many letters went to the contact's address within the hour.
    :raises DomainError: TextMissing, TextTooLong or NumberOutOfRange.
    """
    values = _checked(facts)
    # Somebody who goes back and corrects the address, or proposes something else, has not sent it twice.
    mark = token_hash("\n".join((sent_from, values["contact_email"], values["title"])))
    try:
        with transaction():
            known = db.session.scalar(select(Proposal).where(Proposal.sent_from == mark))
            if known is not None:
                return known
            proposal, token = _add(event_id, values, letters_language, consent_version, mark, secret_key, now)
            if is_told:
                _confirm(proposal, token, now=now)
            return proposal
    except IntegrityError:
        # The same form arrived twice at the same moment: the other one was quicker.
        twin = db.session.scalar(select(Proposal).where(Proposal.sent_from == mark))
        if twin is None:
            raise
        return twin


def _add(
    event_id: int, values: dict[str, Any], letters_language: str, consent_version: str, mark: str, secret_key: str,
    now: datetime,
) -> tuple[Proposal, str]:  # fmt: skip
    """Return the new proposal with its token."""
    if stage_of_call(call_of(event_id), now=now) is not Stage.OPEN:
        raise CallClosed
    email = values["contact_email"]
    if count_letters(RECEIVED, to=email, since=now - LETTERS_WINDOW) >= MOST_LETTERS:
        raise TooManyLetters(email)
    token = new_token()
    values = {**values, "answers": _given(values["answers"])}
    proposal = Proposal(
        event_id=event_id, code=_fresh_code(), state=str(State.NEW), told_state=str(State.NEW),
        letters_language=letters_language, consented_at=now, consent_version=consent_version,
        token_hash=token_hash(token), token_sealed=seal(token, key=secret_key, purpose=ADDRESSES), sent_from=mark,
        created_at=now, updated_at=now, **values, **_known_places(event_id, values),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()  # the letter kept beside it needs its key
    return proposal, token


def _confirm(proposal: Proposal, token: str, *, now: datetime) -> None:
    email, event = proposal.contact_email, db.session.get_one(Event, proposal.event_id)
    letter = put_letter(
        RECEIVED,
        event_id=event.id,
        to=email,
        language=proposal.letters_language,
        data={"name": proposal.contact_name, "title": proposal.title, "event": {"title": event.title}},
        secrets={"token": token},
        now=now,
    )
    db.session.add(
        SentLetter(proposal_id=proposal.id, kind="received", recipient=email, message_id=letter.message_id, put_at=now)
    )


def edit_proposal(proposal_id: int, facts: ProposalFacts, *, now: datetime) -> Proposal:
    """Change a proposal, by those who made it. Where letters about it go stays as it was confirmed.

    :raises CallClosed: the call is over.
    :raises Decided: the organisers have decided, or it was withdrawn.
    :raises NoSuchProposal: it was removed.
    :raises DomainError: as :func:`propose` does.
    """
    values = _checked(facts)
    del values["contact_email"]
    with transaction():
        proposal = locked_proposal(proposal_id)
        stage = stage_of_call(call_of(proposal.event_id), now=now)
        if not states.may_edit(proposal.state, stage):
            raise CallClosed if stage is not Stage.OPEN else Decided
        # Questions that are no longer asked keep their answers.
        values["answers"] = _given({**proposal.answers, **values["answers"]})
        for name, value in (*values.items(), *_known_places(proposal.event_id, values).items()):
            setattr(proposal, name, value)
        proposal.updated_at = now
    return proposal


def withdraw_proposal(proposal_id: int, *, now: datetime) -> Proposal:
    """Take a proposal back, by those who made it. A session that came of it stays in the draft; organisers are told so.

    :raises Decided: it was declined or withdrawn before.
    :raises NoSuchProposal: it was removed.
    """
    with transaction():
        proposal = locked_proposal(proposal_id)
        if not states.may_withdraw(proposal.state):
            raise Decided
        before = proposal.state
        proposal.state = proposal.told_state = str(State.WITHDRAWN)
        proposal.withdrawn_at = now
        record(
            proposal.event_id, "proposal", proposal.code, name=proposal.title,
            before={"state": before}, after={"state": proposal.state},
        )  # fmt: skip
    return proposal


def locked_proposal(proposal_id: int) -> Proposal:
    """Return a proposal as it is now, locked until the transaction ends.

    :raises NoSuchProposal: it was removed.
    """
    proposal = db.session.scalar(
        select(Proposal).where(Proposal.id == proposal_id).with_for_update().execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NoSuchProposal
    return proposal


def _fresh_code() -> str:
    while True:
        code = new_code()
        if db.session.scalar(select(Proposal.id).where(Proposal.code == code)) is None:
            return code


def _checked(facts: ProposalFacts) -> dict[str, Any]:
    for name, at_most in (
        ("title", states.TITLE), ("abstract", states.ABSTRACT), ("municipality", states.NAME),
        ("contact_name", states.NAME), ("contact_email", states.EMAIL),
    ):  # fmt: skip
        limits.check_text(name, getattr(facts, name), at_most)
    check_length("partner", facts.partner, states.NAME)
    for person in facts.speakers:
        limits.check_text("speakers", person.name, states.NAME)
        check_length("speakers", person.affiliation, states.AFFILIATION)
        check_length("speakers", person.email, states.EMAIL)
    limits.check_number("minutes", facts.minutes, limits.SHORTEST, limits.LONGEST)
    names = ("title", "abstract", "language", "theme", "format", "minutes", "municipality", "country", "partner")
    return {
        **{name: getattr(facts, name) for name in names},
        "speakers": [asdict(person) for person in facts.speakers][: states.MOST_SPEAKERS],
        "contact_name": facts.contact_name,
        "contact_email": normalised_email(facts.contact_email),
        "answers": dict(facts.answers),
    }


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {number: value for number, value in answers.items() if is_answer(value)}


def _known_places(event_id: int, values: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the keys under which the draft knows the municipality, and its partnership with the partner city."""
    towns = list(db.session.scalars(select(Municipality).where(Municipality.event_id == event_id)))

    def key_of(name: str, country: str | None) -> str | None:
        alike = [town for town in towns if name and folded(town.name) == folded(name)]
        chosen = [town for town in alike if country in {None, town.country}]
        return chosen[0].key if len(chosen) == 1 else None

    own, other = key_of(values["municipality"], values["country"]), key_of(values["partner"], None)
    tie = partnership_between(event_id, own, other) if own and other else None
    return {"municipality_key": own, "partnership": tie}
