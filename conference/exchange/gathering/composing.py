"""What a session says, composed of all that a format carries: what has no field of its own stands in another."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from conference.draft.rules import limits
from conference.exchange.gathering.entries import Entry, Link, Person, RawRoom
from conference.exchange.gathering.texts import link_of, markdown_of, one_line
from conference.programme.document import Format
from conference.translated import pick

_FORMATS = {
    Format.WORKSHOP: ("workshop", "hands-on", "tutorial", "training", "atelier", "çalıştay", "exercise", "sprint"),
    Format.PANEL: ("panel", "podium", "discussion", "diskussion", "debate", "round table", "roundtable", "söyleşi"),
    Format.PLENARY: ("plenary", "keynote", "plenum", "opening", "closing", "plénière", "genel oturum"),
    Format.MEETING: ("meeting", "meetup", "bof", "assembly", "assemblée", "treffen", "self-organized", "toplantı"),
    Format.TALK: ("talk", "lecture", "vortrag", "presentation", "konuşma", "lightning", "conférence", "sunum"),
}

_LABELS = {
    "kind": {"en": "Kind of session", "de": "Art", "tr": "Tür"},
    "licence": {"en": "Licence of the recording", "de": "Lizenz der Aufzeichnung", "tr": "Kayıt lisansı"},
    "not recorded": {"en": "Not recorded", "de": "Wird nicht aufgezeichnet", "tr": "Kaydedilmez"},
    "not streamed": {"en": "Not streamed", "de": "Wird nicht übertragen", "tr": "Canlı yayımlanmaz"},
    "page": {"en": "Page of this session", "de": "Seite dieser Session", "tr": "Bu oturumun sayfası"},
    "picture": {"en": "Picture", "de": "Bild", "tr": "Görsel"},
    "feedback": {"en": "Feedback", "de": "Rückmeldung", "tr": "Geri bildirim"},
    "origin": {"en": "Origin", "de": "Ursprung", "tr": "Kaynak"},
    "recording": {"en": "Recording", "de": "Aufzeichnung", "tr": "Kayıt"},
    "link": {"en": "Link", "de": "Link", "tr": "Bağlantı"},
    "attachment": {"en": "Attachment", "de": "Anhang", "tr": "Ek"},
    "capacity": {"en": "Seats", "de": "Plätze", "tr": "Koltuk"},
    "room": {"en": "Room", "de": "Raum", "tr": "Oda"},
    "tags": {"en": "Tags", "de": "Stichwörter", "tr": "Etiketler"},
}
"""Words that stand before what a field of the file holds; they are content, in the language of the session."""


class Composer:
    """Composes texts, and keeps count of what went where and what was cut."""

    def __init__(self, base_url: str, *, is_markdown: bool = False) -> None:
        self._base_url = base_url
        self._is_markdown = is_markdown
        """Whether texts are known to be Markdown, as in files that we wrote: they are taken as they are."""
        self.kept: Counter[tuple[str, str]] = Counter()
        """How many sessions keep something elsewhere, by (what, where)."""
        self.cut: dict[tuple[str, int], list[str]] = {}
        """How the texts begin that were cut, by (what, characters at most)."""

    def markdown(self, text: str) -> str:
        """Return a text of the file as Markdown."""
        return text.strip() if self._is_markdown else markdown_of(text)

    def fitted(self, what: str, text: str, at_most: int) -> str:
        """Return a text that fits; what was cut off is remembered."""
        if len(text) <= at_most:
            return text
        self.cut.setdefault((what, at_most), []).append(text[:40])
        return text[: at_most - 1].rstrip() + "…"

    def title(self, entry: Entry) -> str:
        """Return the title; where there is none, what names the session otherwise."""
        title = one_line(entry.title) or one_line(entry.subtitle)
        title = title or next((f"[{key}]" for key in entry.ids if key), "[…]")
        return self.fitted("title", title, limits.TITLE)

    def abstract(self, entry: Entry) -> str:
        """Return subtitle, abstract and description as one text; what repeats another is said once."""
        subtitle = one_line(entry.subtitle) if one_line(entry.title) else ""
        abstract, description = self.markdown(entry.abstract), self.markdown(entry.description)
        if abstract and description.startswith(abstract):
            abstract = ""
        parts = [part for part in (abstract, description) if part]
        if subtitle:
            self.kept["subtitle", "abstract"] += 1
            plain = re.sub(r"[\\*_`]", "", subtitle).strip()
            parts.insert(0, f"**{plain}**")
        if abstract and description:
            self.kept["description", "abstract"] += 1
        return self.fitted("abstract", "\n\n".join(parts), limits.BODY)

    def format(self, entry: Entry) -> str | None:
        """Return which of our formats a kind of session is; the nearest where it has another name."""
        kind = one_line(entry.kind).casefold()
        if not kind:
            return None
        for name, words in _FORMATS.items():
            if any(re.search(rf"\b{re.escape(word)}", kind) for word in words):
                return str(name)
        return str(Format.TALK)

    def remains(self, entry: Entry, language: str) -> str:
        """Return what else the file says of the session, as a list."""
        lines = []
        kind = one_line(entry.kind)
        if kind and kind.casefold() != self.format(entry):
            self.kept["kind", "remains"] += 1
            lines.append(f"{_label('kind', language)}: {kind}")
        lines += self._said(entry.facts, entry.links, language, "remains")
        text = "\n".join(f"- {line}" for line in lines)
        return self.fitted("remains", text, limits.BODY)

    def biography(self, person: Person, language: str) -> str:
        """Return what the file says of a person, with what has no field of its own as a list below it."""
        lines = self._said(person.facts, person.links, language, "biography")
        parts = (self.markdown(person.biography), "\n".join(f"- {line}" for line in lines))
        return self.fitted("biography", "\n\n".join(part for part in parts if part), limits.BODY)

    def room_note(self, room: RawRoom, language: str) -> str:
        """Return what the file says of a room beyond its name, on one line."""
        return self.fitted("note", " · ".join(self._said(room.facts, [], language, "note")), limits.NOTE)

    def _said(
        self, facts: Iterable[tuple[str, str]], links: Iterable[Link], language: str, where: str
    ) -> Iterator[str]:
        """Yield a line for each fact and link, and count them as kept."""
        for name, value in facts:
            self.kept[name, where] += 1
            said = " ".join(markdown_of(value).split())
            label = _label(name, language)
            if not label:
                yield said
            else:
                yield f"{label}: {said}" if said else label
        for link in self._links(links):
            self.kept[link.kind, where] += 1
            yield link_of(link.title or _label(link.kind, language), link.url)

    def _links(self, links: Iterable[Link]) -> Iterator[Link]:
        """Yield links with whole addresses, each once."""
        met = set()
        for link in links:
            url = "".join(link.url.split()) if "://" in link.url else link.url.strip()
            if self._base_url and url and not re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
                url = _joined(self._base_url, url)
            if re.match(r"www\.\S+$", url):
                url = f"https://{url}"
            if (url or link.title) and url not in met:
                met.add(url)
                yield Link(link.kind, url or link.title, link.title)


def _joined(base_url: str, url: str) -> str:
    try:
        return urljoin(base_url, url)
    except ValueError:
        return url


def _label(name: str, language: str) -> str:
    return pick(_LABELS[name], language, ("en",)) if name in _LABELS else one_line(name)
