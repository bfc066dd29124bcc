"""A speaker's own page, by their private link, and the editors' queue."""

import logging

import pytest

from conference import clock
from conference.draft import services as draft_services
from conference.draft.queries import speaker_of, speaker_spans
from conference.draft.services import facts_of
from conference.events.rules import RoleName
from conference.speaking.queries import contributions_waiting
from conference.speaking.services import send_link
from conference.web.redaction import redacted
from conference.worker import words_of
from tests.databases import TEST_SECRET
from tests.factories import draft, events
from tests.factories.programme import at

QUEUE = "/cities/organise/speaking"


@pytest.fixture
def made(app):
    return draft.drafted("cities")


@pytest.fixture
def speaker(made):
    return draft_services.add_speaker(made.event.id, name="Zeynep Önal", email="zeynep@example.org")


@pytest.fixture
def session(made, speaker):
    return draft.session(made.event, "Wellen", starts_at=at(8, 10), speakers=[speaker.code])


@pytest.fixture
def page(made, speaker, session, outbox, now):
    """The address of the speaker's page, as it stands in the letter."""
    send_link(made.event.id, speaker.code, language="de", secret_key=TEST_SECRET, now=now)
    letter = outbox()[-1]
    address = f"/speaking/{letter.data['secrets']['token']}"
    words = words_of(letter.name, letter.language, letter.data)
    assert address in words.text
    assert address in words.html
    assert "Wellen" in words.text
    return address


@pytest.fixture
def desk(app, made):
    client = app.test_client()
    client.sign_in(made.owner)
    return client


def test_the_page_needs_no_account_and_is_kept_nowhere(client, page):
    answer = client.get(page)

    assert answer.status_code == 200
    assert "Zeynep Önal" in answer.text
    assert "Wellen" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_page_speaks_three_languages(client, page, language):
    assert f'<html lang="{language}"' in client.get(f"{page}?lang={language}").text


def test_the_page_shows_nothing_of_others(client, made, page):
    draft.session(made.event, "Geheimes anderer", starts_at=at(9, 10))

    assert "Geheimes anderer" not in client.get(page).text


@pytest.mark.parametrize("token", ["nothing", "x" * 3000, "ü"])
def test_a_wrong_link_says_so(client, token):
    assert client.get(f"/speaking/{token}").status_code == 404
    assert client.submit(f"/speaking/{token}/profile", {"name": "x"}).status_code == 404


def test_the_token_stands_in_no_log(page):
    for line in (f"GET {page} HTTP/1.1", f"POST {page}/sessions/AAAAAA/answer", "GET /invitations/abcdef?x=1",
                 "GET /sign-in?next=%2Finvitations%2Fabcdef"):  # fmt: skip
        told = redacted(line)
        assert page.rpartition("/")[2] not in told
        assert "abcdef" not in told
    assert "…" in redacted(page)
    logging.getLogger("meridian").info("%s", page)


def test_a_proposed_profile_is_shown_beside_the_present_one_and_written_on_acceptance(
    client, desk, made, speaker, page
):
    answer = client.fill_in(
        page,
        {"name": "Zeynep Önal", "biography-tr": "Denizi inceler.", "version": speaker.version},
        to=f"{page}/profile",
    )
    assert answer.status_code == 303
    queue = desk.get(QUEUE).text
    assert "Denizi inceler." in queue
    assert speaker_of(made.event.id, speaker.code).biography == {}

    sent = contributions_waiting(made.event.id)[0].contribution.id
    assert desk.submit(f"{QUEUE}/{sent}/accept").status_code == 303

    assert speaker_of(made.event.id, speaker.code).biography == {"tr": "Denizi inceler."}
    assert "Denizi inceler." in desk.get(f"/cities/organise/log?kind=speaker&key={speaker.code}").text


def test_a_profile_written_over_a_newer_one_is_asked_back(client, made, speaker, page):
    draft_services.edit_speaker(made.event.id, speaker.code, name="Zeynep Önal-Meyer", email=speaker.email)

    answer = client.fill_in(page, {"name": "Zeynep", "version": 1}, to=f"{page}/profile")

    assert answer.status_code == 422
    assert "changed this meanwhile" in answer.text
    assert contributions_waiting(made.event.id) == []


def test_sending_a_waiting_wish_again_does_not_undo_what_organisers_wrote_since(client, made, speaker, page):
    client.fill_in(page, {"name": "Zeynep Önal", "biography-tr": "Denizi inceler.", "version": 1}, to=f"{page}/profile")
    draft_services.edit_speaker(made.event.id, speaker.code, name="Zeynep Önal-Meyer", email=speaker.email)

    shown = client.get(page).text

    assert 'value="Zeynep Önal-Meyer"' in shown
    assert "Denizi inceler." in shown


def test_material_for_which_there_is_no_room_is_refused_with_a_word(client, desk, made, page, session):
    data = {f"{session.code}-material-title": "Folien", f"{session.code}-material-url": "https://x.example/f.pdf"}
    client.fill_in(page, data, to=f"{page}/sessions/{session.code}/material")
    facts = {**facts_of(session), "remains": {"de": "x" * 19_990}}
    draft_services.edit_session(made.event.id, session.code, draft_services.SessionFacts(**facts), now=clock.now())
    sent = contributions_waiting(made.event.id)[0].contribution.id

    answer = desk.post(f"{QUEUE}/{sent}/accept?lang=en", data={"csrf_token": desk.csrf_token()}, follow_redirects=True)

    assert answer.status_code == 200
    assert [one.contribution.id for one in contributions_waiting(made.event.id)] == [sent]


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("profile", {"name": ""}),
        ("profile", {"name": "x" * 201}),
        ("profile", {"name": "x", "biography-de": "x" * 20_001}),
        ("sessions/{code}/answer", {}),
        ("sessions/{code}/answer", {"{code}-answer": "perhaps"}),
        ("sessions/{code}/answer", {"{code}-answer": "declined", "{code}-words": "x" * 501}),
        ("sessions/{code}/material", {"{code}-material-title": "x", "{code}-material-url": "javascript:alert(1)"}),
        ("sessions/{code}/material", {"{code}-material-title": "", "{code}-material-url": "https://x.example"}),
        ("availability", {"hours": ["2027-06-08", "12:00", "10:00"]}),
        ("availability", {"hours": ["soon", "x", "y"]}),
    ],
)
def test_bad_input_is_refused_and_nothing_is_stored(client, made, session, page, part, wrong):
    data = {name.format(code=session.code): value for name, value in wrong.items()}

    answer = client.fill_in(page, data, to=f"{page}/{part.format(code=session.code)}")

    assert answer.status_code == 422
    assert contributions_waiting(made.event.id) == []


def test_a_session_of_others_is_not_found(client, made, page):
    other = draft.session(made.event, "Andere", starts_at=at(9, 10))

    for part in ("answer", "material"):
        good = {
            f"{other.code}-answer": "confirmed", f"{other.code}-material-title": "x",
            f"{other.code}-material-url": "https://x.example",
        }  # fmt: skip
        assert client.fill_in(page, good, to=f"{page}/sessions/{other.code}/{part}").status_code == 404
        assert client.fill_in(page, {}, to=f"{page}/sessions/{other.code}/{part}").status_code == 404


def test_an_answer_shows_on_the_list_of_speakers(client, desk, page, session):
    assert "Asked" in desk.get("/cities/organise/speakers").text

    client.fill_in(page, {f"{session.code}-answer": "confirmed"}, to=f"{page}/sessions/{session.code}/answer")
    assert "Confirmed" in desk.get("/cities/organise/speakers").text
    assert "You have confirmed this time" in client.get(page).text

    client.fill_in(
        page, {f"{session.code}-answer": "declined", f"{session.code}-words": "Bayram var."},
        to=f"{page}/sessions/{session.code}/answer",
    )  # fmt: skip
    assert "Declined" in desk.get("/cities/organise/speakers").text
    assert "Bayram var." in desk.get(QUEUE).text


def test_accepted_material_is_written(client, desk, made, page, session):
    data = {f"{session.code}-material-title": "Folien", f"{session.code}-material-url": "https://x.example/f.pdf"}
    client.fill_in(page, data, to=f"{page}/sessions/{session.code}/material")
    sent = contributions_waiting(made.event.id)[0].contribution.id

    desk.submit(f"{QUEUE}/{sent}/accept")

    assert "[Folien](https://x.example/f.pdf)" in facts_of(session)["remains"]["de"]
    assert "decided meanwhile" in desk.post(
        f"{QUEUE}/{sent}/accept", data={"csrf_token": desk.csrf_token()}, follow_redirects=True
    ).text  # fmt: skip


def test_what_is_declined_is_told_to_the_speaker(client, desk, made, speaker, page):
    client.fill_in(page, {"name": "Star", "version": speaker.version}, to=f"{page}/profile")
    sent = contributions_waiting(made.event.id)[0].contribution.id

    assert desk.submit(f"{QUEUE}/{sent}/decline", {"reply": "Bitte Ihr Name."}).status_code == 303

    assert "Bitte Ihr Name." in client.get(page).text
    assert desk.submit(f"{QUEUE}/99999/decline").status_code == 404


def test_availability_counts_at_once(client, made, speaker, page):
    client.fill_in(page, {"hours": ["2027-06-08", "10:00", "12:00"]}, to=f"{page}/availability")

    assert list(speaker_spans(made.event.id)) == [speaker.code]


def test_an_editor_makes_sends_shows_and_revokes_a_link(app, desk, made, outbox):
    other = draft_services.add_speaker(made.event.id, name="Other", email="other@example.org")
    base = f"/cities/organise/speakers/{other.code}/link"

    assert desk.submit(f"{base}/make", {"language": "tr"}).status_code == 303
    assert desk.submit(f"{base}/send", {"language": "tr"}).status_code == 303
    token = outbox()[-1].data["secrets"]["token"]
    assert f"/speaking/{token}" in desk.get(base).text
    assert desk.submit(f"{base}/revoke").status_code == 303
    assert app.test_client().get(f"/speaking/{token}").status_code == 404
    assert desk.get("/cities/organise/speakers/NOBODY/link").status_code == 404


def test_letters_go_to_all_who_can_be_asked_after_the_number_was_shown(desk, made, outbox):
    for number in range(3):
        draft_services.add_speaker(made.event.id, name=f"Person {number}", email=f"p{number}@example.org")

    assert "Send 3 letters" in desk.get(QUEUE).text
    desk.submit(f"{QUEUE}/send", {"language": "de"})

    assert len(outbox()) == 3
    assert "was sent their link" in desk.get(QUEUE).text


@pytest.mark.parametrize(
    ("role", "sees", "decides"),
    [(RoleName.OWNER, 200, 404), (RoleName.EDITOR, 200, 404), (RoleName.OBSERVER, 200, 403), (RoleName.HOST, 403, 403)],
)
def test_who_may_see_and_who_may_decide(client, made, speaker, role, sees, decides):
    client.sign_in(events.organiser(made.event, name=role))

    assert client.get(QUEUE).status_code == sees
    assert client.submit(f"{QUEUE}/99999/accept").status_code == decides
    link = client.get(f"/cities/organise/speakers/{speaker.code}/link").status_code
    assert link == (200 if decides == 404 else 403)
