"""Every table there is, and what it holds of a person: the one place that telling and taking away go by.

A new table gets its line here, or a test of the house fails.
"""

from conference.accounts import tables as accounts
from conference.agenda import tables as agenda
from conference.db import Base
from conference.draft import tables as draft
from conference.events import tables as events
from conference.exchange import tables as exchange
from conference.letters import tables as letters
from conference.notices import tables as notices
from conference.privacy import tables as privacy
from conference.privacy.queries.holding import Holding
from conference.privacy.queries.holdings.account import ACCOUNT
from conference.privacy.queries.holdings.answering import ANSWERING
from conference.privacy.queries.holdings.on_stage import ON_STAGE
from conference.privacy.queries.holdings.organising import ORGANISING
from conference.privacy.queries.holdings.taking_part import TAKING_PART
from conference.privacy.queries.holdings.together import TOGETHER
from conference.privacy.rules import Fate
from conference.programme import tables as programme
from conference.proposals import tables as proposals
from conference.registrations import tables as registrations
from conference.reminders import tables as reminders


def _without_person(why: str, *tables: type[Base]) -> tuple[Holding, ...]:
    return tuple(Holding(table=table, fate=Fate.STAYS, why=why) for table in tables)


_NOBODY = (
    *_without_person(
        "what an event is and how it goes",
        events.Event, privacy.Retention, registrations.RegistrationSettings, registrations.ParticipantGroup,
        registrations.RegistrationQuestion, agenda.SeatDefaults, letters.Wording,
        proposals.Call, proposals.Question, proposals.Label, proposals.ProposalLabel, exchange.ColumnMemory,
        programme.PublishedCode, notices.Announcement, reminders.ReminderWatch,
    ),
    *_without_person(
        "the programme",
        draft.Theme, draft.Room, draft.Municipality, draft.Partnership, draft.Session, draft.RoomSpan,
        draft.SessionTheme, draft.SessionPartnership,
    ),
    *_without_person(
        "which entry of the programme stands in which session",
        draft.SessionSpeaker, draft.SessionModerator, draft.SessionInterpreter,
    ),
    *_without_person("words of ours that people agreed to", accounts.ConsentText),
    *_without_person("figures", agenda.SessionSeats, events.KeptCount),
)  # fmt: skip

HOLDINGS: tuple[Holding, ...] = (*ACCOUNT, *TAKING_PART, *ANSWERING, *TOGETHER, *ON_STAGE, *ORGANISING, *_NOBODY)
"""All tables, in the order in which a person is told of them."""
