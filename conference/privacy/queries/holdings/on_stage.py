"""What is kept of speakers and of those who propose sessions."""

from sqlalchemy import or_

from conference.draft import tables as draft
from conference.privacy.queries.holding import (
    Holding,
    by_email,
    by_proposal,
    by_speaker,
    event_named,
    facts,
)
from conference.privacy.rules import Fate
from conference.proposals import tables as proposals
from conference.speaking import tables as speaking

ON_STAGE: tuple[Holding, ...] = (
    Holding(
        table=draft.Speaker, fate=Fate.NAMELESS, whose=by_speaker(draft.Speaker.id), told_as="speaker_entries",
        tells=facts(
            draft.Speaker, "code name email affiliation biography", event=event_named(draft.Speaker.event_id)
        ),
        untold="external_id",
        blanks={"email": None},
        why="name and biography are the programme's, and taken out of it where the person wants that",
    ),
    Holding(
        table=draft.SpeakerSpan, fate=Fate.GOES, whose=by_speaker(draft.SpeakerSpan.speaker_id),
        told_as="times_free", tells=facts(draft.SpeakerSpan, "starts_at ends_at"),
    ),
    Holding(
        table=speaking.SpeakerLink, fate=Fate.GOES, whose=by_speaker(speaking.SpeakerLink.speaker_id),
        told_as="speaker_links", tells=facts(speaking.SpeakerLink, "language made_at sent_at seen_at"),
        untold="token_hash token_sealed",
    ),
    Holding(
        table=speaking.Contribution, fate=Fate.GOES, whose=by_speaker(speaking.Contribution.speaker_id),
        told_as="sent_as_speaker",
        tells=facts(
            speaking.Contribution, "kind data state sent_at decided_at reply",
            event=event_named(speaking.Contribution.event_id),
        ),
        strikes=(speaking.Contribution.data, speaking.Contribution.reply),
    ),
    Holding(
        table=proposals.Proposal, fate=Fate.NAMELESS, whose=by_proposal(proposals.Proposal.id), told_as="proposals",
        tells=facts(
            proposals.Proposal,
            "code state title abstract language theme format minutes municipality country partner speakers "
            "contact_name contact_email answers letters_language consented_at consent_version created_at updated_at "
            "decided_at withdrawn_at",
            event=event_named(proposals.Proposal.event_id),
        ),
        untold="told_state municipality_key partnership token_hash token_sealed sent_from",
        blanks={"contact_name": "", "contact_email": "", "speakers": [], "answers": {}, "token_sealed": b""},
        strikes=(proposals.Proposal.speakers, proposals.Proposal.answers),
        why="an accepted one has become part of the programme",
    ),
    Holding(
        table=proposals.SentLetter, fate=Fate.GOES, told_as="letters_about_proposals",
        whose=lambda person: or_(
            by_proposal(proposals.SentLetter.proposal_id)(person), by_email(proposals.SentLetter.recipient)(person)
        ),
        tells=facts(proposals.SentLetter, "kind recipient subject text put_at"), untold="message_id",
        strikes=(proposals.SentLetter.subject, proposals.SentLetter.text),
    ),
)  # fmt: skip
