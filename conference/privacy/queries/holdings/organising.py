"""What somebody does as an organiser."""

from typing import Any

from sqlalchemy import ColumnElement, case, null, type_coerce

from conference.draft import tables as draft
from conference.events import tables as events
from conference.exchange import tables as exchange
from conference.letters import tables as letters
from conference.privacy.queries.holding import (
    Column,
    Holding,
    by_account,
    by_email,
    event_named,
    facts,
    named_by,
)
from conference.privacy.rules import ABOUT_PEOPLE, Fate
from conference.programme import tables as programme
from conference.proposals import tables as proposals


def _unless_about_people(column: Column) -> ColumnElement[Any]:
    """Return a column of the audit log, nothing where the entry is about a person: that is not the reader's."""
    return type_coerce(case((events.AuditEntry.kind.in_(ABOUT_PEOPLE), null()), else_=column), column.type)


ORGANISING: tuple[Holding, ...] = (
    Holding(
        table=events.Role, fate=Fate.GOES, whose=by_account(events.Role.account_id), told_as="roles",
        tells=facts(events.Role, role=events.Role.name, event=event_named(events.Role.event_id)),
    ),
    Holding(
        table=events.Invitation, fate=Fate.GOES, whose=by_email(events.Invitation.email), told_as="invitations",
        tells=facts(
            events.Invitation, "email role language sent_at expires_at", event=event_named(events.Invitation.event_id)
        ),
        untold="token_hash",
    ),
    Holding(
        table=events.AuditEntry, fate=Fate.NAMELESS, whose=by_account(events.AuditEntry.account_id),
        told_as="audit_log",
        tells=facts(
            events.AuditEntry, "changed_at action kind",
            event=event_named(events.AuditEntry.event_id),
            key=_unless_about_people(events.AuditEntry.key), name=_unless_about_people(events.AuditEntry.name),
            before=_unless_about_people(events.AuditEntry.before), after=_unless_about_people(events.AuditEntry.after),
        ),
        untold="words key name before after",
        blanks={"account_id": None, "was_by_person": True},
        strikes=(
            events.AuditEntry.key, events.AuditEntry.name, events.AuditEntry.before, events.AuditEntry.after,
            events.AuditEntry.words,
        ),
        why="what was done to an event stays; who did it does not. Told but for entries about people",
    ),
    Holding(
        table=draft.SessionHost, fate=Fate.GOES, whose=by_account(draft.SessionHost.account_id), told_as="hosting",
        tells=facts(
            draft.SessionHost,
            session=named_by(draft.Session, "code", draft.SessionHost.session_id),
        ),
    ),
    Holding(
        table=draft.AcceptedWarning, fate=Fate.NAMELESS, whose=by_account(draft.AcceptedWarning.account_id),
        told_as="accepted_warnings",
        tells=facts(
            draft.AcceptedWarning, "kind name reason accepted_at", event=event_named(draft.AcceptedWarning.event_id)
        ),
        untold="fingerprint",
        blanks={"account_id": None},
        strikes=(draft.AcceptedWarning.name, draft.AcceptedWarning.reason),
    ),
    Holding(
        table=draft.PlannedRelease, fate=Fate.NAMELESS, whose=by_account(draft.PlannedRelease.author_id),
        told_as="planned_releases",
        tells=facts(
            draft.PlannedRelease, "due_at state notes created_at done_at number",
            event=event_named(draft.PlannedRelease.event_id),
        ),
        untold="failure",
        blanks={"author_id": None},
    ),
    Holding(
        table=programme.Release, fate=Fate.NAMELESS, whose=by_account(programme.Release.author_id),
        told_as="releases",
        tells=facts(
            programme.Release, "number published_at redacted_at note notes",
            event=event_named(programme.Release.event_id),
        ),
        untold="document digest changes",
        blanks={"author_id": None},
    ),
    Holding(
        table=letters.Message, fate=Fate.NAMELESS, whose=by_account(letters.Message.author_id),
        told_as="messages_written",
        tells=facts(
            letters.Message, "subject text audience sent_at readers unwanted",
            event=event_named(letters.Message.event_id),
        ),
        untold="key",
        blanks={"author_id": None},
        strikes=(letters.Message.subject, letters.Message.text, letters.Message.audience),
        why="what was written to a group stays; who wrote it does not",
    ),
    Holding(
        table=proposals.Score, fate=Fate.GOES, whose=by_account(proposals.Score.account_id), told_as="scores",
        tells=facts(
            proposals.Score, "score scored_at",
            proposal=named_by(proposals.Proposal, "code", proposals.Score.proposal_id),
        ),
    ),
    Holding(
        table=proposals.Comment, fate=Fate.NAMELESS, whose=by_account(proposals.Comment.account_id),
        told_as="comments",
        tells=facts(
            proposals.Comment, "text written_at edited_at",
            proposal=named_by(proposals.Proposal, "code", proposals.Comment.proposal_id),
        ),
        blanks={"account_id": None},
        strikes=(proposals.Comment.text,),
    ),
    Holding(
        table=exchange.Upload, fate=Fate.GOES, whose=by_account(exchange.Upload.account_id), told_as="uploads",
        tells=facts(
            exchange.Upload, "name format uploaded_at", event=event_named(exchange.Upload.event_id)
        ),
        untold="token content columns plan report",
    ),
    Holding(
        table=draft.HostNote, fate=Fate.STRUCK, strikes=(draft.HostNote.text,), why="of organisers, about a session",
    ),
)  # fmt: skip
