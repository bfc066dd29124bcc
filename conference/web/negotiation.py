"""What an asker has and takes: validators and codings, from the text of headers. Pure.

RFC 9110 sections 8.8 (validators), 12.5.3 (Accept-Encoding) and 13 (conditional requests).
"""

import gzip
from datetime import datetime
from functools import lru_cache
from typing import Any

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_date, parse_etags

IDENTITY = "identity"
GZIP = "gzip"
BROTLI = "br"
CODINGS = (GZIP, BROTLI)
"""In which content is sent beside as it is."""

_LEAST = 0.0001


@lru_cache(maxsize=256)
def coding_for(accepted: str | None, *, compresses: bool) -> str | None:
    """Return the coding that an Accept-Encoding asks for; None where it takes none of ours, and not plain bytes either.

    The highest quality wins; of equal ones Brotli where it is named, then gzip. A bare ``*`` is read as gzip, which
    everything that can unpack at all can unpack. Plain bytes are taken by who does not refuse them.

    :param compresses: whether anything but plain bytes may be sent.
    """
    if accepted is None:
        return IDENTITY
    named: dict[str, float] = {}
    for name, quality in parse_accept_header(accepted, Accept):
        named.setdefault(name.strip().lower(), quality)
    others = named.get("*")
    plain = named.get(IDENTITY, _LEAST if others is None else others)
    choices = [(plain, 1, IDENTITY)]
    if compresses:
        choices.append((named.get(GZIP, others or 0.0), 2, GZIP))
        choices.append((named.get(BROTLI, others or 0.0), 3 if BROTLI in named else 0, BROTLI))
    quality, _, coding = max(choices)
    return coding if quality > 0 else None


def coded(plain: bytes, coding: str) -> bytes:
    """Return bytes in a coding; the same bytes always: gzip (RFC 1952) without the time in its header."""
    if coding == GZIP:
        return gzip.compress(plain, compresslevel=6, mtime=0)
    if coding == BROTLI:
        packed: Any = brotli.compress(plain, mode=brotli.MODE_TEXT, quality=5)
        return bytes(packed)
    return plain


def tag_in(tag: str, coding: str) -> str:
    """Return the tag, without quotes, of content in a coding: each has its own, as strong tags demand."""
    return tag if coding == IDENTITY else f"{tag}-{coding}"


def has_it(known: str | None, since: str | None, *, tag: str, changed_at: datetime, now: datetime) -> bool:
    """Evaluate If-None-Match, and only where there is none If-Modified-Since (RFC 9110 section 13.2.2).

    :param known: If-None-Match as it came, in any of its forms.
    :param since: If-Modified-Since as it came; what is no date, or lies ahead, is ignored.
    :param tag: of what would be sent, without quotes.
    :param changed_at: when that last changed, UTC.
    """
    if known is not None:
        if known == f'"{tag}"':
            return True
        tags = parse_etags(known)
        return tags.star_tag or tags.contains_weak(tag)
    day = parse_date(since) if since else None
    return day is not None and day <= now and changed_at <= day
