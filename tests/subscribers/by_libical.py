"""What libical reads, in Evolution, KOrganizer and Cyrus among others: by its C functions."""

import ctypes
import os
import re
from collections.abc import Callable, Iterator
from ctypes import c_char_p, c_int, c_void_p
from functools import cache

import pytest

from tests.subscribers.records import OBSERVANCES, Component, Property, component

LIBRARY = "libical.so.3"
ANY_COMPONENT, ANY_PROPERTY, ANY_PARAMETER = 1, 0, 0

_PROTOTYPES = {
    "icalparser_parse_string": (c_void_p, [c_char_p]),
    "icalcomponent_free": (None, [c_void_p]),
    "icalcomponent_count_errors": (c_int, [c_void_p]),
    "icalcomponent_isa": (c_int, [c_void_p]),
    "icalcomponent_kind_to_string": (c_char_p, [c_int]),
    "icalcomponent_get_first_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_next_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_first_property": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_next_property": (c_void_p, [c_void_p, c_int]),
    "icalproperty_get_property_name_r": (c_void_p, [c_void_p]),
    "icalproperty_get_value": (c_void_p, [c_void_p]),
    "icalproperty_get_first_parameter": (c_void_p, [c_void_p, c_int]),
    "icalproperty_get_next_parameter": (c_void_p, [c_void_p, c_int]),
    "icalparameter_as_ical_string_r": (c_void_p, [c_void_p]),
    "icalvalue_isa": (c_int, [c_void_p]),
    "icalvalue_kind_to_string": (c_char_p, [c_int]),
    "icalvalue_get_text": (c_char_p, [c_void_p]),
    "icalvalue_get_x": (c_char_p, [c_void_p]),
    "icalvalue_as_ical_string_r": (c_void_p, [c_void_p]),
    "icalmemory_free_buffer": (None, [c_void_p]),
    "icalrestriction_check": (c_int, [c_void_p]),
}


@cache
def _library() -> ctypes.CDLL:
    """Return libical. Without it the test is skipped; in CI that is a failure."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        reason = f"no {LIBRARY} on this machine: install it (Debian: apt install libical3)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    for name, (result, arguments) in _PROTOTYPES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def read(content: bytes) -> Component:
    """Return a calendar as libical reads it.

    :raises AssertionError: it found errors, or properties that RFC 5545 and 5546 do not allow where they stand.
    """
    library = _library()
    root = library.icalparser_parse_string(content)
    assert root, "libical reads nothing at all"
    try:
        found = _component(root)
        assert library.icalcomponent_count_errors(root) == 0, _complaints(found)
        assert library.icalrestriction_check(root), _complaints(_component(root))
        return found
    finally:
        library.icalcomponent_free(root)


def _complaints(found: Component) -> list[str]:
    own = list(found.all("X-LIC-ERROR"))
    return own + [complaint for part in found.parts for complaint in _complaints(part)]


def _component(pointer: int) -> Component:
    library = _library()
    name = library.icalcomponent_kind_to_string(library.icalcomponent_isa(pointer)).decode()
    is_local = name in OBSERVANCES
    lines = [_property(line, is_local=is_local) for line in _each(pointer, "icalcomponent", "property", ANY_PROPERTY)]
    parts = [_component(part) for part in list(_each(pointer, "icalcomponent", "component", ANY_COMPONENT))]
    return component(name, lines, parts)


def _each(pointer: int, of: str, what: str, kind: int) -> Iterator[int]:
    library = _library()
    found = getattr(library, f"{of}_get_first_{what}")(pointer, kind)
    while found:
        yield found
        found = getattr(library, f"{of}_get_next_{what}")(pointer, kind)


def _property(pointer: int, *, is_local: bool) -> Property:
    library = _library()
    written = [
        _owned(library.icalparameter_as_ical_string_r, parameter).partition("=")
        for parameter in _each(pointer, "icalproperty", "parameter", ANY_PARAMETER)
    ]
    parameters = tuple((key, value.strip('"')) for key, _, value in written if key != "VALUE")
    name = _owned(library.icalproperty_get_property_name_r, pointer)
    return Property(name, _values(library.icalproperty_get_value(pointer), is_local=is_local), parameters)


def _values(pointer: int, *, is_local: bool) -> tuple[str, ...]:
    library = _library()
    if not pointer:
        return ("",)
    kind = library.icalvalue_kind_to_string(library.icalvalue_isa(pointer)).decode()
    if kind in {"TEXT", "X"}:
        text = library.icalvalue_get_text(pointer) if kind == "TEXT" else library.icalvalue_get_x(pointer)
        return (text.decode(),)
    written = _owned(library.icalvalue_as_ical_string_r, pointer)
    if kind == "DATE-TIME":
        found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)", written)
        assert found, written
        assert is_local or found[7], f"{written} is not in UTC"
        return ("{}-{}-{}T{}:{}:{}{}".format(*found.groups()),)
    if kind == "DATE":
        return (f"{written[:4]}-{written[4:6]}-{written[6:]}",)
    return (written,)


def _owned(function: Callable[[int], int], pointer: int) -> str:
    """Return a string that libical hands over, and give its memory back."""
    buffer = function(pointer)
    try:
        return (ctypes.string_at(buffer) if buffer else b"").decode()
    finally:
        _library().icalmemory_free_buffer(buffer)
