"""The record of consents: who agreed when, and to which words."""

from datetime import datetime

from sqlalchemy import delete, select, update

from conference.accounts.rules.consents import NoticeShown
from conference.accounts.tables import Consent, ConsentText
from conference.db import db, insert_if_missing, transaction


def keep_consent(account_id: int, shown: NoticeShown, *, registration_id: int | None = None, now: datetime) -> None:
    """Note that somebody agreed, within the caller's transaction. The same words are stored once for all.

    :param registration_id: for which they agreed; None for the account itself.
    """
    insert_if_missing(ConsentText, {"digest": shown.digest, "language": shown.language, "text": shown.text})
    db.session.add(
        Consent(
            account_id=account_id, registration_id=registration_id, version=shown.version, text_digest=shown.digest,
            given_at=now,
        )
    )  # fmt: skip


def end_consents(registration_id: int, *, now: datetime) -> None:
    """Note that what somebody agreed to for a registration is taken back, within the caller's transaction."""
    db.session.execute(
        update(Consent)
        .where(Consent.registration_id == registration_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )


def forget_consents(account_id: int) -> None:
    """Forget what whoever opened an account before agreed to, within the caller's transaction."""
    db.session.execute(
        delete(Consent).where(Consent.account_id == account_id).execution_options(synchronize_session=False)
    )


def clear_consent_texts() -> int:
    """Delete the words that nobody who is still there agreed to, and return how many."""
    with transaction():
        gone = db.session.execute(
            delete(ConsentText)
            .where(ConsentText.digest.not_in(select(Consent.text_digest)))
            .returning(ConsentText.digest)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())
