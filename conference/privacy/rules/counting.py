"""What goes on being counted of those who go. Pure."""

from collections.abc import Collection, Mapping

from conference.translated import folded

FEWEST_OF_A_TOWN = 3
"""From how many on a municipality that is not in the programme goes on under its name: a single one is a trace."""


def town_to_count(written: str, towns: Collection[str], named: Mapping[str, int]) -> str:
    """Return under which name somebody's municipality goes on being counted; empty where it might tell who they were.

    :param written: as they wrote it: free text.
    :param towns: of the programme.
    :param named: how many write or wrote it so, by name.
    """
    name = written.strip()
    is_known = folded(name) in {folded(town) for town in towns}
    return written if name and (is_known or named.get(written, 0) >= FEWEST_OF_A_TOWN) else ""
