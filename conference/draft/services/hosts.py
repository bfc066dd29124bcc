"""Who hosts a session, and what hosts add to it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select

from conference.accounts.tables import Account
from conference.db import db, transaction
from conference.draft.queries.hosts import host_note_of, hosts_of
from conference.draft.rules import limits
from conference.draft.services.lookup import in_draft
from conference.draft.services.noting import named
from conference.draft.services.session_facts import SessionFacts
from conference.draft.services.sessions import edit_session, facts_of
from conference.draft.tables import HostNote, Session, SessionHost
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import locked_event, record
from conference.events.tables import Role
from conference.translated import Translated


class NotAnOrganiser(DomainError):
    """Only who has a role in the event can host its sessions."""


class NotTheirSession(DomainError):
    """The account does not host this session."""


def set_hosts(event_id: int, code: str, account_ids: Collection[int], *, note: str) -> None:
    """Say who hosts a session and what they should know, in place of what was said before.

    :param note: Markdown; never published.
    :raises NotInDraft: the event has no such session.
    :raises NotAnOrganiser: see there.
    :raises TextTooLong: the note is too long.
    """
    check_length("note", note, limits.BODY)
    wanted = set(account_ids)
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        organisers = select(Role.account_id).where(Role.event_id == event_id, Role.account_id.in_(wanted))
        if set(db.session.scalars(organisers)) != wanted:
            raise NotAnOrganiser
        before = {"hosts": _names(hosts_of(session.id)), "notes": host_note_of(session.id)}
        for table in (SessionHost, HostNote):
            db.session.execute(delete(table).where(table.session_id == session.id))
        db.session.add_all(SessionHost(session_id=session.id, account_id=account_id) for account_id in wanted)
        if note:
            db.session.add(HostNote(session_id=session.id, text=note))
        after = {"hosts": _names(wanted), "notes": note}
        record(event_id, "hosts", code, name=named(event, session.title), before=before, after=after)


def add_remains(
    event_id: int, code: str, *, host_id: int, remains: Translated, recording_url: str | None, version: int,
    now: datetime,
) -> Session:  # fmt: skip
    """Let a host say what remains of their session and where its recording is; nothing else of it changes.

    :param remains: Markdown.
    :param version: of the session, on which the form was opened.
    :raises NotInDraft: the event has no such session.
    :raises NotTheirSession: see there.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: TextTooLong or AddressNotSecure.
    """
    with transaction():
        locked_event(event_id)
        session = in_draft(Session, event_id, code)
        if host_id not in hosts_of(session.id):
            raise NotTheirSession
        facts = replace(SessionFacts(**facts_of(session)), remains=remains, recording_url=recording_url)
        return edit_session(event_id, code, facts, now=now, version=version)


def _names(account_ids: Collection[int]) -> list[str]:
    names = select(Account.name, Account.email).where(Account.id.in_(account_ids)).order_by(Account.name, Account.id)
    return [name or email for name, email in db.session.execute(names)]
