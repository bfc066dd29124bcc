"""What somebody does as a participant."""

from sqlalchemy import or_, select

from conference.agenda import tables as agenda
from conference.caldav import tables as caldav
from conference.calendars import tables as calendars
from conference.invitations import tables as invitations
from conference.letter_wishes import tables as wishes
from conference.letters import tables as letters
from conference.live import tables as live
from conference.notices import tables as notices
from conference.privacy.queries.holding import (
    Holding,
    by_account,
    by_email,
    by_registration,
    event_named,
    event_of_registration,
    facts,
    named_by,
)
from conference.privacy.queries.holdings.together import delegation_of_member
from conference.privacy.rules import Fate
from conference.programme import tables as programme
from conference.registrations import tables as registrations
from conference.reminders import tables as reminders

TAKING_PART: tuple[Holding, ...] = (
    Holding(
        table=registrations.Registration, fate=Fate.GOES, whose=by_registration(registrations.Registration.id),
        told_as="registrations",
        tells=facts(
            registrations.Registration,
            "state organisation municipality registered_at changed_at consented_at consent_version wants_suggestions "
            "note seen_by",
            event=event_named(registrations.Registration.event_id),
            group=named_by(registrations.ParticipantGroup, "name", registrations.Registration.group_id),
        ),
    ),
    Holding(
        table=wishes.LetterWishes, fate=Fate.GOES, whose=by_registration(wishes.LetterWishes.registration_id),
        told_as="letter_wishes",
        tells=facts(
            wishes.LetterWishes,
            "day_before ten_minutes daily_agenda agenda_at changes waiting_list messages invitations quiet_from "
            "quiet_until",
            event=event_of_registration(wishes.LetterWishes.registration_id),
        ),
    ),
    Holding(
        table=registrations.Guest, fate=Fate.GOES, told_as="guest_lists",
        whose=lambda person: or_(
            by_email(registrations.Guest.email)(person), by_registration(registrations.Guest.registration_id)(person)
        ),
        tells=facts(
            registrations.Guest, "email name language organisation municipality added_at sent_at declined_at",
            event=event_named(registrations.Guest.event_id),
        ),
        untold="token_hash",
    ),
    Holding(
        table=letters.MessageLetter, fate=Fate.GOES, whose=by_registration(letters.MessageLetter.registration_id),
        told_as="messages_to_you",
        tells={
            "event": event_of_registration(letters.MessageLetter.registration_id),
            "subject": named_by(letters.Message, "subject", letters.MessageLetter.message_id),
            "sent_at": named_by(letters.Message, "sent_at", letters.MessageLetter.message_id),
        },
    ),
    Holding(
        table=reminders.Reminder, fate=Fate.GOES, whose=by_registration(reminders.Reminder.registration_id),
        told_as="reminders",
        tells=facts(
            reminders.Reminder, "session_uid kind starts_at put_at",
            event=event_of_registration(reminders.Reminder.registration_id),
        ),
    ),
    Holding(
        table=reminders.DayAgenda, fate=Fate.GOES, whose=by_registration(reminders.DayAgenda.registration_id),
        told_as="day_agendas",
        tells=facts(
            reminders.DayAgenda, "day put_at", event=event_of_registration(reminders.DayAgenda.registration_id)
        ),
    ),
    Holding(
        table=invitations.SentInvitation, fate=Fate.GOES,
        whose=by_registration(invitations.SentInvitation.registration_id), told_as="calendar_entries",
        tells=facts(
            invitations.SentInvitation, "session_uid sequence starts_at minutes language stands put_at",
            event=event_of_registration(invitations.SentInvitation.registration_id),
        ),
        untold="shown",
    ),
    Holding(
        table=invitations.InvitationWatch, fate=Fate.GOES,
        whose=by_registration(invitations.InvitationWatch.registration_id), told_as="calendar_looks",
        tells=facts(
            invitations.InvitationWatch, "release agenda_revision waits_until",
            event=event_of_registration(invitations.InvitationWatch.registration_id),
        ),
    ),
    Holding(
        table=agenda.Booking, fate=Fate.GOES, whose=by_registration(agenda.Booking.registration_id),
        told_as="bookings",
        tells=facts(
            agenda.Booking,
            "session_uid state booked_at changed_at respond_by asked_at confirmed_at attended_at",
            event=event_of_registration(agenda.Booking.registration_id),
        ),
        untold="answer_hash",
    ),
    Holding(
        table=agenda.SwapWish, fate=Fate.GOES, whose=by_registration(agenda.SwapWish.registration_id),
        told_as="swap_wishes",
        tells=facts(
            agenda.SwapWish, "waited_uid given_uid", event=event_of_registration(agenda.SwapWish.registration_id)
        ),
    ),
    Holding(
        table=agenda.KeptClash, fate=Fate.GOES, whose=by_registration(agenda.KeptClash.registration_id),
        told_as="kept_clashes",
        tells=facts(
            agenda.KeptClash, "first_uid second_uid", event=event_of_registration(agenda.KeptClash.registration_id)
        ),
    ),
    Holding(
        table=agenda.AgendaShare, fate=Fate.GOES, whose=by_registration(agenda.AgendaShare.registration_id),
        told_as="shared_agendas",
        tells=facts(
            agenda.AgendaShare, "name made_at last_seen_at revoked_at",
            event=event_of_registration(agenda.AgendaShare.registration_id),
        ),
        untold="token_hash token_sealed",
    ),
    Holding(
        table=calendars.Subscription, fate=Fate.GOES, whose=by_account(calendars.Subscription.account_id),
        told_as="subscriptions",
        tells=facts(
            calendars.Subscription,
            "name language alarms shows_waiting shows_cancelled is_short fills_time created_at edited_at "
            "last_fetched_at last_fetched_by last_release_at revoked_at",
            event=event_of_registration(calendars.Subscription.registration_id),
            delegation=delegation_of_member(calendars.Subscription.member_id),
        ),
        untold="token_hash token_sealed form_key",
    ),
    Holding(
        table=caldav.SyncState, fate=Fate.GOES, told_as="synchronised",
        whose=lambda person: caldav.SyncState.subscription_id.in_(
            select(calendars.Subscription.id).where(calendars.Subscription.account_id == person.account_id)
        ),
        tells=facts(
            caldav.SyncState, "members used_at",
            event=event_named(caldav.SyncState.event_id),
            subscription=named_by(calendars.Subscription, "name", caldav.SyncState.subscription_id),
        ),
        untold="digest",
    ),
    Holding(
        table=live.AskedQuestion, fate=Fate.NAMELESS, whose=by_registration(live.AskedQuestion.registration_id),
        told_as="questions",
        tells=facts(
            live.AskedQuestion, "session_uid text is_named state asked_at",
            event=event_named(live.AskedQuestion.event_id),
        ),
        blanks={"registration_id": None, "is_named": False},
        strikes=(live.AskedQuestion.text,),
        why="what was asked stays with the session, for those who were there",
    ),
    Holding(
        table=live.Support, fate=Fate.GOES, whose=by_registration(live.Support.registration_id),
        told_as="supported_questions",
        tells=facts(live.Support, question=named_by(live.AskedQuestion, "text", live.Support.question_id)),
    ),
    Holding(
        table=notices.Notice, fate=Fate.GOES, whose=by_account(notices.Notice.account_id), told_as="notices",
        tells=facts(
            notices.Notice, "told_at",
            release=select(programme.Release.number)
            .where(programme.Release.id == notices.Notice.release_id).scalar_subquery(),
        ),
    ),
)  # fmt: skip
