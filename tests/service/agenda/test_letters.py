"""What participants read in their mail."""

import pytest

from conference import worker
from conference.agenda import services
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import NOW, YOUTH, published_event

TITLES = {
    "de": "Jugendräte, die mitentscheiden",
    "tr": "Karar veren gençlik meclisleri",
    "en": "Youth councils that decide",
}


def words_of_last(outbox, name):
    letter = [one for one in outbox() if one.name == name][-1]
    return worker.words_of(letter.name, letter.language, letter.data)


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_letter_of_a_seat_gained_says_which_session_and_when_in_every_zone(app, outbox, language):
    event = published_event()
    first, _second = (registration(event.id) for _ in range(2))
    book(first, YOUTH)
    book(_second, YOUTH)
    lucky = registration(event.id, account(name="Şeyma <Gökçe>", language=language, zone="America/New_York"))
    book(lucky, YOUTH)
    services.drop_booking(first.id, YOUTH.uid, now=NOW)

    words = words_of_last(outbox, "agenda/seat_gained")

    assert TITLES[language] in words.subject
    for text in (words.text, words.html):
        assert all(clock in text for clock in ("10:00", "11:00", "04:00"))
        assert "Berlin" in text
        assert f"http://localhost/s/{YOUTH.code}" in text
        assert "http://localhost/cities/agenda" in text
    assert "Şeyma <Gökçe>" in words.text
    assert "Şeyma &lt;Gökçe&gt;" in words.html
