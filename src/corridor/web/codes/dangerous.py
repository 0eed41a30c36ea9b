"""Dangerous goods in words: what a UN number is called, and of which class it is."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.reference.code_rows import DangerousRow
from corridor.domain.refusals import N_
from corridor.web.templating import Reader

HAZARDS: Final = {
    "1": N_("class 1: explosives"),
    "2": N_("class 2: gases"),
    "3": N_("class 3: flammable liquids"),
    "4.1": N_("class 4.1: flammable solids"),
    "4.2": N_("class 4.2: substances that catch fire by themselves"),
    "4.3": N_("class 4.3: substances that give off flammable gas in water"),
    "5.1": N_("class 5.1: oxidizing substances"),
    "5.2": N_("class 5.2: organic peroxides"),
    "6.1": N_("class 6.1: toxic substances"),
    "6.2": N_("class 6.2: infectious substances"),
    "7": N_("class 7: radioactive material"),
    "8": N_("class 8: corrosive substances"),
    "9": N_("class 9: other dangerous substances and articles"),
}
"""Classes of the agreement on carriage of dangerous goods by road, in words of our own."""


def hazard_of(reader: Reader, code: str) -> str:
    """The class of a UN number in words; empty of one that no list knows."""
    row = reader.names.row("dangerous", code)
    return reader.words(HAZARDS[row.hazard]) if isinstance(row, DangerousRow) else ""


def dangerous_said(reader: Reader, codes: Iterable[str]) -> str:
    """Each with its name, where the reader's language has one, and its class."""
    return "; ".join(_said(reader, code) for code in codes)


def _said(reader: Reader, code: str) -> str:
    name, hazard = reader.names.of_list("dangerous", code), hazard_of(reader, code)
    named = f"UN {code} {name}".rstrip()
    return f"{named} ({hazard})" if hazard else named
