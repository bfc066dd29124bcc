import pytest

from conference.calendars.render.folding import folded

FAMILY = "👩‍👩‍👧‍👦"
SIGNS = {
    "an escape": "\\,",
    "an escaped slash": "\\\\",
    "a line break": "\\n",
    "a letter and its mark": "q\u0307\u0323",
    "a family": FAMILY,
    "a flag": "🇹🇷",
    "a hand of some colour": "👋🏽",
    "the flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a heart in red": "❤️",
    "a syllable of Hangul in parts": "\u1100\u1161",
}


def lines_of(text):
    content = folded(f"{text}\r\nEND:VEVENT\r\n".encode())
    assert content.replace(b"\r\n ", b"") == f"{text}\r\nEND:VEVENT\r\n".encode()
    lines = content.removesuffix(b"\r\nEND:VEVENT\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    return [line.decode().removeprefix(" " if number else "") for number, line in enumerate(lines)]


@pytest.mark.parametrize("before", range(60, 76))
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_what_stands_as_one_sign_is_never_cut(sign, before):
    lines = lines_of("x" * before + sign * 12)

    for line in lines:
        rest = line.lstrip("x")
        assert rest == sign * (len(rest) // len(sign))


def test_lines_are_as_long_as_they_may_be():
    assert [len(line) for line in lines_of("x" * 200)] == [75, 74, 51]
    assert [len(line.encode()) for line in lines_of("ş" * 100)] == [74, 74, 52]


def test_a_line_that_just_fits_stays_as_it_is():
    assert lines_of("x" * 75) == ["x" * 75]


def test_lines_that_were_folded_before_are_folded_anew():
    assert folded(b"SUMMARY:a\r\n b\r\n  c\r\n") == b"SUMMARY:ab c\r\n"


@pytest.mark.parametrize("sign", ["a" + "\u0301" * 200, FAMILY + "\u200d👧" * 60, "🇹🇷" * 50])
def test_a_sign_longer_than_a_line_is_cut_between_its_characters(sign):
    assert len(lines_of("SUMMARY:" + sign)) > 2


@pytest.mark.parametrize("count", [1, 2, 3, 149, 150, 151])
def test_an_escape_within_a_long_run_of_slashes_stays_whole(count):
    lines = lines_of("x" * 74 + "\\\\" * count + "\\n")

    for line in lines:
        slashes = line.lstrip("x").removesuffix("\\n")
        assert len(slashes) % 2 == 0
