"""Writing the call of the example, what was proposed by it, and what the organiser made of that."""

from datetime import datetime, timedelta

from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.tables import Account
from conference.demo.document import Example, Proposal
from conference.events.rules import slug_from
from conference.events.tables import Event
from conference.programme.document import Format
from conference.proposals import services
from conference.proposals.rules.states import State
from conference.proposals.services import CallFacts, Person, ProposalFacts
from conference.questions.rules.asking import Kind, QuestionFacts

APART = timedelta(hours=7)
"""How long after one proposal the next one comes."""


class Calling:
    """One loading of the call, within a transaction."""

    def __init__(self, content: Example, event: Event, organiser: Account, *, secret_key: str, now: datetime) -> None:
        self.content = content
        self.event = event
        self.organiser = organiser
        self.secret_key = secret_key
        self.now = now
        self.questions: dict[str, int] = {}
        self.labels: dict[str, int] = {}

    def load(self) -> dict[str, str]:
        """Write all of it; return the codes of the sessions that accepted proposals became, by their keys."""
        call = self.content.call
        services.set_up_call(
            self.event.id,
            CallFacts(
                is_public=True,
                introduction={language: text.strip() for language, text in call.call.introduction.items()},
                themes=[theme.slug for theme in self.content.themes],
                formats=[str(name) for name in Format],
            ),
        )
        for question in call.question:
            facts = QuestionFacts(
                kind=Kind(question.kind), label=question.label, choices=question.choices,
                is_required=question.is_required,
            )  # fmt: skip
            self.questions[question.key] = services.add_question(self.event.id, facts).id
        for label in call.label:
            self.labels[label.name] = services.add_label(self.event.id, name=label.name, colour=label.colour).id
        sessions: dict[str, str] = {}
        for number, proposal in enumerate(call.proposal):
            code = self._propose(proposal, self.now - APART * (len(call.proposal) - number))
            state = State(proposal.state)
            if state is not State.NEW:
                decision = services.decide_proposals(
                    self.event.id, [code], state, letters={}, secret_key=self.secret_key, now=self.now
                )
                if proposal.becomes:
                    sessions[proposal.becomes] = decision.sessions[code]
        return sessions

    def _propose(self, proposal: Proposal, at: datetime) -> str:
        towns = {town.key: town for town in self.content.municipalities}
        town = towns[proposal.municipality]
        facts = ProposalFacts(
            title=proposal.title, abstract=proposal.abstract.strip(), language=proposal.language, theme=proposal.theme,
            format=proposal.format, minutes=proposal.minutes, municipality=town.name, country=town.country,
            partner=towns[proposal.partner].name if proposal.partner else "",
            speakers=[Person(name) for name in proposal.speakers], contact_name=proposal.contact,
            contact_email=f"{slug_from(proposal.contact, proposal.language).replace('-', '.')}@example.org",
            answers={str(self.questions[key]): _answer(value) for key, value in proposal.answers.items()},
        )  # fmt: skip
        made = services.propose(
            self.event.id, facts, letters_language=proposal.language, consent_version=PRIVACY_NOTICE,
            sent_from=f"{self.event.slug} {proposal.title}", secret_key=self.secret_key, now=at, is_told=False,
        )  # fmt: skip
        for score in proposal.scores:
            services.score_proposal(self.event.id, made.code, self.organiser.id, score, now=self.now)
        if proposal.comment:
            services.comment_on(self.event.id, made.code, self.organiser.id, proposal.comment, now=self.now)
        if proposal.label:
            services.label_proposal(self.event.id, made.code, [self.labels[proposal.label]])
        return made.code


def _answer(value: str | int) -> str:
    """Return an answer as it is stored: choices are named by keys, c1 and on."""
    return value if isinstance(value, str) else f"c{value + 1}"
