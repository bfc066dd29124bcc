from datetime import date

from conference.draft.rules.clashes import Circumstances
from conference.draft.rules.findings import (
    FindingFilter,
    Severity,
    finding_filter,
    findings_of,
    kinds_present,
    severities,
)
from conference.draft.rules.missing import find_missing
from tests.factories.programme import at, document, session

TITLE = {"de": "Titel", "tr": "Başlık", "en": "Title"}
WHOLE = {"title": TITLE, "abstract": TITLE, "speakers": ("ZEYNEP",)}
HELD = [
    session("AAAAA2", starts_at=at(8, 10), **WHOLE),
    session("AAAAA3", starts_at=at(8, 11), room="neckar", **WHOLE),
    session("AAAAA4", starts_at=at(9, 10), room=None, **WHOLE),
    session("AAAAA5", **WHOLE),
]
PAUSE = Circumstances(least_pause=10)


def of_sessions(found):
    return [(one.kind, one.codes, one.severity.value, one.day) for one in found if one.codes]


def test_errors_stand_before_warnings_and_clashes_before_what_is_missing():
    assert of_sessions(findings_of(document(HELD), PAUSE)) == [
        ("missing_join_link", ("AAAAA4",), "errors", date(2027, 6, 9)),
        ("no_pause", ("AAAAA2", "AAAAA3"), "warnings", date(2027, 6, 8)),
        ("missing_slot", ("AAAAA5",), "warnings", None),
    ]


def test_what_was_accepted_stands_apart_whether_it_clashes_or_is_missing():
    found = findings_of(document(HELD), PAUSE)
    accepted = frozenset(one.fingerprint for one in found)
    after = findings_of(document(HELD), Circumstances(least_pause=10, accepted=accepted))

    assert [(one.kind, one.severity) for one in after if one.codes] == [
        ("missing_join_link", Severity.ERROR),
        ("no_pause", Severity.ACCEPTED),
        ("missing_slot", Severity.ACCEPTED),
    ]
    assert severities(after)[Severity.WARNING] == 0
    assert [one.kind for one in find_missing(document(HELD), accepted)] == ["join_link"]


def test_a_filter_is_read_from_an_address_and_what_cannot_be_read_shows_all():
    wanted = finding_filter({"show": "warnings", "kind": "no_pause", "day": "2027-06-08"})

    assert wanted == FindingFilter(severity=Severity.WARNING, kind="no_pause", day=date(2027, 6, 8))
    assert finding_filter({"show": "x", "kind": "x", "day": "x"}) == FindingFilter()
    found = findings_of(document(HELD), PAUSE)
    assert [one.kind for one in found if wanted.lets_through(one)] == ["no_pause"]
    assert kinds_present([one for one in found if one.codes]) == {
        "no_pause": 1,
        "missing_slot": 1,
        "missing_join_link": 1,
    }


def test_accepted_findings_are_shown_only_when_asked_for():
    found = findings_of(document(HELD), PAUSE)
    accepted = frozenset(one.fingerprint for one in found)
    after = findings_of(document(HELD), Circumstances(least_pause=10, accepted=accepted))

    assert {one.severity for one in after if FindingFilter().lets_through(one)} == {Severity.ERROR}
    only = FindingFilter(severity=Severity.ACCEPTED)
    assert {one.severity for one in after if only.lets_through(one)} == {Severity.ACCEPTED}
