from collections import Counter
from contextvars import Context
from threading import Barrier, Lock, Thread

from conference.db import db, transaction
from conference.mail.render import Words
from conference.mail.services import deliver_due_letters, put_letter

WORKERS = 4
LETTERS = 40


def test_many_workers_send_each_letter_once(app, now, outbox):
    with transaction():
        for number in range(LETTERS):
            put_letter("a/b", to=f"person{number}@example.org", language="en", data={}, now=now)
    db.session.rollback()
    sent: Counter[str] = Counter()
    lock, start = Lock(), Barrier(WORKERS)

    class Carrier:
        def deliver(self, mail):
            with lock:
                sent[str(mail["To"])] += 1

        def close(self):
            pass

    def work():
        with app.app_context():
            start.wait()
            deliver_due_letters(
                render=lambda *_: Words("Subject", "text\n", "<p>text</p>"),
                carrier=Carrier(),
                sender="Meridian <m@example.org>",
                now=lambda: now,
            )

    workers = [Thread(target=Context().run, args=(work,)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(sent) == LETTERS
    assert set(sent.values()) == {1}
    assert {(letter.state, letter.attempts) for letter in outbox()} == {("sent", 1)}
