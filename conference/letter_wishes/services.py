"""Changes of what participants want to be written."""

from collections.abc import Iterable

from sqlalchemy import select

from conference.db import db, insert_if_missing, transaction
from conference.letter_wishes.rules import LetterKind, Wishes
from conference.letter_wishes.tables import LetterWishes
from conference.registrations.tables import Registration


def edit_wishes(registration_id: int, wishes: Wishes) -> None:
    """Note which letters a registration wants, and its quiet hours."""
    with transaction():
        row = _locked(registration_id)
        if (row.daily_agenda, row.agenda_at) != (LetterKind.DAILY_AGENDA in wishes.kinds, wishes.agenda_at):
            row.agenda_next_at = None
        row.agenda_at = wishes.agenda_at
        for kind in LetterKind:
            setattr(row, kind, kind in wishes.kinds)
        row.quiet_from, row.quiet_until = wishes.quiet


def want_letters(registration_ids: Iterable[int], kind: LetterKind, *, is_wanted: bool) -> None:
    """Let letters of a kind come to registrations, or no longer."""
    with transaction():
        for registration_id in sorted(registration_ids):
            row = _locked(registration_id)
            setattr(row, kind, is_wanted)
            if kind is LetterKind.DAILY_AGENDA:
                row.agenda_next_at = None


def _locked(registration_id: int) -> LetterWishes:
    """Return the row of a registration, made where there is none."""
    # The registration first, so that none is made for one that is just being erased.
    db.session.scalars(select(Registration.id).where(Registration.id == registration_id).with_for_update()).one()
    insert_if_missing(LetterWishes, {"registration_id": registration_id})
    return db.session.scalars(
        select(LetterWishes)
        .where(LetterWishes.registration_id == registration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
