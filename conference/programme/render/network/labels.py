"""The names on a map, each where it covers nothing. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from conference import translated
from conference.programme.document import Session
from conference.programme.render.network.shapes import (
    LABEL_LINE,
    LABEL_SIZE,
    RADIUS,
    Disc,
    Label,
    Shape,
    Stop,
    Words,
)
from conference.programme.render.paths import Point, points_along
from conference.programme.render.words import text_width

LEAST_ROOM = 62.0
"""An upright map names nothing in less room than this."""

HEADS = 58.0
"""What the names of the columns take above a map that runs east."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The page of a map."""

    width: float
    height: float
    is_upright: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """In which languages labels are written: ``languages`` are the event's."""

    languages: tuple[str, ...]
    language: str
    second_language: str | None


@dataclass(frozen=True, slots=True)
class _Rect:
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "_Rect") -> bool:
        """Say whether two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def labels_of(
    stops: Sequence[Stop],
    discs: Sequence[Disc],
    lines: Sequence[Sequence[Point]],
    *,
    naming: Naming,
    frame: Frame,
    meetings_at: Collection[float],
) -> tuple[Label, ...]:
    """Place the labels one after the other, those of meetings first; one that finds no room is left out.

    :param lines: as (along, across) points.
    :param meetings_at: where along the map all lines meet.
    """
    wanted = []
    for stop in stops:
        session = next((session for session in stop.mark.sessions if session.label), None)
        if session is not None:
            wanted.append((stop, session, _words(session, naming), stop.column.at in meetings_at))
    wanted.sort(key=lambda row: not row[3])
    if frame.is_upright:
        return _upright_labels(wanted, stops, lines, frame.width)
    taken = [_rect(shape, 3.0) for stop in stops for shape in (*stop.shapes, *((stop.tie,) if stop.tie else ()))]
    taken += [_Rect(disc.x - 13, disc.y - 13, disc.x + 13, disc.y + 13) for disc in discs]
    tracks = sorted(point for line in lines for point in points_along(line, 6.0))
    labels = []
    for stop, session, words, is_strong in wanted:
        wide = max(
            text_width(one.text, LABEL_SIZE, is_narrow=True, is_strong=place == 0) for place, one in enumerate(words)
        )
        tall = LABEL_LINE * len(words)
        top = min(shape.y for shape in stop.shapes)
        bottom = max(shape.y + shape.height for shape in stop.shapes)
        x = min(max(stop.x, wide / 2 + 2), frame.width - wide / 2 - 2)
        reaches = range(0, 56, 8) if is_strong else range(1)
        above = [_Rect(x - wide / 2, top - 8 - away - tall, x + wide / 2, top - 8 - away) for away in reaches]
        below = [_Rect(x - wide / 2, bottom + 6 + away, x + wide / 2, bottom + 6 + away + tall) for away in reaches]
        upper_first = stop.y < frame.height / 2 and not is_strong
        for rect in above + below if upper_first else below + above:
            if rect.top < HEADS or rect.bottom > frame.height:
                continue
            if any(rect.hits(other) for other in taken) or _is_crossed(rect, tracks):
                continue
            taken.append(_Rect(rect.left - 6, rect.top - 2, rect.right + 6, rect.bottom + 2))
            labels.append(
                Label(session, round(x, 1), round(rect.top + LABEL_LINE * 0.8, 1), "middle", words, is_strong)
            )
            break
    return tuple(labels)


def _upright_labels(
    wanted: Sequence[tuple[Stop, Session, tuple[Words, ...], bool]],
    stops: Sequence[Stop],
    lines: Sequence[Sequence[Point]],
    width: float,
) -> tuple[Label, ...]:
    """Labels stand right of what is drawn at their column, one to a column, where there is room for them."""
    right = max(across for line in lines for _, across in line)
    labels: dict[float, Label] = {}
    for stop, session, words, is_strong in wanted:
        at = stop.column.at
        if at in labels:
            continue
        edge = max(shape.x + shape.width for shape in stop.shapes) - RADIUS if is_strong else right
        others = [shape for other in stops if other.column.at == at for shape in other.shapes]
        x = max([edge, *(shape.x + shape.width - RADIUS for shape in others)]) + 22
        room = width - x - 2
        if room < LEAST_ROOM:
            continue
        kept = tuple(Words(_shortened(one.text, room), one.language) for one in words)
        y = at + 5 - (LABEL_LINE / 2 if len(kept) > 1 else 0)
        labels[at] = Label(session, round(x, 1), round(y, 1), "start", kept, is_strong)
    return tuple(labels[at] for at in sorted(labels))


def _shortened(text: str, room: float) -> str:
    while text and text_width(text, LABEL_SIZE, is_narrow=True) > room:
        text = text.rstrip("… ")[:-1].rstrip() + "…"
    return text


def _words(session: Session, naming: Naming) -> tuple[Words, ...]:
    shown = translated.language_of(session.label, naming.language, naming.languages)
    first = translated.pick(session.label, naming.language, naming.languages)
    lines = [Words(first, shown)]
    other = naming.second_language
    second = session.label.get(other, "") if other and other != shown else ""
    if other and second and second != first:
        lines.append(Words(second, other))
    return tuple(lines)


def _rect(shape: Shape, margin: float) -> _Rect:
    return _Rect(shape.x - margin, shape.y - margin, shape.x + shape.width + margin, shape.y + shape.height + margin)


def _is_crossed(rect: _Rect, tracks: Sequence[Point]) -> bool:
    low = bisect_left(tracks, (rect.left - 2, float("-inf")))
    high = bisect_right(tracks, (rect.right + 2, float("inf")))
    return any(rect.top - 5 < across < rect.bottom + 5 for _, across in tracks[low:high])
