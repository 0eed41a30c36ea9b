"""What the report is made of, as papers/layout/report.typ takes it: plain texts in one language."""

import msgspec

Lines = tuple[str, ...]


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column of a table. `width`: parts of the whole."""

    title: str
    width: int = 1
    right: bool = False


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table whose head comes again on each page; each cell has lines."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Lines, ...], ...]


class Picture(msgspec.Struct, frozen=True):
    """A chart as SVG, with its caption."""

    svg: str
    caption: str


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One section: its texts, then tables, then pictures, then notes in small letters."""

    title: str
    texts: Lines = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: Lines = ()


class Attached(msgspec.Struct, frozen=True):
    """A file inside the PDF."""

    name: str
    says: str
    data: str


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """The whole of it. `head`: stands on each page beside its number."""

    lang: str
    title: str
    about: str
    period: str
    head: str
    page_of: str
    """`page {n} of {all}`, in the reader's language."""
    lines: Lines
    parts: tuple[Part, ...]
    foot: str
    mark: str = ""
    files: tuple[Attached, ...] = ()
