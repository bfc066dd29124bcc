"""Changes to themes."""

from typing import Any, Literal

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services.lookup import Removed, check_version, in_draft, refuse_if_in_use, taken_out
from conference.draft.services.noting import note_row, said
from conference.draft.services.ordering import move
from conference.draft.tables import Session, SessionTheme, Theme
from conference.events.rules import RESERVED_SLUGS, check_length, free_slug, slug_from
from conference.events.services import kept_texts, locked_event
from conference.translated import Translated, language_of, pick


def add_theme(
    event_id: int, *, title: Translated, colour: str, short: Translated | None = None,
    summary: Translated | None = None, slug: str | None = None,
) -> Theme:  # fmt: skip
    """Add a theme behind the others.

    :param colour: ``#rrggbb``.
    :param slug: from which to make its slug; None to make it from the title.
    :raises DomainError: TextMissing, TextTooLong or ColourMalformed.
    """
    values = _checked(title, short, summary, colour)
    with transaction():
        event = locked_event(event_id)
        themes = list(db.session.scalars(select(Theme).where(Theme.event_id == event_id)))
        language = language_of(title, event.languages[0], event.languages)
        wanted = slug_from(slug or pick(title, event.languages[0], event.languages), language)
        theme = Theme(
            event_id=event_id,
            slug=free_slug(wanted, {theme.slug for theme in themes} | RESERVED_SLUGS, otherwise="theme"),
            position=max((theme.position for theme in themes), default=0) + 1,
            **values,
        )
        db.session.add(theme)
        note_row(event, theme, before=None)
    return theme


def edit_theme(
    event_id: int, slug: str, *, title: Translated, colour: str, short: Translated | None = None,
    summary: Translated | None = None, version: int | None = None,
) -> Theme:  # fmt: skip
    """Change a theme. Its slug stays.

    :raises NotInDraft: the event has no such theme.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: as :func:`add_theme` does.
    """
    wanted = _checked(title, short, summary, colour)
    with transaction():
        event = locked_event(event_id)
        theme = in_draft(Theme, event_id, slug)
        check_version(theme, version, {name: getattr(theme, name) for name in wanted}, wanted)
        before = said(theme)
        for name in ("title", "short", "summary"):
            setattr(theme, name, kept_texts(getattr(theme, name), wanted[name], event.languages))
        theme.colour = wanted["colour"]
        note_row(event, theme, before=before)
    return theme


def move_theme(event_id: int, slug: str, *, step: Literal[-1, 1]) -> None:
    """Move a theme one place up (-1) or down (1). At the end of the list it stays.

    :raises NotInDraft: the event has no such theme.
    """
    move(Theme, event_id, slug, step=step)


def remove_theme(event_id: int, slug: str) -> Removed:
    """Remove a theme that no session has. Gives what :func:`bring_back` needs.

    :raises NotInDraft: the event has no such theme.
    :raises StillInUse: names the sessions that have it.
    """
    with transaction():
        event = locked_event(event_id)
        theme = in_draft(Theme, event_id, slug)
        refuse_if_in_use(Session.id.in_(select(SessionTheme.session_id).where(SessionTheme.theme_id == theme.id)))
        removed = taken_out(theme)
        note_row(event, theme, before=said(theme), is_removed=True)
        db.session.delete(theme)
    return removed


def _checked(title: Translated, short: Translated | None, summary: Translated | None, colour: str) -> dict[str, Any]:
    limits.check_text("title", title, limits.TITLE)
    check_length("short", short or {}, limits.SHORT)
    check_length("summary", summary or {}, limits.SUMMARY)
    return {
        "title": limits.filled(title),
        "short": limits.filled(short),
        "summary": limits.filled(summary),
        "colour": limits.check_colour(colour),
    }
