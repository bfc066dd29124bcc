"""Files that a person sent."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from conference.db import db
from conference.events.tables import Event
from conference.privacy.queries.person import Person
from conference.registrations.tables import Registration, RegistrationAnswer, RegistrationFile


def has_files(person: Person) -> bool:
    """Say whether a person sent any file."""
    of_them = RegistrationFile.registration_id.in_(person.registrations)
    return db.session.scalar(select(RegistrationFile.registration_id).where(of_them).limit(1)) is not None


def files_of(person: Person) -> Iterator[tuple[str, bytes]]:
    """Yield the files that a person sent, each under a path of its own: event, number of the question, name."""
    rows = db.session.execute(
        select(Event.slug, RegistrationAnswer.value, RegistrationFile)
        .join(Registration, Registration.event_id == Event.id)
        .join(RegistrationFile, RegistrationFile.registration_id == Registration.id)
        .join(
            RegistrationAnswer,
            (RegistrationAnswer.registration_id == RegistrationFile.registration_id)
            & (RegistrationAnswer.question_id == RegistrationFile.question_id),
        )
        .where(Registration.id.in_(person.registrations))
        .order_by(Event.slug, RegistrationFile.question_id)
        .options(undefer(RegistrationFile.content))
    )
    for slug, said, file in rows:
        yield f"files/{slug}/{file.question_id}-{_plain(str(said.get('name', '')))}", file.content


def _plain(name: str) -> str:
    """Return a name of a file that leads nowhere else when it is unpacked."""
    kept = "".join(sign if sign.isalnum() or sign in "._- " else "-" for sign in name)
    return kept.strip(". ")[-100:] or "file"
