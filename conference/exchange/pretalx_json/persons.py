"""Who presents, as objects of JSON tell it."""

from typing import Any

from conference.exchange.gathering import Link, Person, one_line
from conference.exchange.pretalx_json.values import as_object, first_text, items, spelt_out, text

_SETTLED = frozenset(
    {
        "guid", "code", "id", "slug", "name", "public_name", "full_public_name", "display_name", "biography",
        "abstract", "description", "email", "avatar", "avatar_url", "avatar_thumbnail_default",
        "avatar_thumbnail_tiny", "image", "url", "links", "answers", "contributor_role", "role", "submissions",
        "timezone", "locale", "has_arrived", "availabilities",
    }
)  # fmt: skip
"""Keys that have a place, or concern the running of the conference alone."""
_MODERATES = frozenset({"moderator", "moderation", "host", "chair"})


def person_of(found: dict[str, Any]) -> Person:
    """Return who presents, with whatever the file says of them."""
    links = [Link("picture", url) for url in (first_text(found, "avatar_url", "avatar", "image"),) if url]
    links += [
        Link("link", url, first_text(link, "title", "name"))
        for link in items(found.get("links"))
        if (url := first_text(link, "url", "href", "link"))
    ]
    if url := text(found.get("url")):
        links.append(Link("link", url))
    facts = answers_of(found)
    facts += [(name, words) for name, value in found.items() if name not in _SETTLED and (words := spelt_out(value))]
    return Person(
        first_text(found, "public_name", "name", "full_public_name", "display_name"),
        tuple(text(found.get(key)) for key in ("guid", "code", "id")),
        biography=first_text(found, "biography", "abstract", "description"), email=text(found.get("email")),
        links=links, facts=facts,
        is_moderator=first_text(found, "contributor_role", "role").lower() in _MODERATES,
    )  # fmt: skip


def answers_of(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the questions that an organiser asked beside the programme, each with its answer.

    What the other program marks as not public stays there.
    """
    answers = []
    for answer in items(found.get("answers")):
        question = answer.get("question")
        asked = text(as_object(question).get("question")) if isinstance(question, dict) else text(question)
        is_private = as_object(question).get("is_public") is False
        if not is_private and (words := text(answer.get("answer"))):
            answers.append((one_line(asked) or "answers", words))
    return answers


def room_facts(room: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is said of a room beyond its name; a description has no words before it."""
    described = next((words for name in ("description", "description_en", "description_de")
                      if (words := text(room.get(name)))), "")  # fmt: skip
    facts = [("", described)] if described else []
    capacity = text(room.get("capacity"))
    return [*facts, ("capacity", capacity)] if capacity else facts
