"""Changes to municipalities and the partnerships between them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from conference import zones
from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services.lookup import (
    Removed,
    StillInUse,
    check_version,
    in_draft,
    keys_taken,
    refuse_if_in_use,
    taken_out,
)
from conference.draft.services.noting import note_row, said
from conference.draft.tables import Municipality, Partnership, Session, SessionPartnership
from conference.errors import DomainError
from conference.events.rules import check_length, free_slug, slug_from
from conference.events.services import kept_texts, locked_event
from conference.translated import Translated


class SameMunicipality(DomainError):
    """A municipality cannot be its own partner."""


@dataclass
class PartnershipExists(DomainError):
    """The two municipalities are partners already.

    :ivar slug: of the partnership there is.
    """

    slug: str


@dataclass(frozen=True, kw_only=True)
class MunicipalityFacts:
    """All that an organiser says of a municipality.

    :ivar country: ISO 3166-1 alpha-2, in capitals.
    :ivar latitude: degrees north; ``longitude`` degrees east (WGS 84); both or neither.
    :ivar zone: IANA zone, where known.
    """

    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    zone: str | None = None
    geonames_id: int | None = None


def add_municipality(event_id: int, facts: MunicipalityFacts, *, key: str | None = None) -> Municipality:
    """Add a municipality.

    :param key: from which to make its key; None to make it from the name.
    :raises DomainError: TextMissing, TextTooLong, CountryMalformed, NumberOutOfRange, HalfACoordinate or UnknownZone.
    """
    values = _checked(facts)
    with transaction():
        event = locked_event(event_id)
        wanted = slug_from(key or facts.name, "tr" if facts.country == "TR" else "de")
        town = Municipality(
            event_id=event_id,
            key=free_slug(wanted, keys_taken(Municipality, event_id), otherwise="municipality"),
            **values,
        )
        db.session.add(town)
        note_row(event, town, before=None)
    return town


def edit_municipality(event_id: int, key: str, facts: MunicipalityFacts, *, version: int | None = None) -> Municipality:
    """Change a municipality. Its key stays.

    :raises NotInDraft: the event has no such municipality.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: as :func:`add_municipality` does.
    """
    wanted = _checked(facts)
    with transaction():
        event = locked_event(event_id)
        town = in_draft(Municipality, event_id, key)
        check_version(town, version, {field: getattr(town, field) for field in wanted}, wanted)
        before = said(town)
        for field, value in wanted.items():
            setattr(town, field, value)
        note_row(event, town, before=before)
    return town


def remove_municipality(event_id: int, key: str) -> Removed:
    """Remove a municipality that has no partnership. Gives what :func:`bring_back` needs.

    :raises NotInDraft: the event has no such municipality.
    :raises StillInUse: names its partnerships.
    """
    with transaction():
        event = locked_event(event_id)
        town = in_draft(Municipality, event_id, key)
        ties = db.session.scalars(
            select(Partnership.slug).where(or_(Partnership.first_id == town.id, Partnership.second_id == town.id))
        ).all()
        if ties:
            raise StillInUse(partnerships=tuple(ties))
        removed = taken_out(town)
        note_row(event, town, before=said(town), is_removed=True)
        db.session.delete(town)
    return removed


def add_partnership(
    event_id: int, *, first: str | MunicipalityFacts, second: str | MunicipalityFacts, since: int | None = None,
    summary: Translated | None = None,
) -> Partnership:  # fmt: skip
    """Add a partnership between two municipalities.

    :param first: key of a municipality of the event, or what is known of a new one, which is added too.
    :param second: likewise.
    :param since: year in which it was made.
    :raises SameMunicipality: both are the same.
    :raises PartnershipExists: they are partners already, in whichever order.
    :raises NotInDraft: the event has no such municipality.
    :raises DomainError: NumberOutOfRange or TextTooLong, and as :func:`add_municipality` does.
    """
    values = _checked_tie(since, summary)
    with transaction():
        event = locked_event(event_id)
        one, other = _municipality(event_id, first), _municipality(event_id, second)
        _refuse_pair(event_id, one, other)
        wanted = f"{one.key}-{other.key}"
        tie = Partnership(
            event_id=event_id,
            slug=free_slug(wanted[:120], keys_taken(Partnership, event_id), otherwise="partnership", at_most=120),
            first_id=one.id,
            second_id=other.id,
            **values,
        )
        db.session.add(tie)
        note_row(event, tie, before=None)
    return tie


def edit_partnership(
    event_id: int, slug: str, *, first: str | MunicipalityFacts, second: str | MunicipalityFacts,
    since: int | None = None, summary: Translated | None = None, version: int | None = None,
) -> Partnership:  # fmt: skip
    """Change a partnership. Its slug stays.

    :raises NotInDraft: the event has no such partnership.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: as :func:`add_partnership` does.
    """
    values = _checked_tie(since, summary)
    with transaction():
        event = locked_event(event_id)
        tie = in_draft(Partnership, event_id, slug)
        keys = select(Municipality.id, Municipality.key).where(Municipality.event_id == event_id)
        key_of = dict(db.session.execute(keys).all())
        stored = {
            "first": key_of[tie.first_id],
            "second": key_of[tie.second_id],
            "since": tie.since,
            "summary": tie.summary,
        }
        wanted = {"first": first, "second": second, **values}
        check_version(tie, version, stored, wanted)
        one, other = _municipality(event_id, first), _municipality(event_id, second)
        _refuse_pair(event_id, one, other, apart_from=tie.id)
        before = said(tie)
        tie.first_id, tie.second_id, tie.since = one.id, other.id, values["since"]
        tie.summary = kept_texts(tie.summary, values["summary"], event.languages)
        note_row(event, tie, before=before)
    return tie


def remove_partnership(event_id: int, slug: str) -> Removed:
    """Remove a partnership that no session names. Its municipalities stay. Gives what :func:`bring_back` needs.

    :raises NotInDraft: the event has no such partnership.
    :raises StillInUse: names the sessions that do.
    """
    with transaction():
        event = locked_event(event_id)
        tie = in_draft(Partnership, event_id, slug)
        refuse_if_in_use(
            Session.id.in_(select(SessionPartnership.session_id).where(SessionPartnership.partnership_id == tie.id))
        )
        removed = taken_out(tie)
        note_row(event, tie, before=said(tie), is_removed=True)
        db.session.delete(tie)
    return removed


def _municipality(event_id: int, wanted: str | MunicipalityFacts) -> Municipality:
    if isinstance(wanted, str):
        return in_draft(Municipality, event_id, wanted)
    town = add_municipality(event_id, wanted)
    db.session.flush()  # the partnership needs its key
    return town


def _refuse_pair(event_id: int, one: Municipality, other: Municipality, apart_from: int | None = None) -> None:
    if one.id == other.id:
        raise SameMunicipality
    known = db.session.execute(
        select(Partnership.id, Partnership.slug).where(
            Partnership.event_id == event_id,
            or_(
                and_(Partnership.first_id == one.id, Partnership.second_id == other.id),
                and_(Partnership.first_id == other.id, Partnership.second_id == one.id),
            ),
        )
    ).first()
    if known and known.id != apart_from:
        raise PartnershipExists(known.slug)


def _checked_tie(since: int | None, summary: Translated | None) -> dict[str, Any]:
    if since is not None:
        limits.check_number("since", since, limits.FIRST_SINCE, limits.LAST_SINCE)
    check_length("summary", summary or {}, limits.BODY)
    return {"since": since, "summary": limits.filled(summary)}


def _checked(facts: MunicipalityFacts) -> dict[str, Any]:
    limits.check_text("name", facts.name, limits.NAME)
    if not limits.COUNTRY.fullmatch(facts.country):
        raise limits.CountryMalformed(facts.country)
    if (facts.latitude is None) != (facts.longitude is None):
        raise limits.HalfACoordinate
    if facts.latitude is not None and facts.longitude is not None:
        limits.check_number("latitude", facts.latitude, -90, 90)
        limits.check_number("longitude", facts.longitude, -180, 180)
    if facts.zone is not None and not zones.is_zone(facts.zone):
        raise zones.UnknownZone(facts.zone)
    return {
        "name": facts.name,
        "country": facts.country,
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "zone": facts.zone,
        "geonames_id": facts.geonames_id,
    }
