"""What an event can begin with: every template is whole, in three languages, and lies within its days."""

from datetime import date, timedelta

import pytest

from conference import zones
from conference.draft.rules.event_templates import TEMPLATES, in_languages, start_of
from conference.translated import LANGUAGES

EVERY = list(TEMPLATES.values())


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.key)
@pytest.mark.parametrize("offset", range(7))
def test_whatever_the_weekday_it_begins_on_sessions_lie_on_working_days_of_the_event(template, offset):
    first_day = date(2027, 6, 7) + timedelta(days=offset)
    last_day = template.last_day(first_day)

    starts = [start_of(one, first_day, last_day, "Europe/Istanbul") for one in template.sessions if one.day is not None]
    days = [zones.local_day(start, "Europe/Istanbul") for start in starts if start]

    assert len(days) == len(starts)
    assert all(first_day <= day <= last_day for day in days)
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.key)
def test_every_text_is_there_in_every_language(template):
    texts = [theme.title for theme in template.themes] + [theme.short for theme in template.themes]
    texts += [*template.rooms, *(session.title for session in template.sessions)]

    assert all(set(text) == set(LANGUAGES) and all(text.values()) for text in texts)


@pytest.mark.parametrize("template", EVERY, ids=lambda template: template.key)
def test_sessions_name_themes_and_rooms_that_are_there(template):
    for session in template.sessions:
        assert session.theme is None or 1 <= session.theme <= len(template.themes)
        assert 1 <= session.room <= len(template.rooms)


def test_a_day_that_the_event_does_not_have_gives_no_slot():
    template = TEMPLATES["two-weeks"]

    starts = [start_of(one, date(2027, 6, 7), date(2027, 6, 9), "Europe/Berlin") for one in template.sessions]

    assert any(starts)
    assert None in starts


def test_texts_come_in_the_languages_of_the_event():
    assert in_languages({"de": "Ja", "tr": "Evet", "en": "Yes"}, ["tr", "de"]) == {"tr": "Evet", "de": "Ja"}
