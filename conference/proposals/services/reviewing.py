"""What reviewers say of proposals: scores, comments, labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.errors import DomainError
from conference.events.services import locked_event
from conference.proposals.queries import NoSuchProposal
from conference.proposals.rules import states
from conference.proposals.services.proposing import locked_proposal
from conference.proposals.tables import Comment, Label, Proposal, ProposalLabel, Score


class NotYours(DomainError):
    """The comment is somebody else's, or is gone."""


@dataclass
class LabelTaken(DomainError):
    """The event has a label of this name."""

    name: str


def score_proposal(event_id: int, code: str, account_id: int, score: int | None, *, now: datetime) -> None:
    """Give a proposal a score, replace one's own, or with None take it back.

    :raises NoSuchProposal: the event has none of that code.
    :raises ScoreOutOfRange: it is not from 1 to 5.
    """
    if score is not None:
        states.check_score(score)
    with transaction():
        proposal = _locked(event_id, code)
        given = db.session.get(Score, (proposal.id, account_id), populate_existing=True)
        if score is None:
            if given is not None:
                db.session.delete(given)
        elif given is None:
            db.session.add(Score(proposal_id=proposal.id, account_id=account_id, score=score, scored_at=now))
        else:
            given.score, given.scored_at = score, now


def comment_on(event_id: int, code: str, account_id: int, text: str, *, now: datetime) -> Comment:
    """Say something of a proposal to the other organisers.

    :raises NoSuchProposal: the event has none of that code.
    :raises DomainError: TextMissing or TextTooLong.
    """
    limits.check_text("text", text, states.COMMENT)
    with transaction():
        comment = Comment(proposal_id=_locked(event_id, code).id, account_id=account_id, text=text, written_at=now)
        db.session.add(comment)
    return comment


def edit_comment(event_id: int, code: str, number: int, account_id: int, text: str, *, now: datetime) -> None:
    """Change one's own comment.

    :raises NotYours: it is somebody else's, or is gone.
    :raises DomainError: NoSuchProposal, TextMissing or TextTooLong.
    """
    limits.check_text("text", text, states.COMMENT)
    with transaction():
        comment = _own_comment(event_id, code, number, account_id)
        if comment.text != text:
            comment.text, comment.edited_at = text, now


def remove_comment(event_id: int, code: str, number: int, account_id: int) -> str:
    """Remove one's own comment; return what it said, so that it can be written again.

    :raises NotYours: it is somebody else's, or is gone.
    :raises NoSuchProposal: the event has none of that code.
    """
    with transaction():
        comment = _own_comment(event_id, code, number, account_id)
        db.session.delete(comment)
    return comment.text


def add_label(event_id: int, *, name: str, colour: int) -> Label:
    """Add a label that proposals of an event can have.

    :param colour: number of one of :data:`conference.proposals.rules.states.COLOURS`, from 1.
    :raises LabelTaken: the event has one of this name.
    :raises DomainError: TextMissing, TextTooLong or NumberOutOfRange.
    """
    _check_label(name, colour)
    with transaction():
        locked_event(event_id)
        _refuse_name(event_id, name)
        label = Label(event_id=event_id, name=name, colour=colour)
        db.session.add(label)
        db.session.flush()  # callers within a transaction want its key
    return label


def edit_label(event_id: int, number: int, *, name: str, colour: int) -> Label:
    """Change a label, on all proposals that have it.

    :raises NoSuchProposal: the event has no such label.
    :raises DomainError: as :func:`add_label` does.
    """
    _check_label(name, colour)
    with transaction():
        locked_event(event_id)
        label = _label(event_id, number)
        _refuse_name(event_id, name, apart_from=number)
        label.name, label.colour = name, colour
    return label


def remove_label(event_id: int, number: int) -> str:
    """Remove a label from all proposals and for good; return its name.

    :raises NoSuchProposal: the event has no such label.
    """
    with transaction():
        locked_event(event_id)
        label = _label(event_id, number)
        db.session.delete(label)
    return label.name


def label_proposal(event_id: int, code: str, labels: Iterable[int]) -> None:
    """Let a proposal have these labels and no others; numbers of other events' labels are left out.

    :raises NoSuchProposal: the event has none of that code.
    """
    wanted = list(labels)
    with transaction():
        proposal = _locked(event_id, code)
        known = db.session.scalars(select(Label.id).where(Label.event_id == event_id, Label.id.in_(wanted))).all()
        db.session.execute(delete(ProposalLabel).where(ProposalLabel.proposal_id == proposal.id))
        if known:
            rows = [{"proposal_id": proposal.id, "label_id": number} for number in known]
            db.session.execute(insert(ProposalLabel), rows)


def _locked(event_id: int, code: str) -> Proposal:
    number = db.session.scalar(select(Proposal.id).where(Proposal.event_id == event_id, Proposal.code == code))
    if number is None:
        raise NoSuchProposal
    return locked_proposal(number)


def _own_comment(event_id: int, code: str, number: int, account_id: int) -> Comment:
    proposal = _locked(event_id, code)
    comment = db.session.get(Comment, number, populate_existing=True)
    if comment is None or comment.proposal_id != proposal.id or comment.account_id != account_id:
        raise NotYours
    return comment


def _label(event_id: int, number: int) -> Label:
    label = db.session.scalar(select(Label).where(Label.event_id == event_id, Label.id == number))
    if label is None:
        raise NoSuchProposal
    return label


def _check_label(name: str, colour: int) -> None:
    limits.check_text("name", name, states.LABEL)
    limits.check_number("colour", colour, 1, len(states.COLOURS))


def _refuse_name(event_id: int, name: str, *, apart_from: int | None = None) -> None:
    known = db.session.scalar(select(Label.id).where(Label.event_id == event_id, Label.name == name))
    if known is not None and known != apart_from:
        raise LabelTaken(name)
