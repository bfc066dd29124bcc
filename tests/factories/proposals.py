"""Calls, questions and proposals for tests, made by the services."""

from datetime import datetime
from itertools import count

from conference import clock
from conference.events.tables import Event
from conference.programme.document import Format
from conference.proposals import services
from conference.proposals.queries import token_of
from conference.proposals.services import CallFacts, Person, ProposalFacts
from conference.proposals.tables import Call, Proposal, Question
from conference.questions.rules.asking import Kind, QuestionFacts
from conference.translated import Translated
from tests.databases import TEST_SECRET

_numbers = count(1)


def call(of: Event, **facts: object) -> Call:
    """Open a call without an end, for all formats.

    :param facts: any other field of :class:`~conference.proposals.services.CallFacts`.
    """
    given = {"is_public": True, "formats": [str(name) for name in Format], **facts}
    return services.set_up_call(of.id, CallFacts(**given))  # type: ignore[arg-type]


def question(
    of: Event, label: str = "Why?", *, kind: Kind = Kind.TEXT, choices: tuple[Translated, ...] = (),
    is_required: bool = False,
) -> Question:  # fmt: skip
    """Store a question with the same words in German and English."""
    facts = QuestionFacts(
        kind=kind, label={"de": label, "en": label}, choices=choices, is_required=is_required
    )  # fmt: skip
    return services.add_question(of.id, facts)


def facts(**other: object) -> ProposalFacts:
    """Return what a proposal says.

    :param other: any other field of :class:`~conference.proposals.services.ProposalFacts`.
    """
    given = {
        "title": "Hitzeschutz im Altbau", "abstract": "Wie wir **kühlen**.", "language": "de", "theme": None,
        "format": "talk", "minutes": 45, "municipality": "Kilis", "country": "TR",
        "speakers": [Person("Ayşe Yılmaz", "ayse@example.org", "Kilis Belediyesi")],
        "contact_name": "Mehmet Kaya", "contact_email": f"mehmet{next(_numbers)}@example.org",
    }  # fmt: skip
    return ProposalFacts(**{**given, **other})  # type: ignore[arg-type]


def proposal(
    of: Event, *, letters_language: str = "tr", now: datetime | None = None, secret_key: str = TEST_SECRET,
    **other: object,
) -> Proposal:  # fmt: skip
    """Hand in a proposal for an event whose call is open."""
    return services.propose(
        of.id, facts(**other), letters_language=letters_language, consent_version="1",
        sent_from=f"form {next(_numbers)}", secret_key=secret_key, now=now or clock.now(),
    )  # fmt: skip


def token(of: Proposal, *, secret_key: str = TEST_SECRET) -> str:
    """Return the token of a proposal's private address."""
    return token_of(of, secret_key) or ""
