from datetime import date, timedelta

import pytest

from conference.events import rules
from conference.events.rules import Action, RoleName, free_slug, may, slug_from
from conference.zones import UnknownZone


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Köln", "de", "koeln"),
        ("Gölcük", "tr", "golcuk"),
        ("Çanakkale", "tr", "canakkale"),
        ("Işık & Şehir", "tr", "isik-sehir"),
        ("İZMİR", "tr", "izmir"),
        ("Große Straße 12", "de", "grosse-strasse-12"),
        ("  ---  ", "de", ""),
        ("北京", "de", ""),
    ],
)
def test_a_slug_is_made_as_readers_of_the_language_would_write_it(text, language, slug):
    assert slug_from(text, language) == slug


def test_a_slug_is_never_longer_than_it_may_be_nor_ends_in_a_hyphen():
    assert slug_from("a" * 59 + " bcd", "de") == "a" * 59


def test_a_slug_that_is_taken_gets_the_first_free_number():
    assert free_slug("klima", {"klima", "klima-2"}, otherwise="theme") == "klima-3"
    assert free_slug("", set(), otherwise="theme") == "theme"
    assert free_slug("x" * 60, {"x" * 60}, otherwise="theme") == "x" * 58 + "-2"
    assert free_slug("new", set(), otherwise="theme") == "new-2"


@pytest.mark.parametrize("slug", ["", "Cities", "a--b", "-a", "a_b", "ä", "api", "events", "a" * 61])
def test_slugs_of_the_wrong_form_are_refused(slug):
    with pytest.raises(rules.SlugMalformed):
        rules.check_slug(slug)


def test_an_event_ends_after_it_starts_and_within_a_year():
    first = date(2027, 1, 1)
    rules.check_days(first, first)
    rules.check_days(first, first + timedelta(days=365))
    with pytest.raises(rules.EndsBeforeStart):
        rules.check_days(first, first - timedelta(days=1))
    with pytest.raises(rules.TooManyDays) as refusal:
        rules.check_days(first, first + timedelta(days=366))
    assert refusal.value.days == 367
    with pytest.raises(rules.DayOutOfRange):
        rules.check_days(date(1999, 12, 31), first)


def test_zones_and_languages_must_be_known():
    rules.check_zones("Europe/Berlin", None)
    with pytest.raises(UnknownZone):
        rules.check_zones("Europe/Berlin", "Mars/Olympus")
    for languages in ([], ["fr"], ["de", "de"]):
        with pytest.raises(rules.LanguageNotKnown):
            rules.check_languages(languages)


def test_only_editors_change_the_draft_and_only_owners_give_roles():
    assert may(RoleName.EDITOR, Action.EDIT_DRAFT)
    assert not may(RoleName.HOST, Action.EDIT_DRAFT)
    assert not may(RoleName.OBSERVER, Action.PUBLISH)
    assert not may(RoleName.EDITOR, Action.MANAGE_ROLES)
    assert not may(None, Action.SEE_DRAFT)
