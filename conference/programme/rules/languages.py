"""Languages of sessions, in the order in which pages name them. Pure."""

from collections.abc import Sequence

from conference.programme.document import Passport


def passport_languages(passport: Passport, languages: Sequence[str]) -> list[str]:
    """Return the languages a passport's table has columns for: the event's own, then all others in the passport.

    A passport that says nothing has no table.
    """
    named = passport.followed_in | set(passport.easy)
    return [*languages, *sorted(named.difference(languages))] if named else []
