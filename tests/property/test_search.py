"""Laws of the search: whatever stands in a programme and whatever is typed."""

from hypothesis import assume, given
from hypothesis import strategies as st

from conference.programme.document import Programme
from conference.programme.rules.search import Field, Index, Marker, asked, fold, sessions_index, words_in
from conference.programme.rules.search.folding import placed_words
from conference.programme.rules.search.vocabulary import Vocabulary, errors_between
from tests.factories.programme import at, document, session

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßçğışİIêéOoEeaeuœłﬁ’- \u0308\u0301\u00ad")
texts = st.one_of(st.text(max_size=60), st.text(letters, max_size=60))
words = st.text(st.sampled_from("abcdefghijklmnoprstuvyzäöüßçğışI"), min_size=1, max_size=14)
titles = st.lists(words, min_size=1, max_size=6).map(" ".join)


@given(texts)
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_words_are_the_same_whether_or_not_their_places_are_asked_for(text):
    assert [placed.word for placed in placed_words(text)] == words_in(text)


@given(st.lists(texts, max_size=3))
def test_pieces_between_blanks_fold_as_the_whole_does(several):
    text = " ".join(several)

    assert [word for piece in text.split() for word in words_in(piece)] == words_in(text)


@given(st.lists(titles, min_size=1, max_size=8), st.data())
def test_every_word_of_a_title_finds_its_session_also_with_an_error(several, data):
    index = Index((number, [Field(8, [title])]) for number, title in enumerate(several))
    number = data.draw(st.integers(0, len(several) - 1))
    word = data.draw(st.sampled_from(words_in(several[number])))

    assert number in index.find(asked(word)).scores

    assume(len(word) >= 5)
    place = data.draw(st.integers(0, len(word) - 2))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + "q" + word[place + 1 :],
                word[:place] + "q" + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    wrong = " ".join(words_in(wrong))
    # What begins as another word does is no error; a letter lost may change what folding makes of its neighbours.
    assume(not index.vocabulary.beginning(wrong) and errors_between(word, wrong, 1) is not None)
    assert number in index.find(asked(wrong)).scores


@given(st.sets(words.map(fold), max_size=40), words.map(fold), st.integers(1, 2))
def test_near_words_are_those_that_comparing_with_all_gives(several, word, errors):
    assume(len(word) >= 4 * errors)
    vocabulary = Vocabulary(several)

    near = {vocabulary.words[number]: distance for number, distance in vocabulary.near(word, errors).items()}

    expected = {
        one: distance
        for one in several
        if len(one) >= 3 and (distance := errors_between(word, one, errors)) is not None
    }
    # Words of few different letters may share no pair at all with what was typed.
    assert near.items() <= expected.items()
    assert near == expected or len(set(word)) < len(word)


@given(texts, texts)
def test_the_pieces_of_a_text_are_the_text(text, typed):
    pieces = Marker(asked(typed), {}).pieces(text)

    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(texts, st.data())
def test_every_word_of_a_text_is_marked_where_it_stands(text, data):
    assume(words_in(text))
    word = data.draw(st.sampled_from(words_in(text)))

    marked = [piece.text for piece in Marker(asked(f'"{word}"'), {}).pieces(text) if piece.is_marked]

    assert marked
    # One character can hold several words, as ¼ holds 1 and 4.
    assert all(word in words_in(piece) for piece in marked)


@given(st.lists(titles, min_size=1, max_size=6), st.text(max_size=300))
def test_whatever_is_typed_gives_an_answer(several, typed):
    index = Index((number, [Field(8, [title])]) for number, title in enumerate(several))

    scores = index.find(asked(typed)).scores

    assert set(scores) <= set(range(len(several)))
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


@given(titles, st.text(letters, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_what_is_found_does_not_depend_on_the_order_of_the_sessions(title, typed, dice):
    of = [
        session(f"AAA{n:03}", title={"de": title if n % 2 else title[: len(title) // 2]}, starts_at=at(4, 9, n))
        for n in range(6)
    ]
    shuffled = list(of)
    dice.shuffle(shuffled)

    one, other = (sessions_index(Programme(document(several))).find(asked(typed)) for several in (of, shuffled))

    assert list(one.scores.items()) == list(other.scores.items())
