"""A value of a dossier as its reader says it: codes by their words, parts by their headings."""

from collections.abc import Mapping
from typing import Final

from corridor.domain.refusals import N_
from corridor.web.labels.documents import DOCUMENT_TYPES
from corridor.web.labels.labels import DOCUMENT_GROUPS, GUARANTEE_KINDS, MODES, OFFICE_ROLES
from corridor.web.labels.rail import MEANS_KINDS
from corridor.web.templating import Reader

GROUPS: Final[Mapping[str, str]] = {
    "parties": N_("Parties"),
    "goods": N_("Goods"),
    "transport": N_("Transport"),
    "route": N_("Route"),
    "guarantees": N_("Guarantee"),
    "documents": N_("Documents"),
    "": N_("Declaration"),
}
"""Parts of a record, in the order in which they are shown."""
_GROUP_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "parties": ("holder", "representative", "consignor", "consignee", "carrier"),
    "documents": ("documents[]", "authorisations[]", "attachments[]", "answers"),
    "route": ("route", "countries_of_routing[]", "country_of_dispatch", "country_of_destination"),
    "guarantees": ("guarantees[]", "tir_carnet", "tir_holder"),
    "transport": (
        *("equipment[]", "means[]", "vehicle", "driver"),
        *("inland_mode", "border_mode", "containerised"),
    ),
    "goods": ("consignment",),
}
"""By the names on a field's path; the first group that has one of them."""
_ROLES: Final = {"departure": N_("at departure"), "border": N_("at the border")}
_MODE_CODES: Final = {"1": MODES["sea"], "2": MODES["rail"], "3": MODES["road"]}
_YES_NO: Final = {"true": N_("yes"), "false": N_("no")}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "points[].role": OFFICE_ROLES,
    "points[].mode": MODES,
    "means[].role": _ROLES,
    "means[].kind": MEANS_KINDS,
    "guarantees[].kind": GUARANTEE_KINDS,
    "documents[].group": DOCUMENT_GROUPS,
    "documents[].kind": DOCUMENT_TYPES,
    "authorisations[].kind": DOCUMENT_TYPES,
    "consignment.inland_mode": _MODE_CODES,
    "consignment.border_mode": _MODE_CODES,
}
"""Words of values that are codes, by the last two names of their field."""
_SAY_THEIR_CODE: Final = (OFFICE_ROLES, MODES, _ROLES, GUARANTEE_KINDS, DOCUMENT_GROUPS)
"""The code is the word in English or stands in the word."""


def group_of(path: str) -> str:
    """Of `GROUPS`, the one that a field belongs to."""
    names = set(path.split("."))
    return next((one for one, having in _GROUP_OF.items() if names & set(having)), "")


def said_value(reader: Reader, path: str, text: str) -> str:
    """A value in words; a code that an official knows by heart stays beside its word."""
    names, last = reader.names, path.rpartition(".")[2].removesuffix("[]")
    if last == "office":
        return f"{names.office(text)} ({text})"
    if last == "place":
        return names.place(text)
    if last in ("country", "nationality") or last.startswith("countr"):
        return f"{names.country(text)} ({text})"
    return _word(reader, path, text)


def _word(reader: Reader, path: str, text: str) -> str:
    words = _WORDS.get(".".join(path.split(".")[-2:]), _YES_NO)
    if text not in words:
        return text
    word = reader.words(words[text])
    return word if words is _YES_NO or words in _SAY_THEIR_CODE else f"{word} ({text})"
