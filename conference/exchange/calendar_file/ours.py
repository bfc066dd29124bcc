"""Descriptions as our own feeds write them: taken apart again into what they were made of."""

import re
from dataclasses import dataclass, field

PRODUCT = "-//Meridian//"
LABELS = {
    "de": {"Vortragende": "speakers", "Raum": "room", "Thema": "theme"},
    "tr": {"Konuşmacılar": "speakers", "Oda": "room", "Tema": "theme"},
    "en": {"Speakers": "speakers", "Room": "room", "Theme": "theme"},
}
"""What stands before the facts of an entry in each language of our feeds."""
_FACT = re.compile(r"([^:\n]{2,40}): (.+)")
_CITY = re.compile(r"\d\d:\d\d ([^,\n]+)")
_DOOR = re.compile(r"/s/([0-9A-Z]{6})\b")


@dataclass
class Parts:
    """What an entry of ours says."""

    abstract: str = ""
    city: str = ""
    language: str = ""
    room: str = ""
    theme: str = ""
    speakers: list[str] = field(default_factory=list)


def taken_apart(description: str) -> Parts:
    """Return the parts of a description; one that our feeds did not write is all abstract."""
    paragraphs = description.split("\n\n")
    if len(paragraphs) < 2 or not _DOOR.search(paragraphs[-1]):  # noqa: PLR2004 - the times and the door
        return Parts(abstract=description)
    told = _CITY.search(paragraphs[0])
    parts = Parts(city=told[1].replace("İ", "I") if told else "")
    body = paragraphs[1:-1]
    for number, paragraph in enumerate(body):
        facts = [_FACT.fullmatch(line) for line in paragraph.split("\n")]
        known = [(language, kind) for language, labels in LABELS.items() for fact in facts if fact
                 for label, kind in labels.items() if fact[1] == label]  # fmt: skip
        if known and all(facts):
            parts.language = known[0][0]
            for fact in facts:
                if fact:
                    _take(parts, LABELS[parts.language].get(fact[1], ""), fact[2])
            del body[number]
            break
    parts.abstract = "\n\n".join(body)
    return parts


def _take(parts: Parts, kind: str, value: str) -> None:
    match kind:
        case "room":
            parts.room = value
        case "theme":
            parts.theme = value.split(", ", maxsplit=1)[0]
        case "speakers":
            # A town behind a name may have commas of its own.
            parts.speakers = [re.sub(r" \([^()]*\)$", "", name) for name in re.split(r", (?![^()]*\))", value)]
