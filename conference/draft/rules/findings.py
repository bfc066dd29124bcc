"""Everything that an organiser should look at before publishing, as one list: clashes, and what is missing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conference import zones
from conference.draft.rules.clashes import Circumstances, Clash, ClashKind, find_clashes
from conference.draft.rules.missing import Missing, MissingKind, Place, find_missing
from conference.programme.document import Document

_MISSING = "missing_"


class Severity(StrEnum):
    """How a finding stands."""

    ERROR = "errors"
    """It cannot take place like this."""
    WARNING = "warnings"
    ACCEPTED = "accepted"
    """A warning of which somebody said why it may stay."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    :ivar what: a clash, or what is missing.
    :ivar codes: of the sessions it is about; none where it is about a theme, room, person or the event.
    :ivar day: on which it is, in the event's zone; None where it is on none.
    """

    what: Clash | Missing
    severity: Severity
    codes: tuple[str, ...]
    day: date | None

    @property
    def kind(self) -> str:
        """A name of its kind: a :class:`ClashKind`, or ``missing_`` and a :class:`MissingKind`."""
        return self.what.kind if isinstance(self.what, Clash) else f"{_MISSING}{self.what.kind}"

    @property
    def is_clash(self) -> bool:
        """Whether it is a clash; otherwise something is missing."""
        return isinstance(self.what, Clash)

    @property
    def fingerprint(self) -> str:
        """By which it is known while its facts stay the same."""
        return self.what.fingerprint


KINDS: tuple[str, ...] = (*ClashKind, *(f"{_MISSING}{kind}" for kind in MissingKind))
"""All kinds that a finding can have."""


@dataclass(frozen=True, kw_only=True)
class FindingFilter:
    """Which findings to show; None and ``""`` show all, the accepted ones apart.

    :ivar day: in the event's zone.
    """

    severity: Severity | None = None
    kind: str = ""
    day: date | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != FindingFilter()

    def lets_through(self, finding: Finding) -> bool:
        """Say whether a finding is to be shown."""
        if self.severity is None:
            is_wanted = finding.severity is not Severity.ACCEPTED
        else:
            is_wanted = finding.severity is self.severity
        return is_wanted and self.kind in {"", finding.kind} and self.day in {None, finding.day}


def finding_filter(arguments: Mapping[str, str]) -> FindingFilter:
    """Read a filter from the arguments of an address; what cannot be read shows all."""
    severity, kind = arguments.get("show", ""), arguments.get("kind", "")
    try:
        day = date.fromisoformat(arguments.get("day", ""))
    except ValueError:
        day = None
    return FindingFilter(
        severity=Severity(severity) if severity in set(Severity) else None,
        kind=kind if kind in KINDS else "",
        day=day,
    )


def findings_of(document: Document, circumstances: Circumstances) -> list[Finding]:
    """Return all findings of a programme: errors, then warnings, then the accepted; clashes first in each.

    O(n log n + number of findings).
    """
    days = {
        session.code: zones.local_day(session.slot.starts_at, document.event.zone)
        for session in document.sessions
        if session.slot
    }
    accepted = circumstances.accepted

    def finding(what: Clash | Missing) -> Finding:
        if what.is_error:
            severity = Severity.ERROR
        else:
            severity = Severity.ACCEPTED if what.fingerprint in accepted else Severity.WARNING
        if isinstance(what, Clash):
            return Finding(what, severity, what.codes, zones.local_day(what.starts_at, document.event.zone))
        codes = (what.key,) if what.place is Place.SESSION else ()
        return Finding(what, severity, codes, days.get(what.key) if codes else None)

    found: list[Clash | Missing] = [*find_clashes(document, circumstances.without_acceptance), *find_missing(document)]
    order = list(Severity)
    return sorted(
        (finding(what) for what in found),
        key=lambda one: (
            order.index(one.severity),
            not one.is_clash,
            # What is missing: of sessions by their day, then of those without a slot, then of all else.
            not one.is_clash and (not one.codes, one.day or date.max),
        ),
    )


def severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings stand in each way, every way included."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in Severity}


def kinds_present(findings: Collection[Finding]) -> dict[str, int]:
    """Return how many findings there are of each kind, in the order of :data:`KINDS`; kinds of none are left out."""
    counts = Counter(finding.kind for finding in findings)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}
