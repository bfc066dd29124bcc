"""Answers in words, for pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.draft.forms.places import countries
from conference.draft.queries import themes_in_order
from conference.events.tables import Event
from conference.proposals.rules.questions import Kind, answer_words, choices_from, is_answer
from conference.proposals.tables import Proposal, Question
from conference.translated import Translated, pick
from conference.web.locale import current_language


def names_in(event: Event, proposal: Proposal) -> dict[str, str]:
    """Return the ``theme_title`` and ``country_name`` of a proposal in the reader's language."""
    language = current_language()
    themes = {theme.slug: pick(theme.title, language, event.languages) for theme in themes_in_order(event.id)}
    return {
        "theme_title": themes.get(proposal.theme or "", ""),
        "country_name": dict(countries(language)).get(proposal.country, proposal.country),
    }


@dataclass(frozen=True)
class Answer:
    """A question and what was answered.

    :ivar number: of the question.
    :ivar words: one for each thing chosen; none for a consent, which is ``is_given`` or not.
    """

    number: int
    label: Translated
    kind: str
    words: Sequence[str]
    is_given: bool
    is_asked: bool


def answered(proposal: Proposal, questions: Sequence[Question]) -> list[Answer]:
    """Return the questions with a proposal's answers; of those that are no longer asked only the answered."""
    language = current_language()
    given = [(question, proposal.answers.get(str(question.id))) for question in questions]
    return [
        Answer(
            number=question.id,
            label=question.label,
            kind=question.kind,
            words=answer_words(Kind(question.kind), choices_from(question.choices), value, language),
            is_given=is_answer(value),
            is_asked=question.is_asked,
        )
        for question, value in given
        if question.is_asked or is_answer(value)
    ]
