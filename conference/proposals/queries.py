"""Reads on the call, its questions and proposals."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.codes import token_hash
from conference.db import db
from conference.draft.tables import Municipality, Partnership, Session
from conference.errors import DomainError
from conference.events.tables import Event
from conference.mail.tables import Letter
from conference.proposals.rules.listing import Listed, Scores
from conference.proposals.rules.states import Stage, State, stage_of
from conference.proposals.tables import (
    Call,
    Comment,
    Label,
    Proposal,
    ProposalLabel,
    Question,
    Score,
    SentLetter,
)
from conference.questions.queries import questions_in
from conference.seals import unseal

ADDRESSES = "addresses of proposals"
"""The purpose for which tokens are sealed."""


class NoSuchProposal(DomainError):
    """There is no proposal of that code in the event, or none of that private address."""


def token_of(proposal: Proposal, secret_key: str) -> str | None:
    """Return the token of a proposal's private address; None where the installation's key is another one by now."""
    return unseal(proposal.token_sealed, key=secret_key, purpose=ADDRESSES)


def call_of(event_id: int) -> Call | None:
    """Return the call of an event; None while there is none."""
    return db.session.get(Call, event_id)


def stage_of_call(call: Call | None, *, now: datetime) -> Stage:
    """Return where a call stands; one that was never set up is off."""
    if call is None:
        return Stage.OFF
    return stage_of(is_public=call.is_public, opens_at=call.opens_at, closes_at=call.closes_at, now=now)


def has_open_call(event_id: int, *, now: datetime) -> bool:
    """Say whether an event takes proposals at this moment."""
    return stage_of_call(call_of(event_id), now=now) is Stage.OPEN


def questions_of(event_id: int) -> list[Question]:
    """Return the questions of an event's call in their order, those no longer asked among them."""
    return questions_in(Question, event_id)


def answers_by_question(event_id: int) -> dict[int, list[Any]]:
    """Return what was answered to each question that has answers."""
    answers: defaultdict[int, list[Any]] = defaultdict(list)
    for given in db.session.scalars(select(Proposal.answers).where(Proposal.event_id == event_id)):
        for number, value in given.items():
            if value:
                answers[int(number)].append(value)
    return answers


def new_proposals(event_id: int) -> int:
    """Return how many proposals of an event nobody has decided on."""
    counted = select(func.count()).select_from(Proposal)
    return db.session.scalar(counted.where(Proposal.event_id == event_id, Proposal.state == State.NEW)) or 0


def proposal_of(event_id: int, code: str) -> Proposal:
    """Return a proposal.

    :raises NoSuchProposal: the event has none of that code.
    """
    proposal = db.session.scalar(select(Proposal).where(Proposal.event_id == event_id, Proposal.code == code))
    if proposal is None:
        raise NoSuchProposal
    return proposal


def proposal_by_token(token: str) -> tuple[Proposal, Event]:
    """Return the proposal of a private address, and its event.

    :raises NoSuchProposal: there is none.
    """
    row = db.session.execute(
        select(Proposal, Event)
        .join(Event, Event.id == Proposal.event_id)
        .where(Proposal.token_hash == token_hash(token))
    ).first()
    if row is None:
        raise NoSuchProposal
    return row[0], row[1]


def proposals_of(event_id: int, codes: Iterable[str]) -> list[Proposal]:
    """Return those proposals of an event that have one of the codes, the oldest first."""
    return list(
        db.session.scalars(
            select(Proposal).where(Proposal.event_id == event_id, Proposal.code.in_(list(codes))).order_by(Proposal.id)
        )
    )


def all_proposals(event_id: int) -> list[Proposal]:
    """Return all proposals of an event, the oldest first."""
    return list(db.session.scalars(select(Proposal).where(Proposal.event_id == event_id).order_by(Proposal.id)))


def listed_proposals(event_id: int) -> list[Listed]:
    """Return all proposals of an event as the list shows them, in four queries however many there are."""
    of_event = select(Proposal.id).where(Proposal.event_id == event_id)
    scores: defaultdict[int, dict[int, int]] = defaultdict(dict)
    rows = select(Score.proposal_id, Score.account_id, Score.score).where(Score.proposal_id.in_(of_event))
    for proposal_id, account_id, score in db.session.execute(rows):
        scores[proposal_id][account_id] = score
    labels: defaultdict[int, list[int]] = defaultdict(list)
    pairs = select(ProposalLabel.proposal_id, ProposalLabel.label_id).where(ProposalLabel.proposal_id.in_(of_event))
    for proposal_id, label_id in db.session.execute(pairs.order_by(ProposalLabel.label_id)):
        labels[proposal_id].append(label_id)
    counts = select(Comment.proposal_id, func.count()).where(Comment.proposal_id.in_(of_event))
    comments: dict[int, int] = dict(db.session.execute(counts.group_by(Comment.proposal_id)).all())
    return [
        Listed(
            code=one.code, state=one.state, title=one.title, language=one.language, theme=one.theme, format=one.format,
            minutes=one.minutes, municipality=one.municipality, country=one.country, partner=one.partner,
            contact_name=one.contact_name, created_at=one.created_at, labels=tuple(labels[one.id]),
            scores=Scores(scores[one.id]), comments=comments.get(one.id, 0), words=_words(one),
        )
        for one in all_proposals(event_id)
    ]  # fmt: skip


def _words(proposal: Proposal) -> str:
    """Return what a search looks through: nothing that an observer may not see."""
    people = [speaker[part] for speaker in proposal.speakers for part in ("name", "affiliation")]
    return "\n".join(
        [
            proposal.code, proposal.title, proposal.abstract, proposal.municipality, proposal.partner,
            proposal.contact_name, *people,
        ]
    )  # fmt: skip


@dataclass(frozen=True)
class Review:
    """What reviewers say of a proposal.

    :ivar scores: and the name of each reviewer who scored; ``comments`` with their authors, the oldest first.
    :ivar labels: ids of its labels.
    :ivar letters: what was sent about it, and the instant at which the outbox sent it, where it knows.
    """

    scores: Scores
    scored_by: tuple[tuple[str, int], ...]
    comments: tuple[tuple[Comment, str | None], ...]
    labels: tuple[int, ...]
    letters: tuple[tuple[SentLetter, Letter | None], ...]


def review_of(proposal_id: int) -> Review:
    """Return all that reviewers say of a proposal."""
    scored = db.session.execute(
        select(Score.account_id, Score.score, Account.name, Account.email)
        .join(Account, Account.id == Score.account_id)
        .where(Score.proposal_id == proposal_id)
        .order_by(Score.scored_at)
    ).all()
    comments = db.session.execute(
        select(Comment, Account.name)
        .join(Account, Account.id == Comment.account_id, isouter=True)
        .where(Comment.proposal_id == proposal_id)
        .order_by(Comment.written_at, Comment.id)
    ).all()
    labels = db.session.scalars(
        select(ProposalLabel.label_id).where(ProposalLabel.proposal_id == proposal_id).order_by(ProposalLabel.label_id)
    ).all()
    letters = db.session.execute(
        select(SentLetter, Letter)
        .join(Letter, Letter.message_id == SentLetter.message_id, isouter=True)
        .where(SentLetter.proposal_id == proposal_id)
        .order_by(SentLetter.put_at, SentLetter.id)
    ).all()
    return Review(
        scores=Scores({account_id: score for account_id, score, _name, _email in scored}),
        scored_by=tuple((name or email, score) for _account_id, score, name, email in scored),
        comments=tuple((comment, name) for comment, name in comments),
        labels=tuple(labels),
        letters=tuple((sent, letter) for sent, letter in letters),
    )


def labels_of(event_id: int) -> list[Label]:
    """Return the labels of an event by name."""
    return list(db.session.scalars(select(Label).where(Label.event_id == event_id).order_by(Label.name)))


def towns_of(event_id: int) -> list[Municipality]:
    """Return the municipalities of an event's draft."""
    return list(
        db.session.scalars(select(Municipality).where(Municipality.event_id == event_id).order_by(Municipality.name))
    )


def partnership_between(event_id: int, one: str, other: str) -> str | None:
    """Return the slug of the partnership between two municipalities, named by key; None where there is none."""
    keys = {
        town.key: town.id
        for town in db.session.scalars(
            select(Municipality).where(Municipality.event_id == event_id, Municipality.key.in_([one, other]))
        )
    }
    if len(keys) < 2:  # noqa: PLR2004 - it takes two
        return None
    ids = list(keys.values())
    return db.session.scalar(
        select(Partnership.slug).where(
            Partnership.event_id == event_id, Partnership.first_id.in_(ids), Partnership.second_id.in_(ids)
        )
    )


def session_code_of(event_id: int, uid: UUID | None) -> str | None:
    """Return the code of the session that became of a proposal, while it is in the draft."""
    if uid is None:
        return None
    return db.session.scalar(select(Session.code).where(Session.event_id == event_id, Session.uid == uid))


def proposal_code_of_session(event_id: int, uid: UUID) -> str | None:
    """Return the code of the proposal that a session came from, or None."""
    return db.session.scalar(select(Proposal.code).where(Proposal.event_id == event_id, Proposal.session_uid == uid))
