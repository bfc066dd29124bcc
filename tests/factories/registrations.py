"""Registrations and their questions for tests, made by the services."""

from datetime import datetime

from conference import clock
from conference.accounts.tables import Account
from conference.questions.rules.asking import Kind
from conference.registrations import services
from conference.registrations.rules.asking import Answers, RegistrationQuestionFacts
from conference.registrations.tables import Registration, RegistrationQuestion
from conference.translated import Translated
from tests.factories import accounts

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def question(
    event_id: int, label: str = "Why?", *, kind: Kind = Kind.TEXT, choices: tuple[Translated, ...] = (),
    is_required: bool = False, groups: tuple[str, ...] = (), **others: object,
) -> RegistrationQuestion:  # fmt: skip
    """Ask those who register a question, with the same words in German and English.

    :param others: any other field of :class:`RegistrationQuestionFacts`.
    """
    given = {"purpose": {"de": "Für das Essen", "en": "For the food"}, "file_kinds": ["pdf"], **others}
    facts = RegistrationQuestionFacts(
        kind=kind, label={"de": label, "en": label}, choices=choices, is_required=is_required, groups=groups,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip
    return services.add_question(event_id, facts, most_megabytes=10)


def registration(
    event_id: int, account: Account | None = None, *, now: datetime | None = None, group: str = "administration",
    answers: dict[int, object] | None = None,
) -> Registration:  # fmt: skip
    """Register an account, or one made for it, for an event. A letter about it waits in the outbox.

    :param answers: by the number of the question.
    """
    return services.register(
        event_id,
        (account or accounts.account()).id,
        organisation="Stadt Osnabrück",
        group=group,
        municipality="Osnabrück",
        consent_version="1",
        answers=None if answers is None else Answers(given=answers, language="de"),
        now=now or clock.now(),
    )
