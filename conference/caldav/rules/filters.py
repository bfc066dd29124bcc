"""Which entries a query means (RFC 4791 section 9.7)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

from conference.caldav.rules.asked import Span, instant_of, span_of
from conference.caldav.rules.components import Component, Line
from conference.caldav.rules.durations import duration_of
from conference.caldav.rules.names import Refused, c

COLLATIONS = ("i;ascii-casemap", "i;octet")
"""Those that every server knows (RFC 4791 section 7.5, RFC 4790)."""

MOST_CONDITIONS = 100
"""Elements of a filter: each may have to be held against each entry, and its whole text. Programs send a handful."""

WITH_TIMES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VALARM"})
OF_TIME = frozenset({"DTSTART", "DTEND", "DTSTAMP", "CREATED", "LAST-MODIFIED"})
"""Properties whose values are instants."""

_ASCII_CASE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A text that a value holds, or must not hold."""

    text: str
    collation: str
    is_negated: bool


@dataclass(frozen=True, slots=True)
class ParameterFilter:
    """A condition on a parameter of a property."""

    name: str
    is_defined: bool
    text: TextMatch | None


@dataclass(frozen=True, slots=True)
class PropertyFilter:
    """A condition on a property of a component."""

    name: str
    is_defined: bool
    span: Span | None
    text: TextMatch | None
    parameters: tuple[ParameterFilter, ...]


@dataclass(frozen=True, slots=True)
class ComponentFilter:
    """A condition on a component: that one of this name is there, and all of the rest holds of it."""

    name: str
    is_defined: bool
    span: Span | None
    properties: tuple[PropertyFilter, ...]
    components: tuple["ComponentFilter", ...]


def filter_from(root: Element) -> ComponentFilter:
    """Return the filter of a query.

    :raises Refused: it has none, one that says nothing sensible, or one that we do not know.
    """
    holders = root.findall(c("filter"))
    if len(holders) != 1 or [one.tag for one in holders[0]] != [c("comp-filter")]:
        raise Refused(403, c("valid-filter"))
    if sum(1 for _ in holders[0].iter()) > MOST_CONDITIONS:
        raise Refused(413)
    found = _component_filter(holders[0][0])
    if found.name != "VCALENDAR" or not found.is_defined:
        raise Refused(403, c("valid-filter"))
    return found


def _component_filter(element: Element) -> ComponentFilter:
    name, absent = _head(element, {"time-range", "prop-filter", "comp-filter"})
    spans = element.findall(c("time-range"))
    if len(spans) > 1 or (spans and name not in WITH_TIMES):
        raise Refused(403, c("valid-filter"))
    return ComponentFilter(
        name,
        not absent,
        span_of(spans[0]) if spans else None,
        tuple(_property_filter(one) for one in element.findall(c("prop-filter"))),
        tuple(_component_filter(one) for one in element.findall(c("comp-filter"))),
    )


def _property_filter(element: Element) -> PropertyFilter:
    name, absent = _head(element, {"time-range", "text-match", "param-filter"})
    spans, texts = element.findall(c("time-range")), element.findall(c("text-match"))
    if len(spans) + len(texts) > 1:
        raise Refused(403, c("valid-filter"))
    if spans and name not in OF_TIME:
        raise Refused(403, c("supported-filter"))
    return PropertyFilter(
        name,
        not absent,
        span_of(spans[0]) if spans else None,
        _text_match(texts[0]) if texts else None,
        tuple(_parameter_filter(one) for one in element.findall(c("param-filter"))),
    )


def _parameter_filter(element: Element) -> ParameterFilter:
    name, absent = _head(element, {"text-match"})
    texts = element.findall(c("text-match"))
    if len(texts) > 1:
        raise Refused(403, c("valid-filter"))
    return ParameterFilter(name, not absent, _text_match(texts[0]) if texts else None)


def _head(element: Element, known: set[str]) -> tuple[str, bool]:
    """Return the name in a filter, and whether it asks that there be nothing of this name."""
    name = element.get("name", "").upper()
    tags = [child.tag for child in element]
    absent = c("is-not-defined") in tags
    if not name or (absent and len(tags) > 1):
        raise Refused(403, c("valid-filter"))
    if any(tag != c("is-not-defined") and tag not in {c(one) for one in known} for tag in tags):
        raise Refused(403, c("supported-filter"))
    return name, absent


def _text_match(element: Element) -> TextMatch:
    collation = element.get("collation", COLLATIONS[0])
    collation = COLLATIONS[0] if collation == "default" else collation
    if collation not in COLLATIONS:
        raise Refused(403, c("supported-collation"))
    negated = element.get("negate-condition", "no")
    if negated not in {"yes", "no"}:
        raise Refused(403, c("valid-filter"))
    return TextMatch(element.text or "", collation, negated == "yes")


def matches(wanted: ComponentFilter, calendar: Component) -> bool:
    """Say whether an entry is among those that a query means."""
    return _is_among(wanted, (calendar,), None)


def _is_among(wanted: ComponentFilter, components: tuple[Component, ...], holder: Component | None) -> bool:
    named = [one for one in components if one.name == wanted.name]
    if not wanted.is_defined:
        return not named
    return any(
        (wanted.span is None or overlaps(one, wanted.span, holder))
        and all(_has_property(condition, one) for condition in wanted.properties)
        and all(_is_among(condition, one.parts, one) for condition in wanted.components)
        for one in named
    )


def _has_property(wanted: PropertyFilter, component: Component) -> bool:
    lines = [line for line in component.lines if line.name == wanted.name]
    if not wanted.is_defined:
        return not lines
    return any(
        (wanted.span is None or _is_within(line, wanted.span))
        and (wanted.text is None or _holds(line.text, wanted.text))
        and all(_has_parameter(condition, line) for condition in wanted.parameters)
        for line in lines
    )


def _has_parameter(wanted: ParameterFilter, line: Line) -> bool:
    values = [value for name, value in line.parameters if name == wanted.name]
    if not wanted.is_defined:
        return not values
    return any(wanted.text is None or _holds(value, wanted.text) for value in values)


def _holds(value: str, wanted: TextMatch) -> bool:
    if wanted.collation == "i;octet":
        found = wanted.text in value
    else:
        found = wanted.text.translate(_ASCII_CASE) in value.translate(_ASCII_CASE)
    return found != wanted.is_negated


def times_of(component: Component) -> tuple[datetime, datetime] | None:
    """Return when an entry starts and ends; None for what has no such times."""
    start, end = component.line("DTSTART"), component.line("DTEND")
    if start is None or end is None:
        return None
    return _instant(start.value), _instant(end.value)


def changed_at_of(calendar: Component) -> datetime:
    """Return when the first entry of a calendar last changed.

    :raises ValueError: it does not say so.
    """
    stamp = calendar.parts[0].line("LAST-MODIFIED") if calendar.parts else None
    if stamp is None:
        raise ValueError(calendar.name)
    return instant_of(stamp.value)


def _instant(value: str) -> datetime:
    """Return an instant; of a day its first one in UTC."""
    return instant_of(value if "T" in value else f"{value}T000000Z")


def overlaps(component: Component, span: Span, holder: Component | None) -> bool:
    """Say whether a component lies within a span at least in part (RFC 4791 section 9.9).

    :param holder: of an alarm: the entry that it belongs to.
    """
    if component.name == "VALARM":
        return holder is not None and any(_instant_within(one, span) for one in _rings(component, holder))
    times = times_of(component)
    if times is None:
        return False
    starts_at, ends_at = times
    return (span.starts_at is None or span.starts_at < ends_at) and (span.ends_at is None or span.ends_at > starts_at)


def _rings(alarm: Component, entry: Component) -> list[datetime]:
    trigger, times = alarm.line("TRIGGER"), times_of(entry)
    if trigger is None or times is None:
        return []
    parameters = dict(trigger.parameters)
    if parameters.get("VALUE") == "DATE-TIME":
        first = instant_of(trigger.value)
    else:
        first = times[parameters.get("RELATED") == "END"] + duration_of(trigger.value)
    again, pause = alarm.line("REPEAT"), alarm.line("DURATION")
    count = int(again.value) if again and pause else 0
    step = duration_of(pause.value) if pause else timedelta()
    return [first + number * step for number in range(count + 1)]


def _is_within(line: Line, span: Span) -> bool:
    return _instant_within(_instant(line.value), span)


def _instant_within(instant: datetime, span: Span) -> bool:
    instant = instant.astimezone(UTC)
    return (span.starts_at is None or span.starts_at <= instant) and (span.ends_at is None or instant < span.ends_at)
