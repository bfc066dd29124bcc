"""The list that is reviewed: searching, filtering, sorting, neighbours, and what scores say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from conference.proposals.rules.states import State
from conference.translated import found_in

LONGEST_TEXT = 200


class Order(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    SCORE = "score"
    TITLE = "title"


class Scored(StrEnum):
    """Filters by score."""

    FOUR = "4"
    THREE = "3"
    NONE = "none"
    NOT_MINE = "not-mine"


@dataclass(frozen=True)
class Scores:
    """What reviewers gave a proposal.

    :ivar by_account: score by the key of its reviewer.
    """

    by_account: Mapping[int, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.by_account)

    @property
    def mean(self) -> float | None:
        """Their mean; None without any."""
        return sum(self.by_account.values()) / self.number if self.by_account else None

    @property
    def spread(self) -> tuple[int, int] | None:
        """The lowest and the highest; None without any."""
        return (min(self.by_account.values()), max(self.by_account.values())) if self.by_account else None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A proposal, as the list shows it.

    :ivar municipality: its name, known or new; ``municipality_key`` of a known one, else ``""``.
    :ivar labels: ids of labels.
    :ivar words: all that a search looks through.
    """

    code: str
    state: str
    title: str
    language: str
    theme: str | None
    format: str
    minutes: int
    municipality: str
    country: str
    partner: str
    contact_name: str
    created_at: datetime
    labels: tuple[int, ...] = ()
    scores: Scores = field(default_factory=Scores)
    comments: int = 0
    words: str = ""


@dataclass(frozen=True)
class Wanted:
    """What an organiser wants to see. Empty parts let everything pass."""

    text: str = ""
    state: str = ""
    theme: str = ""
    label: int = 0
    language: str = ""
    city: str = ""
    score: str = ""
    order: Order = Order.NEWEST

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any((self.text, self.state, self.theme, self.label, self.language, self.city, self.score))

    @property
    def arguments(self) -> dict[str, Any]:
        """What stands for it in an address."""
        facts = {
            "q": self.text, "state": self.state, "theme": self.theme, "label": self.label, "language": self.language,
            "city": self.city, "score": self.score, "order": "" if self.order is Order.NEWEST else str(self.order),
        }  # fmt: skip
        return {name: value for name, value in facts.items() if value}


def wanted_from(arguments: Mapping[str, str]) -> Wanted:
    """Return what an address asks for. What means nothing is left out, as far as the address alone tells."""
    label = arguments.get("label", "")
    order = arguments.get("order", "")
    state, score = arguments.get("state", ""), arguments.get("score", "")
    return Wanted(
        text=arguments.get("q", "").strip()[:LONGEST_TEXT],
        state=state if state in set(State) else "",
        theme=arguments.get("theme", "")[:LONGEST_TEXT],
        label=int(label) if label.isascii() and label.isdecimal() and len(label) < 10 else 0,  # noqa: PLR2004
        language=arguments.get("language", "")[:8],
        city=arguments.get("city", "")[:LONGEST_TEXT],
        score=score if score in set(Scored) else "",
        order=Order(order) if order in set(Order) else Order.NEWEST,
    )


def found(listed: Sequence[Listed], wanted: Wanted, *, reviewer_id: int) -> list[Listed]:
    """Return the proposals that were asked for, in their order.

    :param reviewer_id: whose missing scores are meant.
    """
    chosen = [one for one in listed if _fits(one, wanted, reviewer_id)]
    if wanted.order is Order.SCORE:
        return sorted(chosen, key=lambda one: (-(one.scores.mean or 0), -one.scores.number, one.created_at))
    if wanted.order is Order.TITLE:
        return sorted(chosen, key=lambda one: one.title.casefold())
    return sorted(chosen, key=lambda one: (one.created_at, one.code), reverse=True)


def _fits(one: Listed, wanted: Wanted, reviewer_id: int) -> bool:
    return (
        (not wanted.state or one.state == wanted.state)
        and (not wanted.theme or one.theme == wanted.theme)
        and (not wanted.label or wanted.label in one.labels)
        and (not wanted.language or one.language == wanted.language)
        and (not wanted.city or one.municipality == wanted.city)
        and _has_score(one.scores, wanted.score, reviewer_id)
        and all(found_in(word, one.words) for word in wanted.text.split())
    )


def _has_score(scores: Scores, wanted: str, reviewer_id: int) -> bool:
    match wanted:
        case Scored.NONE:
            return not scores.number
        case Scored.NOT_MINE:
            return reviewer_id not in scores.by_account
        case Scored.FOUR | Scored.THREE:
            return (scores.mean or 0) >= int(wanted)
    return True


def neighbours(listed: Sequence[Listed], code: str) -> tuple[Listed | None, Listed | None]:
    """Return the proposals before and after one in a list; those at its ends have none on one side."""
    place = next((place for place, one in enumerate(listed) if one.code == code), None)
    if place is None:
        return None, None
    before = listed[place - 1] if place else None
    return before, listed[place + 1] if place + 1 < len(listed) else None


def counted(listed: Sequence[Listed]) -> dict[str, int]:
    """Return how many proposals are in each state."""
    return {str(state): sum(one.state == state for one in listed) for state in State}
