"""The clash checks find just what comparing everything with everything finds, written apart and without haste."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from conference.draft.rules.availability import Hours, SpanInverted, days_and_hours, joined, spans_from
from conference.draft.rules.clashes import ERRORS, Circumstances, ClashKind, find_clashes
from conference.zones import TimeDoesNotExist, days_between
from tests.factories.programme import document, session

FIRST, LAST = date(2027, 3, 26), date(2027, 3, 31)
"""The clocks of Berlin jump on Sunday the 28th; those of Istanbul never do."""
OPENS = datetime(2027, 3, 25, 23, tzinfo=UTC)
PEOPLE = ("ZEYNEP", "DENIZZ", "MEHMET")
ROOMS = ("porsuk", "neckar")
PLACES = (("DE", "Europe/Berlin"), ("TR", "Europe/Istanbul"), ("DE", "Europe/Vienna"), ("JP", "Asia/Tokyo"))
NIGHTS = ((time(22), time(7)), (time(1), time(5)), (time(0), time(0)))
NAMES = tuple(f"{number}" for number in range(9))
SECONDS = timedelta(minutes=1)

moments = st.integers(-90, 6 * 24 * 12 + 40).map(lambda fives: OPENS + timedelta(minutes=5 * fives))
"""A bit before the event's first day until a bit after its last, every five minutes."""
crowded = st.integers(0, 60).map(lambda fives: OPENS + timedelta(hours=57, minutes=5 * fives))
"""Within the five hours around the jump of the clocks: there they are in each other's way."""
lengths = st.integers(1, 30).map(lambda fives: 5 * fives)
some_people = st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple)
spans = st.tuples(st.one_of(moments, crowded), st.integers(1, 400)).map(
    lambda drawn: (drawn[0], drawn[0] + timedelta(minutes=5 * drawn[1]))
)
sessions = st.lists(
    st.builds(
        dict,
        starts_at=st.one_of(moments, crowded, crowded, st.none()),
        minutes=lengths,
        room=st.sampled_from([*ROOMS, None]),
        speakers=some_people,
        moderators=some_people,
        interpreters=some_people,
        cancelled=st.sampled_from([False, False, False, True]),
    ),
    max_size=12,
).map(lambda drawn: [session(f"AAAA{number + 22}", **facts) for number, facts in enumerate(drawn)])
all_circumstances = st.builds(
    dict,
    people=st.dictionaries(st.sampled_from(PEOPLE), st.lists(spans, max_size=4)),
    rooms=st.dictionaries(st.sampled_from(ROOMS), st.lists(spans, max_size=4)),
    least_pause=st.sampled_from([0, 5, 10, 45]),
    night=st.sampled_from([None, *NIGHTS]),
    places=st.lists(st.sampled_from(PLACES), max_size=4),
    holidays=st.dictionaries(
        st.tuples(st.dates(FIRST, LAST), st.sampled_from(["DE", "TR", "JP"])), st.just({"en": "A day"}), max_size=4
    ),
    many=st.integers(1, 4),
    many_share=st.sampled_from([0.0, 0.2, 0.5, 2.0]),
)
who_books = st.lists(st.frozensets(st.sampled_from(NAMES)), min_size=12, max_size=12)


def ends(one):
    return one.slot.starts_at + timedelta(minutes=one.slot.minutes)


def shown(instant, zone):
    return instant.astimezone(ZoneInfo(zone))


def is_night(clock, night):
    """Walk from the hour at which it begins, a minute at a time."""
    minute = night[0].hour * 60
    while minute % 1440 != night[1].hour * 60:
        if minute % 1440 == clock.hour * 60 + clock.minute:
            return True
        minute += 1
    return False


def is_free(one, given_spans):
    """Look at every minute."""
    moment = one.slot.starts_at
    while moment < ends(one):
        if not any(start <= moment < end for start, end in given_spans):
            return False
        moment += SECONDS
    return True


def kind_of(parts, other_parts):
    if "speakers" in parts and "speakers" in other_parts:
        return ClashKind.SPEAKER
    return ClashKind.INTERPRETER if "interpreters" in parts | other_parts else ClashKind.MODERATOR


def of_pair(one, other, given):
    """Yield (kind, subject, count) of two sessions, the earlier first."""
    if (other.slot.starts_at, ends(other)) < (one.slot.starts_at, ends(one)):
        one, other = other, one
    between = int((other.slot.starts_at - ends(one)).total_seconds()) // 60
    for person in PEOPLE:
        parts = [
            {part for part in ("speakers", "moderators", "interpreters") if person in getattr(each, part)}
            for each in (one, other)
        ]
        if all(parts) and between < 0:
            yield kind_of(*parts), person, None
        elif all(parts) and between < given.least_pause:
            yield ClashKind.NO_PAUSE, person, between
    if between < 0:
        if one.slot.room and one.slot.room == other.slot.room:
            yield ClashKind.ROOM, one.slot.room, None
        here, there = given.booked_by.get(one.uid, frozenset()), given.booked_by.get(other.uid, frozenset())
        both = len(here & there)
        if both and (both >= given.many or (both > 1 and both >= given.many_share * min(len(here), len(there)))):
            yield ClashKind.BOOKED_BOTH, "", both


def of_one(one, given):
    """Yield (kind, subject, count) of one session."""
    days = {shown(one.slot.starts_at, "Europe/Berlin").date(), shown(ends(one) - SECONDS, "Europe/Berlin").date()}
    if not all(FIRST <= day <= LAST for day in days):
        yield ClashKind.OUTSIDE_EVENT, "", None
    if given.rooms.get(one.slot.room) and not is_free(one, given.rooms[one.slot.room]):
        yield ClashKind.ROOM_CLOSED, one.slot.room, None
    for person in PEOPLE:
        is_there = person in (*one.speakers, *one.moderators, *one.interpreters)
        if is_there and given.people.get(person) and not is_free(one, given.people[person]):
            yield ClashKind.AWAY, person, None
    clocks = []
    for _country, zone in given.places:
        local = shown(one.slot.starts_at, zone), shown(ends(one) - SECONDS, zone)
        if given.night and [each.replace(tzinfo=None) for each in local] not in clocks:
            clocks.append([each.replace(tzinfo=None) for each in local])
            if any(is_night(each.time(), given.night) for each in local):
                yield ClashKind.NIGHT, zone, None
    for country in {country for country, _zone in given.places}:
        if any((shown(one.slot.starts_at, zone).date(), of) in given.holidays
               for of, zone in given.places if of == country):  # fmt: skip
            yield ClashKind.HOLIDAY, country, None


def brute(held, given):
    taking_place = [one for one in held if one.slot and one.state == "planned"]
    found = [
        (kind, tuple(sorted((one.code, other.code))), subject, count)
        for one, other in combinations(taking_place, 2)
        for kind, subject, count in of_pair(one, other, given)
    ]
    found += [
        (kind, (one.code,), subject, count) for one in taking_place for kind, subject, count in of_one(one, given)
    ]
    return sorted(found, key=str)


def programme(held):
    return document(held, first_day=FIRST, last_day=LAST, zone="Europe/Berlin", second_zone="Europe/Istanbul")


def circumstances(held, facts, booked):
    return Circumstances(**facts, booked_by=dict(zip((one.uid for one in held), booked, strict=False)))


@settings(max_examples=400)
@given(sessions, all_circumstances, who_books)
def test_the_clashes_are_just_those_that_comparing_everything_finds(held, facts, booked):
    given_ = circumstances(held, facts, booked)
    found = find_clashes(programme(held), given_)

    assert sorted(((c.kind, tuple(sorted(c.codes)), c.subject, c.count) for c in found), key=str) == brute(held, given_)


@given(sessions, all_circumstances, who_books)
def test_errors_come_first_and_each_clash_once_the_earlier_session_first(held, facts, booked):
    by_code = {one.code: one for one in held}
    found = find_clashes(programme(held), circumstances(held, facts, booked))

    assert [clash.is_error for clash in found] == sorted((clash.is_error for clash in found), reverse=True)
    assert all(clash.is_error == (clash.kind in ERRORS) for clash in found)
    assert len({clash.fingerprint for clash in found}) == len(found)
    for clash in found:
        if clash.second:
            assert by_code[clash.first].slot.starts_at <= by_code[clash.second].slot.starts_at == clash.starts_at


@given(sessions, all_circumstances, who_books, st.data())
def test_an_accepted_warning_is_gone_and_nothing_else(held, facts, booked, data):
    given_ = circumstances(held, facts, booked)
    all_found = find_clashes(programme(held), given_)
    accepted = data.draw(st.sets(st.sampled_from([clash.fingerprint for clash in all_found]))) if all_found else set()

    found = find_clashes(
        programme(held), Circumstances(**facts, booked_by=given_.booked_by, accepted=frozenset(accepted))
    )

    assert found == [clash for clash in all_found if clash.is_error or clash.fingerprint not in accepted]


@given(sessions, all_circumstances, who_books, st.integers(0, 11), st.sampled_from([5, 30, -5]))
def test_a_fingerprint_lasts_while_its_sessions_stay_where_they_are(held, facts, booked, place, minutes):
    given_ = circumstances(held, facts, booked)
    if place >= len(held) or held[place].slot is None:
        return
    slot = held[place].slot
    moved = [
        session(one.code, starts_at=slot.starts_at + timedelta(minutes=minutes), minutes=slot.minutes, room=slot.room,
                speakers=one.speakers, moderators=one.moderators, interpreters=one.interpreters,
                cancelled=one.state == "cancelled")
        if number == place else one
        for number, one in enumerate(held)
    ]  # fmt: skip
    before = {clash.fingerprint for clash in find_clashes(programme(held), given_)}
    lasting = (ClashKind.HOLIDAY,)
    for clash in find_clashes(programme(moved), given_):
        if held[place].code not in clash.codes and clash.kind is not ClashKind.NIGHT:
            assert clash.fingerprint in before
        elif clash.kind not in lasting and held[place].code in clash.codes:
            assert clash.fingerprint not in before


@given(st.lists(spans, max_size=6))
def test_spans_come_back_from_days_and_hours_as_they_were(given_spans):
    whole = joined(given_spans)
    days, hours = days_and_hours(whole, "Europe/Berlin", set(days_between(FIRST, LAST)))

    assert spans_from(days, hours, "Europe/Berlin") == whole
    assert all(FIRST <= day <= LAST for day in days)


@example([Hours(date(2027, 3, 28), time(2, 30), time(4))])
@given(
    st.lists(
        st.builds(
            Hours, st.dates(FIRST, LAST), st.times().map(lambda t: t.replace(second=0, microsecond=0)),
            st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        ),
        max_size=5,
    )
)  # fmt: skip
def test_hours_are_refused_or_become_spans_apart_and_in_order(hours):
    try:
        found = spans_from((), hours, "Europe/Berlin")
    except (SpanInverted, TimeDoesNotExist):
        return
    assert all(start < end for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
