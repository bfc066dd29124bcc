"""How long searches and filtered pages of the programme take with 400 and with 4,000 sessions: `make bench` prints it.

Texts are drawn by the same dice each time from some ten thousand made-up words, few of which are frequent, as in real
texts. No answer is a kept one: each search differs from the last by signs that mean nothing.
"""

import random
import tempfile
import time
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

import msgspec
from rich.table import Table

import config
from conference import clock
from conference.app import create_app
from conference.programme.document import Document, Municipality, Partnership, Programme
from conference.programme.rules.search import sessions_index
from tests.bench.big_programme import DAYS, big_document, code
from tests.bench.pages import NUMBER, Case, connection, measure, running_bare_view, table
from tests.databases import migrate
from tests.factories.programme import event_row, publish, uid_of
from tests.site import environment, running_site

SIZES = (400, 4_000)
WORDS = 10_000
TOWNS = 40
SYLLABLES = (
    "an", "ber", "bö", "brück", "burg", "de", "di", "en", "fen", "gen", "ges", "halb", "heim", "hir", "ı", "ka", "kö",
    "kul", "lar", "ler", "lik", "lın", "ma", "met", "na", "or", "ort", "rä", "re", "ru", "sa", "sch", "şe", "si",
    "stadt", "te", "tim", "tür", "um", "ung", "ver", "vor", "wer", "zi", "zu",
)  # fmt: skip


def searching_tables() -> list[Table]:
    """Measure, and lay the figures out: a table for each size, and one of how long an index takes to be built."""
    built = Table(title="Building the index of a programme (processor's time)")
    for heading in ("sessions", "ms", "words"):
        built.add_column(heading, justify="right")
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder:
        instance = Path(folder)
        cases = _prepare(instance, built)
        with running_site(instance, works=False) as site, running_bare_view() as bare:
            ours, theirs = connection(site.url), connection(bare)
            tables = [
                table(f"Finding among {size:,} sessions", [measure(case, ours, theirs) for case in cases[size]])
                for size in SIZES
            ]
    return [built, *tables]


def _prepare(instance: Path, built: Table) -> dict[int, list[Case]]:
    settings = replace(config.from_environment(environment(instance)), environment="testing")
    migrate(settings.database_url, instance)
    app = create_app(settings)
    cases = {}
    with app.app_context():
        for size in SIZES:
            document = wordy_document(f"of-{size}", size)
            publish(event_row(document).id, document, now=clock.now())
            cases[size] = cases_of(document)
            programme = Programme(document)
            started = time.process_time()
            index = sessions_index(programme)
            took = (time.process_time() - started) * 1000
            built.add_row(f"{size:,}", f"{took:.0f}", f"{len(index.vocabulary.words):,}")
    return cases


def cases_of(document: Document) -> list[Case]:
    """Return what is asked of a programme: words are taken from one of its sessions."""
    session = document.sessions[len(document.sessions) // 2]
    first, second, third = sorted(set(session.title["de"].split()), key=lambda word: (len(word), word))[-3:]
    wrong = third[:2] + third[3] + third[2] + third[4:]
    first, second, third, wrong, begun, nowhere = map(
        quote, (first, second, third, wrong, third[:3], f"q{wrong[1:]}wx")
    )
    at = f"/{document.event.slug}/programme?"
    return [
        Case("one word", f"{at}q={third}{NUMBER}"),
        Case("three words", f"{at}q={first}+{second}+{third}{NUMBER}"),
        Case("a typing error", f"{at}q={wrong}{NUMBER}"),
        Case("the first three letters", f"{at}q={begun}{NUMBER}"),
        Case("words in quotation marks", f"{at}q=%22{second}%22+{third}{NUMBER}"),
        Case("nothing found, the nearest offered", f"{at}q={nowhere}{NUMBER}"),
        Case("words and three filters", f"{at}q={begun}{NUMBER}&theme=theme-1&language=de&format=workshop"),
        Case("theme, language and format as a list", f"{at}theme=theme-1&language=de&format=workshop&view=list"),
        Case("a theme at a glance", f"{at}theme=theme-1"),
        Case("all as a list, the first page", f"{at}view=list"),
    ]


def wordy_document(slug: str, size: int) -> Document:
    """Draw a programme of so many sessions, as dense as the big one, with words of its own."""
    dice = random.Random(size)  # noqa: S311 - words, no secret
    words = sorted({"".join(dice.choices(SYLLABLES, k=dice.randint(1, 5))) for _ in range(WORDS)})
    dice.shuffle(words)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def text(length: int) -> str:
        return " ".join(dice.choices(words, cum_weights=weights, k=length)).capitalize()

    days = DAYS * size // SIZES[0]
    towns = [
        Municipality(key=f"town-{n}", name=dice.choice(words).capitalize(), country="DE", latitude=50, longitude=n / 2)
        for n in range(TOWNS)
    ]
    ties = [Partnership(slug=f"tie-{n}", first=f"town-{n}", second=f"town-{n + 1}") for n in range(0, TOWNS, 2)]
    base = big_document(slug, sessions=size, days=days)
    sessions = tuple(
        msgspec.structs.replace(
            one,
            uid=uid_of(f"{slug}-{one.code}"),
            code=code(size * len(SYLLABLES) ** 2 + number),
            title={language: text(6) for language in one.title},
            abstract={language: text(55) for language in one.abstract},
            partnerships=(dice.choice(ties).slug,),
        )
        for number, one in enumerate(base.sessions)
    )
    return msgspec.structs.replace(
        base,
        municipalities=tuple(towns),
        partnerships=tuple(ties),
        sessions=sessions,
    )


if __name__ == "__main__":
    from rich.console import Console

    for figures in searching_tables():
        Console().print(figures)
