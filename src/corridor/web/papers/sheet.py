"""What a paper is made of, as layout/papers.typ takes it: plain texts in both languages."""

import msgspec

Lines = tuple[str, ...]
"""Texts one below the other; empty ones are left out."""


class Box(msgspec.Struct, frozen=True, omit_defaults=True):
    """A box of a form: number of its data element, title, content, parts of the row's width."""

    title: Lines
    lines: Lines
    number: str = ""
    width: int = 1
    room: int = 0
    """Millimetres of height that are kept free, for stamp and signature."""


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column of a table. `width`: parts of the whole."""

    title: Lines
    width: int
    number: str = ""
    right: bool = False


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table whose head comes again on each page."""

    title: Lines
    columns: tuple[Column, ...]
    rows: tuple[tuple[Lines, ...], ...]
    tall: bool = False
    """Rows with room for a stamp."""


class Code(msgspec.Struct, frozen=True, omit_defaults=True):
    """A QR code as a drawing, its size in millimetres, and what stands below it."""

    svg: str
    size: int
    lines: Lines = ()


class Card(msgspec.Struct, frozen=True):
    """To be cut out and folded: two sides of ID-1 (85.6 by 54 mm), what it says and its code."""

    title: Lines
    reference: str
    boxes: tuple[Box, ...]
    code: Code


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """One paper with page numbers of its own. Parts are set in the order of the fields."""

    title: Lines
    reference: str
    """Stands at the head of each page beside the page's number."""
    bars: str = ""
    """Code 128 of the reference: one letter per module, 1 is black."""
    code: Code | None = None
    """Beside the title."""
    marks: tuple[Lines, ...] = ()
    """What has to be seen first: not released, amended."""
    codes: tuple[Code, ...] = ()
    beside: tuple[Box, ...] = ()
    """Beside the one code of a sheet, one below the other."""
    rows: tuple[tuple[Box, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    signatures: tuple[tuple[Box, ...], ...] = ()
    listed: tuple[Table, ...] = ()
    """What may run over many pages."""
    foot: Lines = ()
    cards: tuple[Card, ...] = ()
