"""The organisers' own questions: choices that keep their answers."""

from conference.questions.rules.asking import Choice, answer_words, answered_choices, succeed_choices

GOOD, BAD = Choice("c1", {"de": "Gut", "en": "Good"}), Choice("c2", {"de": "Schlecht", "en": "Bad"})


def test_choices_keep_their_keys_when_they_move_or_gain_a_translation():
    wanted = [{"de": "Schlecht", "tr": "Kötü"}, {"de": "Gut", "en": "Good"}]
    assert succeed_choices([GOOD, BAD], wanted, ["c1"]) == [Choice("c2", wanted[0]), Choice("c1", wanted[1])]


def test_a_choice_with_new_words_at_the_same_place_is_the_same_one():
    (first, second) = succeed_choices([GOOD, BAD], [{"de": "Prima"}, {"de": "Schlecht"}], [])
    assert (first.key, second.key) == ("c1", "c2")


def test_a_choice_that_goes_stays_for_its_answers_and_only_for_these():
    wanted = [{"de": "Schlecht"}, {"de": "Mittel"}, {"de": "Weiß nicht"}]
    with_answers, without = (succeed_choices([GOOD, BAD], wanted, answered) for answered in (["c1"], []))

    assert [choice.key for choice in without] == ["c2", "c3", "c4"]
    assert with_answers[-1] == Choice("c1", GOOD.label, is_asked=False)
    assert answer_words("one", with_answers, "c1", "en") == ["Good"]


def test_a_choice_that_was_struck_out_can_come_back_under_its_key():
    struck = Choice("c1", GOOD.label, is_asked=False)
    again = succeed_choices([BAD, struck], [{"de": "Gut"}, {"de": "Schlecht"}], ["c1"])
    assert [(choice.key, choice.is_asked) for choice in again] == [("c1", True), ("c2", True)]


def test_answers_of_both_kinds_of_choices_are_counted():
    assert answered_choices(["c1", ["c2", "c3"], "", []]) == {"c1", "c2", "c3"}
