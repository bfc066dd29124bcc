"""Every table says what it holds of a person: see conference/privacy/queries/holdings."""

import re

import pytest
from sqlalchemy import JSON, LargeBinary, String, Text

from conference.db import db
from conference.privacy.queries import HOLDINGS
from conference.privacy.rules import Fate
from conference.privacy.views.words import PARTS
from config import ROOT

OF_PEOPLE = frozenset({"accounts", "registrations", "speakers", "proposals"})
LIKE_A_PERSON = re.compile(
    r"(^|_)(e?mail|recipient|contact|person|phone|ip|user_agent|program|browser|organisation)(_|$)"
)
ADVICE = "declare in conference/privacy/queries/holdings what it holds of a person, what is told, what becomes of it"

DECLARED = {holding.name: holding for holding in HOLDINGS}


def tables():
    return sorted(db.metadata.tables.items())


def test_every_table_is_declared(app):
    assert [f"{name}: {ADVICE}" for name, _table in tables() if name not in DECLARED] == []
    assert set(DECLARED) - set(db.metadata.tables) == set()


def test_a_table_that_names_a_person_does_not_pass_as_one_that_names_nobody(app):
    def names_a_person(table):
        refers = {key.column.table.name for key in table.foreign_keys} & OF_PEOPLE
        return bool(refers) or any(LIKE_A_PERSON.search(column.name) for column in table.columns)

    harmless = {"session_speakers", "session_moderators", "session_interpreters", "proposal_labels"}
    assert [
        name
        for name, table in tables()
        if names_a_person(table) and DECLARED[name].fate is Fate.STAYS and name not in harmless
    ] == []


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.name)
def test_what_is_declared_is_whole(app, holding):
    """Rows of a person are told of, column by column, but for secrets; of those that stay something is blanked."""
    if holding.fate in {Fate.GOES, Fate.NAMELESS}:
        assert holding.whose is not None
        assert holding.tells
        assert holding.told_as in PARTS
    if holding.fate is Fate.NAMELESS:
        assert holding.blanks
    if holding.fate is Fate.STRUCK:
        assert holding.strikes
    if holding.fate is Fate.STAYS:
        assert holding.why
        return
    if holding.whose is None:
        return
    texts = {
        column.name
        for column in db.metadata.tables[holding.name].columns
        if isinstance(column.type, String | Text | JSON | LargeBinary) and not column.foreign_keys
    }
    told = {getattr(column, "key", None) for column in holding.tells.values()} | set(holding.untold.split())
    assert texts - told == set(), f"{holding.name}: tell it, or name it as untold; {ADVICE}"


def test_every_part_of_the_data_is_documented():
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")

    assert [key for key in PARTS if f"`{key}`" not in text] == []
    assert set(PARTS) == {holding.told_as for holding in HOLDINGS if holding.tells}
