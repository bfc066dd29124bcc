"""Whom organisers ask what when people register, and what is kept of the answers."""

from dataclasses import dataclass, field

import pytest

from conference.events.rules import TextMissing
from conference.questions.rules.asking import Kind
from conference.questions.rules.files import SentFile
from conference.registrations.rules.asking import (
    FileKindsMissing,
    MegabytesOutOfRange,
    RegistrationQuestionFacts,
    check_facts,
    is_for,
    kept_answers,
    prefilled,
)

CHOICES = [{"key": "c1", "label": {"de": "Für Gäste", "tr": "Konuklar için"}}, {"key": "c2", "label": {"de": "Nein"}}]


@dataclass
class Asked:
    id: int = 1
    key: str = "why"
    kind: str = "text"
    label: dict = field(default_factory=dict)
    choices: list = field(default_factory=lambda: CHOICES)
    is_asked: bool = True
    is_required: bool = False
    groups: list = field(default_factory=list)


def test_a_question_is_for_everybody_or_for_some_groups():
    assert is_for(Asked(), "press")
    assert is_for(Asked(groups=["youth", "press"]), "press")
    assert not is_for(Asked(groups=["youth"]), "press")
    assert not is_for(Asked(is_asked=False), "press")


def test_answers_to_questions_of_other_groups_are_not_kept():
    questions = [Asked(1), Asked(2, groups=["youth"]), Asked(3, groups=["press"]), Asked(4, is_asked=False)]

    assert kept_answers(questions, "press", dict.fromkeys((1, 2, 3, 4, 5), "yes")) == {1: "yes", 3: "yes"}


@pytest.mark.parametrize(
    ("kind", "value", "is_kept"),
    [
        ("text", "", False),
        ("text", ["c1"], False),
        ("one", "c1", True),
        ("one", "c9", False),
        ("several", ["c1", "c2"], True),
        ("several", ["c1", "c9"], False),
        ("several", [], False),
        ("consent", True, True),
        ("consent", False, False),
        ("consent", "y", False),
        ("file", "letter.pdf", False),
        ("file", SentFile("letter.pdf", "application/pdf", b"%PDF-"), True),
        ("file", None, False),
    ],
)
def test_only_what_fits_the_kind_is_kept(kind, value, is_kept):
    assert bool(kept_answers([Asked(kind=kind)], "press", {1: value})) is is_kept


@pytest.mark.parametrize(
    ("kind", "values", "filled"),
    [
        ("text", ["Ada"], "Ada"),
        ("text", [], None),
        ("one", ["c2"], "c2"),
        ("one", ["fur gaste"], "c1"),
        ("one", ["KONUKLAR İÇİN"], "c1"),
        ("one", ["Vielleicht"], None),
        ("several", ["nein", "c1"], ["c1", "c2"]),
        ("consent", ["y"], None),
        ("file", ["/etc/passwd"], None),
    ],
)
def test_an_address_fills_in_texts_and_choices_but_no_consent(kind, values, filled):
    assert prefilled(Asked(kind=kind), values) == filled


def test_a_question_says_what_it_is_for_and_which_files_it_takes():
    facts = {"label": {"de": "Presseausweis"}, "kind": Kind.FILE}

    with pytest.raises(TextMissing):
        check_facts(RegistrationQuestionFacts(**facts, file_kinds=["pdf"]), most_megabytes=10)
    with pytest.raises(FileKindsMissing):
        check_facts(
            RegistrationQuestionFacts(**facts, purpose={"de": "Einlass"}, file_kinds=["exe"]), most_megabytes=10
        )
    with pytest.raises(MegabytesOutOfRange):
        check_facts(
            RegistrationQuestionFacts(**facts, purpose={"de": "Einlass"}, file_kinds=["pdf"], megabytes=11),
            most_megabytes=10,
        )
