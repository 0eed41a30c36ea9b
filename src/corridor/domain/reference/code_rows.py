"""Rows of the lists of codes that all states share: countries, packages, units, and so on.

The lists that come with the program are the first edition; a state that issues one of its own
judges by that from its day on.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from corridor.domain.values import Date

Title = Annotated[str, Meta(max_length=300)]
HazardClass = Literal["1", "2", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "6.2", "7", "8", "9"]


class CodeRow(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A code with its names, and its first and last day (ISO), both included."""

    code: Annotated[str, Meta(pattern=r"\A[A-Z0-9]{2,4}\Z")]
    name_en: Title = ""
    name_ru: Title = ""
    valid_from: Date = "2000-01-01"
    valid_to: Date | None = None

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return self.code

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one; may be empty."""
        return self.name_ru if language == "ru" else self.name_en

    def counts_on(self, day: str) -> bool:
        """Whether there is such a code on a day (ISO)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CountryCode(CodeRow, frozen=True, tag="country"):
    """A country, ISO 3166-1 alpha-2, or what customs law names beside: XI, XK, EU."""


class PackageKind(CodeRow, frozen=True, tag="package"):
    """A kind of package, UNECE Recommendation 21.

    ``bulk``      no packages to count nor marks to give (NCTS code list 181)
    ``unpacked``  pieces counted without packaging (NCTS code list 182)
    """

    bulk: bool = False
    unpacked: bool = False


class UnitRow(CodeRow, frozen=True, tag="unit"):
    """A unit of measure, UNECE Recommendation 20. ``symbol``: as it is written beside a number."""

    symbol: Annotated[str, Meta(max_length=60)] = ""


class CurrencyRow(CodeRow, frozen=True, tag="currency"):
    """A currency, ISO 4217. ``digits``: those of its minor unit, 2 where it has hundredths."""

    digits: Annotated[int, Meta(ge=0, le=4)] = 2


class DangerousRow(CodeRow, frozen=True, tag="dangerous", kw_only=True):
    """A UN number of dangerous goods.

    ``hazard``          its class in the agreement on carriage by road (ADR)
    ``classification``  the code inside that class: ``F1``, ``1.4S``; empty where there is none
    """

    hazard: HazardClass
    classification: Annotated[str, Meta(max_length=20)] = ""


class GoodsCode(CodeRow, frozen=True, tag="goods"):
    """A chapter or heading of the Harmonized System.

    ``subheadings``  the last two digits of each subheading of a heading
    ``name_ru``      a short title of our own, not the official one
    ``words_ru``     words of trade by which it is looked for beside those of its title
    """

    subheadings: Annotated[
        tuple[Annotated[str, Meta(pattern=r"\A\d{2}\Z")], ...], Meta(max_length=99)
    ] = ()
    words_ru: Title = ""
