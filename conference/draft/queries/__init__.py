"""Reads on the draft."""

from conference.draft.queries.circumstances import circumstances_of, places_of, room_spans, speaker_spans
from conference.draft.queries.document import draft_document, draft_programme
from conference.draft.queries.frame import organise_frame
from conference.draft.queries.releases import NoSuchPlan, PlanLine, ReleaseLine, plan_of, plans_of, releases_of
from conference.draft.queries.rows import (
    municipality_of,
    partnership_of,
    room_of,
    session_of,
    speaker_of,
    theme_of,
    themes_in_order,
)
from conference.draft.queries.state import DraftState, draft_state
from conference.draft.queries.warnings import Acceptance, acceptances

__all__ = [
    "Acceptance",
    "DraftState",
    "NoSuchPlan",
    "PlanLine",
    "ReleaseLine",
    "acceptances",
    "circumstances_of",
    "draft_document",
    "draft_programme",
    "draft_state",
    "municipality_of",
    "organise_frame",
    "partnership_of",
    "places_of",
    "plan_of",
    "plans_of",
    "releases_of",
    "room_of",
    "room_spans",
    "session_of",
    "speaker_of",
    "speaker_spans",
    "theme_of",
    "themes_in_order",
]
