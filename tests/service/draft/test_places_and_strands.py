"""Themes, rooms, speakers, municipalities and partnerships of the draft."""

import pytest

from conference.draft import services
from conference.draft.queries import draft_document
from conference.draft.rules import limits
from conference.draft.services import MunicipalityFacts, StillInUse
from conference.events import rules
from conference.zones import UnknownZone
from tests.factories import draft as make
from tests.factories import events


@pytest.fixture
def made(app):
    return make.drafted("cities")


def slugs(event):
    return [theme.slug for theme in draft_document(event).themes]


def test_keys_are_made_from_names_and_never_twice(app):
    event = events.event()

    first, second = make.theme(event, "Grüne Städte"), make.theme(event, "Grüne Städte")
    room = services.add_room(event.id, name={"tr": "Boğaz"})

    assert (first.slug, second.slug) == ("gruene-staedte", "gruene-staedte-2")
    assert room.key == "bogaz"
    assert make.theme(event, "New").slug == "new-2"


def test_themes_move_up_and_down_and_stay_at_the_ends(app):
    event = events.event()
    for title in ("a", "b", "c"):
        make.theme(event, title)

    services.move_theme(event.id, "c", step=-1)
    assert slugs(event) == ["a", "c", "b"]
    services.move_theme(event.id, "a", step=-1)
    services.move_theme(event.id, "b", step=1)
    assert slugs(event) == ["a", "c", "b"]
    services.remove_theme(event.id, "c")
    services.move_theme(event.id, "a", step=1)
    assert slugs(event) == ["b", "a"]


def test_moving_a_theme_leaves_a_form_on_it_valid(app):
    event = events.event()
    first, _second = make.theme(event, "a"), make.theme(event, "b")
    opened = first.version
    services.move_theme(event.id, "a", step=1)

    services.edit_theme(event.id, "a", title={"de": "A"}, colour="#000000", version=opened)

    assert slugs(event) == ["b", "a"]


def test_what_sessions_name_cannot_be_removed_and_they_are_named(made):
    event, code = made.event.id, made.session.code
    removals = (
        lambda: services.remove_theme(event, made.theme.slug),
        lambda: services.remove_room(event, made.room.key),
        lambda: services.remove_speaker(event, made.speaker.code),
        lambda: services.remove_partnership(event, made.partnership.slug),
    )
    for remove in removals:
        with pytest.raises(StillInUse) as refusal:
            remove()
        assert [named for named, _title in refusal.value.sessions] == [code]
    with pytest.raises(StillInUse) as refusal:
        services.remove_municipality(event, "osnabrueck")
    assert refusal.value.partnerships == (made.partnership.slug,)

    services.remove_session(event, code)
    for remove in removals:
        remove()
    services.remove_municipality(event, "osnabrueck")

    left = draft_document(made.event)
    assert (left.themes, left.rooms, left.speakers, left.partnerships) == ((), (), (), ())
    assert [town.key for town in left.municipalities] == ["canakkale"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": {}}, rules.TextMissing),
        ({"title": {"de": "x" * 301}}, rules.TextTooLong),
        ({"short": {"de": "x" * 61}}, rules.TextTooLong),
        ({"summary": {"de": "x" * 2001}}, rules.TextTooLong),
        ({"colour": "blue"}, limits.ColourMalformed),
    ],
)
def test_an_impossible_theme_is_refused(made, wrong, refusal):
    right = {"title": {"de": "Neu"}, "colour": "#123456"}
    with pytest.raises(refusal):
        services.add_theme(made.event.id, **{**right, **wrong})
    with pytest.raises(refusal):
        services.edit_theme(made.event.id, made.theme.slug, **{**right, **wrong})
    assert slugs(made.event) == ["klima"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": ""}, rules.TextMissing),
        ({"country": "Germany"}, limits.CountryMalformed),
        ({"latitude": 52.0}, limits.HalfACoordinate),
        ({"latitude": 91.0, "longitude": 8.0}, limits.NumberOutOfRange),
        ({"latitude": float("nan"), "longitude": 8.0}, limits.NumberOutOfRange),
        ({"zone": "Berlin"}, UnknownZone),
    ],
)
def test_an_impossible_municipality_is_refused(made, wrong, refusal):
    with pytest.raises(refusal):
        services.add_municipality(made.event.id, MunicipalityFacts(**{"name": "Kiel", "country": "DE", **wrong}))
    assert len(draft_document(made.event).municipalities) == 2


def test_two_municipalities_are_partners_once_in_whichever_order(made):
    event = made.event.id
    with pytest.raises(services.PartnershipExists):
        services.add_partnership(event, first="canakkale", second="osnabrueck")
    with pytest.raises(services.SameMunicipality):
        services.add_partnership(event, first="canakkale", second="canakkale")
    with pytest.raises(services.NotInDraft):
        services.add_partnership(event, first="canakkale", second="kiel")
    with pytest.raises(limits.NumberOutOfRange):
        services.add_partnership(event, first="canakkale", second="osnabrueck", since=1066)


def test_a_partnership_refused_leaves_no_new_municipality_behind(made):
    with pytest.raises(services.NotInDraft):
        services.add_partnership(made.event.id, first=MunicipalityFacts(name="Kiel", country="DE"), second="nowhere")
    assert len(draft_document(made.event).municipalities) == 2


def test_a_stale_form_is_refused_for_each_kind(made):
    event = made.event.id
    versions = made.theme.version, made.room.version, made.speaker.version, made.partnership.version
    theme, room, speaker, tie = made.theme.slug, made.room.key, made.speaker.code, made.partnership.slug

    def edit(text, versions):
        services.edit_theme(event, theme, title={"de": text}, colour="#123456", version=versions[0])
        services.edit_room(event, room, name={"de": text}, version=versions[1])
        services.edit_speaker(event, speaker, name=text, version=versions[2])
        services.edit_partnership(
            event, tie, first="osnabrueck", second="canakkale", summary={"de": text}, version=versions[3]
        )

    edit("Neu", versions)
    for place in range(4):
        only = [None] * 4
        only[place] = versions[place]
        with pytest.raises(services.StaleVersion):
            edit("Anders", only)


def test_the_same_key_in_another_event_is_another_thing(made):
    other = make.drafted("other")
    services.edit_theme(made.event.id, "klima", title={"de": "Nur hier"}, colour="#123456")

    assert draft_document(other.event).themes[0].title["de"] == "Klima"
    with pytest.raises(services.NotInDraft):
        services.edit_speaker(made.event.id, other.speaker.code, name="Fremd")
