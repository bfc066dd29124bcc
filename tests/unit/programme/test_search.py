import gc
import weakref
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from conference.programme.document import Format, Partnership, Programme, Speaker
from conference.programme.rules.kept import once_per_programme
from conference.programme.rules.search import (
    Field,
    Index,
    Marker,
    asked,
    fold,
    offers,
    partnerships_index,
    people_index,
    sessions_index,
    spelled,
    words_in,
)
from conference.programme.rules.search.folding import placed_words
from conference.programme.rules.search.plain import plain
from conference.programme.rules.search.texts import FORMAT_NAMES
from conference.programme.rules.search.vocabulary import Vocabulary, errors_between
from tests.factories.programme import SESSIONS, YOUTH, at, document, session

CATALOGUES = Path(__file__).parents[3] / "conference" / "translations"


def found(texts, search):
    """Return what a search finds in texts, of which each is a title, or a title, names and an abstract."""
    index = Index(
        (text, [Field(weight, [part]) for weight, part in zip((8, 4, 1), text.split("|"), strict=False)])
        for text in texts
    )
    return list(index.find(asked(search)).scores)


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Köln", "Koeln"), ("Köln", "koln"), ("KÖLN", "ko\u0308ln"), ("Zürich", "ZUERICH"), ("Räume", "Raeume"),
        ("Straße", "STRASSE"), ("Straße", "strasse"), ("ẞ", "ss"), ("İstanbul", "istanbul"), ("İSTANBUL", "ıstanbul"),
        ("ışık", "ISIK"), ("Şişli", "sisli"), ("Çanakkale", "CANAKKALE"), ("Beyoğlu", "beyoglu"), ("kâğıt", "kagit"),
        ("Łódź", "lodz"), ("Århus", "arhus"), ("ﬁnden", "finden"), ("Ｂｅｒｌｉｎ", "berlin"),
        ("Städte\u00adpartner", "stadtepartner"),
        ("Αθήνα", "αθηνα"), ("Œuvre", "oeuvre"),
    ],
)  # fmt: skip
def test_ways_of_writing_the_same_word_are_one(one, other):
    assert fold(one) == fold(other)


def test_words_are_parted_by_all_that_is_no_letter_and_no_digit():
    assert words_in("Kilis’e, Köln-Deutz & «2. Halbzeit»: (a_b)") == [
        "kilis", "e", "koln", "deutz", "2", "halbzeit", "a", "b",
    ]  # fmt: skip
    assert words_in("x" * 400) == ["x" * 48]
    assert words_in("…!?") == []


def test_each_letter_knows_where_it_stands_though_folding_changes_lengths():
    text = "Große Ko\u0308ln Koeln"

    places = [
        (text[word.starts[0] : word.ends[-1]], text[word.starts[0] : word.ends[1]]) for word in placed_words(text)
    ]

    assert places == [("Große", "Gr"), ("Ko\u0308ln", "Ko\u0308"), ("Koeln", "Koe")]
    assert [word.word for word in placed_words(text)] == ["grosse", "koln", "koln"]


def test_markdown_is_read_without_its_signs_and_addresses():
    assert plain("# Titel\n\n* **fett** und _schräg_ [Netz](https://example.org/a_b)\n- `x` | snake_case \\*") == (
        "Titel fett und schräg Netz x snake_case *"
    )
    assert plain("Ein  Satz\nund noch einer.") == "Ein Satz und noch einer."


# What was typed


def test_what_was_typed_is_taken_apart():
    wishes = asked('köln  "junge Leute" Rhein-Ruhr').wishes

    assert [wish.words for wish in wishes] == [("koln",), ("junge", "leute"), ("rhein",), ("ruhr",)]
    assert [wish.is_exact for wish in wishes] == [False, True, False, False]
    assert [wish.is_open for wish in wishes] == [False, False, False, True]
    assert not asked("köln ").wishes[0].is_open


def test_little_words_need_not_be_found_beside_others_and_words_count_once():
    assert [wish.typed for wish in asked("die Jugend und die Stadt jugend x").wishes] == ["jugend", "Stadt", "x"]
    assert [wish.typed for wish in asked("und").wishes] == ["und"]


@pytest.mark.parametrize("text", ["", "  ", "…!?", '""', '"', "\x00", "<>&'", "„“"])
def test_signs_alone_ask_for_nothing(text):
    assert asked(text).wishes == ()


def test_a_search_has_an_end():
    assert len(asked(" ".join(f"wort{n}" for n in range(500))).wishes) == 8
    assert sum(len(wish.words) for wish in asked(f'"{"ab " * 60}" c d e').wishes) == 8
    assert asked("y" * 5000).wishes[0].words == ("y" * 48,)


# Finding


def test_all_words_must_be_found_in_any_order():
    texts = ["Junge Räte in Kilis", "Junge Leute", "Räte"]

    assert found(texts, "rate junge") == ["Junge Räte in Kilis"]
    assert found(texts, "junge kilis leute") == []


def test_words_are_found_by_their_beginning_and_within_compounds():
    texts = ["Städtepartnerschaften", "Partner", "Ein Part"]

    assert found(texts, "partner") == ["Partner", "Städtepartnerschaften"]
    assert found(texts, "p") == ["Ein Part", "Partner"]
    assert found(texts, "p x") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("eskisehr", "Eskişehir"), ("eksisehir", "Eskişehir"), ("eskişehirr", "Eskişehir"), ("eskizehir", "Eskişehir"),
     ("sekisehir", "Eskişehir"), ("osnabrck", "Osnabrück"), ("osanbruk", "Osnabrück"), ("aknara", "Ankara"),
     ("anara", "Ankara"), ("kiils", "Kilis")],
)  # fmt: skip
def test_typing_errors_are_forgiven(typed, meant):
    assert found(["Eskişehir", "Osnabrück", "Ankara", "Kilis"], typed) == [meant]


def test_a_word_that_is_still_being_typed_may_hold_an_error():
    texts = ["Osnabrück", "Stadtentwicklung", "Osten"]

    assert found(texts, "osnarb") == ["Osnabrück"]
    assert found(texts, "stadtemtwi") == ["Stadtentwicklung"]
    assert found(texts, "stadtemtwi ") == []
    assert found(texts, "osx") == []


def test_short_words_must_be_right_and_long_ones_not_too_wrong():
    texts = ["Ulm", "Wesel", "Mannheim"]

    assert found(texts, "uml") == []
    assert found(texts, "wezl ") == []
    assert found(texts, "manhaim ") == []
    assert found(texts, "manheimm") == ["Mannheim"]


def test_errors_are_not_looked_for_where_a_word_begins_as_typed():
    assert found(["Haus", "Maus", "Hausbau"], "haus") == ["Haus", "Hausbau"]


def test_quotation_marks_ask_for_the_very_words_in_their_order():
    texts = ["Räte der jungen Stadt", "Stadt der jungen Räte", "Stadträte"]

    assert found(texts, '"jungen stadt"') == ["Räte der jungen Stadt"]
    assert found(texts, "„der jungen Räte“") == ["Stadt der jungen Räte"]
    assert found(texts, '"stadt"') == ["Räte der jungen Stadt", "Stadt der jungen Räte"]
    assert found(texts, '"jungen stad"') == []
    assert found(texts, '"jungen stad') == ["Räte der jungen Stadt"]
    assert found(["ein wort|es folgt"], '"wort es"') == []


def test_titles_come_before_names_and_names_before_abstracts():
    texts = ["Anderes|Niemand|Kilis", "Ohne|Kilis", "Kilis", "Ganz|anders"]

    assert found(texts, "kilis") == ["Kilis", "Ohne|Kilis", "Anderes|Niemand|Kilis"]


def test_the_very_word_comes_before_longer_ones_and_those_before_typing_errors():
    assert found(["Ratssaal", "Rats", "Der Stadtrats"], "rats") == ["Rats", "Ratssaal", "Der Stadtrats"]
    assert found(["Mannhaem", "Mannheym"], "mannheym") == ["Mannheym"]


def test_equals_stay_in_their_order():
    texts = [f"Kilis|{n}" for n in range(20)]

    assert found(texts, "kilis") == texts


def test_an_index_of_nothing_finds_nothing():
    index = Index([])

    assert index.find(asked("kilis")).scores == {}
    assert index.any_of(asked("kilis")) == []
    assert index.vocabulary.alike("kilis", limit=3) == []


# Near words


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("ankara", "ankara", 0), ("ankara", "anakra", 1), ("ankara", "anara", 1), ("ankara", "ankaara", 1),
     ("ankara", "amkara", 1), ("ankara", "amkaraa", 2), ("ankara", "izmir", None), ("abcd", "badc", 2), ("", "ab", 2)],
)  # fmt: skip
def test_errors_are_counted(one, other, errors):
    assert errors_between(one, other, 2) == errors
    assert errors_between(other, one, 2) == errors


def test_words_near_and_alike_are_found():
    words = Vocabulary(["ankara", "ankaraya", "antakya", "bursa", "kar"])

    assert [words.words[number] for number in words.near("ankraa", 1)] == ["ankara"]
    assert [words.words[number] for number in words.holding("kar")] == ["ankara", "ankaraya", "kar"]
    assert [words.words[number] for number in words.alike("ankaar", limit=1)] == ["ankara"]


# A programme


@pytest.fixture
def programme():
    return Programme(document())


@pytest.mark.parametrize(
    "search", ["Porsuk", "atölye", "Workshop", "Gençlik Meclisi", "zeynep", "youth councils", "YUTH22"]
)
def test_a_session_is_found_by_all_that_its_page_says_of_it(programme, search):
    assert YUTH in sessions_index(programme).find(asked(search)).scores


YUTH = YOUTH.code


def test_neither_ways_in_nor_addresses_are_searched(programme):
    linked = session("LNK222", abstract={"en": "See [notes](https://secret.example/hidden)."}, starts_at=at(9, 9))

    index = sessions_index(Programme(document((*SESSIONS, linked))))

    assert index.find(asked("notes")).scores.keys() == {"LNK222"}
    assert not index.find(asked("hidden")).scores
    assert not index.find(asked("meet.example")).scores


def test_people_and_partnerships_have_an_index_of_their_own(programme):
    assert list(people_index(programme).find(asked("yildrim")).scores) == ["ZEYNEP"]
    assert list(partnerships_index(programme).find(asked("canakale")).scores) == ["osnabrueck-canakkale"]
    assert isinstance(programme.speakers["ZEYNEP"], Speaker)
    assert isinstance(programme.partnerships["osnabrueck-canakkale"], Partnership)


def test_kinds_of_sessions_are_searched_by_the_names_that_the_pages_give_them():
    english = {Format.TALK: "Talk", Format.WORKSHOP: "Workshop", Format.PANEL: "Panel", Format.PLENARY: "Plenary",
               Format.MEETING: "Meeting"}  # fmt: skip
    for language in ("de", "tr"):
        with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
            catalogue = read_po(file)
        for form, name in english.items():
            assert name in FORMAT_NAMES[form]
            assert catalogue.get(name).string in FORMAT_NAMES[form]


def test_a_word_is_spelled_as_the_programme_does(programme):
    assert spelled(programme, "jugendrate") == "Jugendräte"
    assert spelled(programme, "nothing") == "nothing"


def test_what_was_worked_out_goes_with_its_programme(programme):
    asked_for = []
    length = once_per_programme(lambda given: asked_for.append(1) or len(given.sessions))
    sessions_index(programme)

    assert length(programme) == length(programme) == 6
    assert len(asked_for) == 1

    held = Programme(document())
    sessions_index(held)
    gone = weakref.ref(held)
    del held
    gc.collect()
    assert gone() is None


# Marks


def marked(text, search, near=None):
    return "".join(
        f"[{piece.text}]" if piece.is_marked else piece.text for piece in Marker(asked(search), near or {}).pieces(text)
    )


@pytest.mark.parametrize(
    ("text", "search", "expected"),
    [
        ("Köln und Koeln", "kol", "[Köl]n und [Koel]n"),
        ("Große Straße", "stras", "Große [Straß]e"),
        ("İstanbul’da ışık", "isik", "İstanbul’da [ışık]"),
        ("Ko\u0308ln", "kö", "[Ko\u0308]ln"),
        ("Städtepartnerschaft", "partner", "Städte[partner]schaft"),
        ("Junge Räte, junge Stadt", '"junge stadt"', "Junge Räte, [junge Stadt]"),
        ("<b>Kilis</b> & Köln", "b köln", "<[b]>Kilis</[b]> & [Köln]"),
        ("Nichts davon", "kilis", "Nichts davon"),
        ("a ab", "a ", "[a] ab"),
    ],
)
def test_marks_stand_at_the_right_letters(text, search, expected):
    assert marked(text, search) == expected


def test_what_a_typing_error_was_taken_for_is_marked():
    index = Index([(1, [Field(1, ["Nach Eskişehir fahren"])])])
    hits = index.find(asked("eskisehr"))

    assert marked("Nach Eskişehir fahren", "eskisehr", hits.near) == "Nach [Eskişehir] fahren"


def test_an_excerpt_shows_the_words_in_the_language_that_has_most_of_them():
    long = "Am Anfang steht lange nichts, was hilft. " * 20
    texts = {"de": f"{long}Dann **Kilis** und die Räte. {long}", "tr": "Kilis’te meclis.", "en": "Nothing"}

    german = Marker(asked("kilis räte"), {}).excerpt(texts, "tr")
    turkish = Marker(asked("kilis"), {}).excerpt(texts, "tr")

    assert german.language == "de"
    assert not german.begins
    assert not german.ends
    assert [piece.text for piece in german.pieces if piece.is_marked] == ["Kilis", "Räte"]
    assert len("".join(piece.text for piece in german.pieces)) <= 180
    assert turkish.language == "tr"
    assert turkish.begins
    assert turkish.ends
    assert Marker(asked("osnabrück"), {}).excerpt(texts, "tr") is None


# Offers


def offered(texts, search, passing=None):
    index = Index((text, [Field(1, [text])]) for text in texts)
    hits = index.find(asked(search))
    return offers(index, asked(search), hits, set(texts) if passing is None else passing, lambda word: word)


def test_words_that_stand_nowhere_are_offered_as_the_programme_has_them():
    offer = offered(["jugend kilis", "jugend ulm", "jugendlich"], "jungentt kilis").meant

    assert [(one.text, one.count) for one in offer] == [("jugend kilis", 1)]
    assert [one.text for one in offered(["meclis"], "meclislerimizde").meant] == ["meclis"]


def test_one_word_too_many_is_offered_to_be_dropped():
    found_now = offered(["jugend ulm", "jugend bonn", "kilis rat"], "jugend kilis rat")

    assert [(one.text, one.count, one.dropped) for one in found_now.fewer] == [("kilis rat", 1, "jugend")]
    assert not found_now.meant


def test_the_nearest_are_offered_where_nothing_else_helps():
    found_now = offered(["aaa bbb", "ccc", "ddd"], "aaa bbb ccc ddd yyy")

    assert not found_now.meant
    assert found_now.nearest == ("aaa bbb", "ccc", "ddd")


def test_nothing_is_offered_that_other_filters_hide():
    found_now = offered(["jugend kilis", "ulm"], "jungentt", passing={"ulm"})

    assert (found_now.meant, found_now.fewer, found_now.nearest) == ((), (), ())
