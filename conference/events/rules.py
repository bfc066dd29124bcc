"""Which role may do what in an event, as data; and which slugs are free. Pure."""

import re
from enum import StrEnum

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

RESERVED_SLUGS = frozenset(
    {
        "account", "api", "assets", "events", "favicon.ico", "feeds", "healthz", "language", "metrics", "privacy",
        "accessibility", "readyz", "robots.txt", "s", "sign-in", "sign-out", "sign-up", "sitemap.xml", "static", "zone",
        ".well-known", "new",
    }
)  # fmt: skip
"""First parts of addresses that are Meridian's own."""


class RoleName(StrEnum):
    """What an account is in an event, the most powerful first."""

    OWNER = "owner"
    EDITOR = "editor"
    HOST = "host"
    OBSERVER = "observer"


class Action(StrEnum):
    """What can be done on the organiser's side of an event."""

    SEE_DRAFT = "see_draft"
    EDIT_EVENT = "edit_event"
    EDIT_DRAFT = "edit_draft"
    PUBLISH = "publish"
    SEE_PEOPLE = "see_people"
    MANAGE_ROLES = "manage_roles"


PERMISSIONS: dict[RoleName, frozenset[Action]] = {
    RoleName.OWNER: frozenset(Action),
    RoleName.EDITOR: frozenset(Action) - {Action.MANAGE_ROLES},
    RoleName.HOST: frozenset({Action.SEE_DRAFT}),
    RoleName.OBSERVER: frozenset({Action.SEE_DRAFT}),
}


def may(role: RoleName | None, action: Action) -> bool:
    """Say whether an account with this role in an event, or with none, may do something there."""
    return role is not None and action in PERMISSIONS[role]


def is_free_form(slug: str) -> bool:
    """Say whether a slug has the right form (lower-case ASCII words joined by hyphens) and is not Meridian's own."""
    return bool(SLUG.fullmatch(slug)) and slug not in RESERVED_SLUGS
