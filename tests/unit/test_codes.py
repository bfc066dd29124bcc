"""Public codes and secret tokens."""

from conference import codes


def test_a_code_has_no_letters_that_are_misread():
    for _ in range(500):
        code = codes.new_code()

        assert codes.is_code(code)
        assert not set("0O1I") & set(code)


def test_what_is_no_code_is_told_apart():
    assert not codes.is_code("ABCDE")
    assert not codes.is_code("ABCDE0")
    assert not codes.is_code("abcdef")


def test_tokens_are_long_and_never_the_same():
    tokens = {codes.new_token() for _ in range(200)}

    assert len(tokens) == 200
    assert all(len(token) >= 43 for token in tokens)


def test_a_token_of_strange_characters_has_a_hash_all_the_same():
    assert len(codes.token_hash("\udcff💥")) == 64
