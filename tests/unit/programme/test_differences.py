from hypothesis import given
from hypothesis import strategies as st

from conference.programme.document import Programme, changes_between
from conference.programme.rules.differences import (
    MOST_WORDS,
    Fate,
    list_difference,
    record_differences,
    session_differences,
    text_differences,
    word_pieces,
)
from tests.factories.programme import at, document, session

words = st.lists(st.sampled_from(["a", "bb", " ", "\n", "ü,", "  "]), max_size=30).map("".join)


@given(words, words)
def test_pieces_give_back_both_texts(old, new):
    pieces = word_pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.GONE) == new


def test_only_the_words_that_differ_are_marked():
    pieces = word_pieces("We meet at ten in Kilis.", "We meet at eleven in Kilis.")
    assert [(piece.fate, piece.text) for piece in pieces] == [
        ("same", "We meet at"), ("gone", " ten"), ("new", " eleven"), ("same", " in Kilis."),
    ]  # fmt: skip


def test_endless_texts_are_not_compared_word_by_word():
    old, new = ("x " * MOST_WORDS), ("y " * MOST_WORDS)
    assert len(word_pieces(old, new)) <= 3


def test_texts_differ_by_language_and_an_unchanged_one_is_left_out():
    found = text_differences("title", {"de": "Eins", "en": "One"}, {"de": "Zwei", "en": "One", "tr": "İki"})
    assert [(one.language, [piece.text for piece in one.pieces]) for one in found] == [
        ("de", ["Eins", "Zwei"]),
        ("tr", ["İki"]),
    ]


def test_a_list_shows_what_went_and_what_came():
    pieces = list_difference("themes", ["Youth", "Water"], ["Water", "Gardens"]).pieces
    assert [(piece.fate, piece.text) for piece in pieces] == [("gone", "Youth"), ("same", "Water"), ("new", "Gardens")]


def test_a_session_differs_in_words_its_readers_know():
    before = session("AAAAA2", starts_at=at(8, 10), seats=30, themes=("youth",))
    after = session("AAAAA2", starts_at=at(8, 10), seats=None, themes=("arrival",), speakers=("ZEYNEP",))
    older, newer = document([before]), document([after])
    (change,) = changes_between(older, newer)
    found = session_differences(Programme(older), Programme(newer), change, language="en")

    assert {one.field: [(piece.fate.value, piece.text) for piece in one.pieces] for one in found} == {
        "themes": [("gone", "Youth participation"), ("new", "Arriving and staying")],
        "speakers": [("new", "Zeynep Yıldırım (Gençlik Meclisi)")],
        "seats": [("gone", "30")],
    }


def test_a_record_that_is_new_or_gone_differs_in_all_it_has():
    room = document().rooms[0]
    assert [one.field for one in record_differences(None, room, without=("name",))] == ["key", "join_url"]
    assert all(piece.fate is Fate.GONE for one in record_differences(room, None) for piece in one.pieces)
    assert record_differences(None, None) == []
