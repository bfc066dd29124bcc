"""Texts in several languages, and the letters of Turkish and German."""

import pytest

from conference import translated


def test_the_readers_language_comes_first_then_the_others_in_order():
    assert translated.pick({"de": "Hafen", "tr": "Liman"}, "tr") == "Liman"
    assert translated.pick({"de": "Hafen", "tr": "Liman"}, "en") == "Hafen"
    assert translated.pick({"tr": "Liman"}, "en") == "Liman"
    assert translated.pick({}, "en") == ""


def test_the_language_attribute_names_the_text_that_is_shown():
    assert translated.language_of({"tr": "Liman"}, "en") == "tr"
    assert translated.language_of({"tr": "Liman", "en": "Harbour"}, "en") == "en"


def test_beside_gives_the_second_language_only_where_it_says_something_else():
    assert translated.beside({"de": "Hafen", "tr": "Liman"}, "de", ("de", "tr")) == ("tr", "Liman")
    assert translated.beside({"de": "Hafen", "tr": "Liman"}, "tr", ("de", "tr")) == ("de", "Hafen")
    assert translated.beside({"de": "Kilis", "tr": "Kilis"}, "de", ("de", "tr")) is None
    assert translated.beside({"de": "Hafen"}, "de", ("de", "tr")) is None


def test_missing_languages_are_named_blank_texts_count_as_missing():
    assert translated.missing_languages({"de": "Hafen", "tr": "  "}, ("de", "tr", "en")) == ["tr", "en"]


def test_turkish_lower_case_knows_both_kinds_of_i():
    assert translated.lower("IŞIK İZMİR", "tr") == "ışık izmir"
    assert translated.lower("INFO İZMİR", "de") == "info izmir"


@pytest.mark.parametrize(
    ("needle", "text"),
    [
        ("isik", "Işık Odası"),
        ("IŞIK", "ışık kirliliği"),
        ("izmir", "İZMİR"),
        ("İzmir", "izmir"),
        ("koln", "Köln"),
        ("koeln", "Köln"),
        ("köln", "KÖLN"),
        ("osnabrueck", "Osnabrück"),
        ("canakkale", "Çanakkale"),
        ("grosse", "Größe"),
        ("tepebasi", "Tepebaşı"),
    ],
)
def test_a_search_finds_however_it_is_typed(needle, text):
    assert translated.found_in(needle, text)


def test_a_search_does_not_find_what_is_not_there():
    assert not translated.found_in("bremen", "Osnabrück")


def test_turkish_sorts_its_letters_after_their_neighbours():
    names = ["Zara", "Çan", "Cem", "Ilgaz", "İnci", "Işık", "Öz", "Okan", "Şule", "Sena", "Ürgüp", "Umut"]

    assert sorted(names, key=lambda name: translated.sort_key(name, "tr")) == [
        "Cem", "Çan", "Ilgaz", "Işık", "İnci", "Okan", "Öz", "Sena", "Şule", "Umut", "Ürgüp", "Zara",
    ]  # fmt: skip


def test_german_sorts_umlauts_beside_their_vowel():
    names = ["Zeh", "Ätna", "Atlas", "Bonn", "Öhr", "Ohm"]

    assert sorted(names, key=lambda name: translated.sort_key(name, "de")) == [
        "Atlas", "Ätna", "Bonn", "Ohm", "Öhr", "Zeh",
    ]  # fmt: skip
