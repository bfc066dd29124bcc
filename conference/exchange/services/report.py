"""What an import did."""

from dataclasses import dataclass, field

from conference.exchange.document import Holdings, Remark


@dataclass
class Tally:
    """How many of a kind were added, changed, or the same already."""

    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(kw_only=True)
class ImportReport:
    """What an import did.

    :ivar is_new_event: whether the event was made.
    :ivar left: how many sessions of the draft the file does not name; they stay as they are.
    :ivar remarks: what was mended in reading the file.
    :ivar holds: what the file holds, counted as its format counts; None where that is what was read.
    """

    event_id: int
    event_slug: str
    is_new_event: bool
    themes: Tally = field(default_factory=Tally)
    rooms: Tally = field(default_factory=Tally)
    speakers: Tally = field(default_factory=Tally)
    sessions: Tally = field(default_factory=Tally)
    left: int = 0
    remarks: tuple[Remark, ...] = ()
    holds: Holdings | None = None
