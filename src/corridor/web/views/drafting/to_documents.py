"""Documents beside invoice and consignment note, of the whole load, a part or an item: one a line.

A line is the code of the type and the number, and a note after a semicolon. Which codes a group
has, the code lists of NCTS say; a code that is not known here stands for itself.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Final, Literal, get_args

from corridor.domain.consignment import Document
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line, plain
from corridor.web.forms import Form
from corridor.web.shape_words import TOO_LONG
from corridor.web.views.drafting.lines import from_lines, lines_of
from corridor.web.views.drafting.reading import Reading

Group = Literal["previous", "supporting", "transport", "additional"]
GROUPS: Final[tuple[Group, ...]] = get_args(Group)
REFERENCE_MAX: Final = 70
NOTE_MAX: Final = 512
NOT_A_DOCUMENT: Final = N_(
    "“%(line)s”: write the code of the type and the number, for example N703 HB-17."
)
_CODE: Final = re.compile(r"[0-9A-Z]{3,6}")
IsApart = Callable[[Document], bool]


def field_of(group: str) -> str:
    """The field in which the documents of a group are typed."""
    return f"doc_{group}"


def document_line(one: Document) -> str:
    """`N703 HB-17; two originals`."""
    named = " ".join(filter(None, (one.kind, one.reference)))
    return one_line(f"{named}; {one.note}" if one.note else named)


def further_documents(
    read: Reading, had: tuple[Document, ...], is_apart: IsApart = lambda one: False
) -> tuple[Document, ...]:
    """All documents, with those of the fields; others, and those that have fields of their own
    (`is_apart`), stay as they are.
    """
    for group in GROUPS:
        were = tuple(one for one in had if one.group == group and not is_apart(one))
        name = field_of(group)
        now = from_lines(read[name], were, document_line, partial(_read, read, group))
        if now != were:
            had = (*(one for one in had if one.group != group or is_apart(one)), *now)
        read.count_entries(name, len(lines_of(read[name])))
    return had


def _read(read: Reading, group: Group, line: str, was: Document | None) -> Document:
    named, _, note = line.partition(";")
    code, _, number = named.strip().partition(" ")
    kind, reference = plain(code).upper(), number.strip()
    if not _CODE.fullmatch(kind):
        read.note(field_of(group), NOT_A_DOCUMENT, line=line)
    for given, limit in ((reference, REFERENCE_MAX), (note.strip(), NOTE_MAX)):
        if len(given) > limit:
            read.note(field_of(group), TOO_LONG, limit=str(limit), given=str(len(given)))
    return Document(group, kind[:6], reference[:REFERENCE_MAX], note.strip()[:NOTE_MAX])


def take_added(form: Form) -> bool:
    """One more, typed in fields of its own, becomes a line of its group; whether there was one."""
    kind, number, note = (one_line(form[f"add_{name}"]) for name in ("kind", "number", "note"))
    group = form["add_group"] if form["add_group"] in GROUPS else GROUPS[1]
    if not (kind or number):
        return False
    line = " ".join(filter(None, (kind, number))) + (f"; {note}" if note else "")
    name = field_of(group)
    form.values[name] = ["\n".join(filter(None, (form[name], line)))]
    for field in ("add_kind", "add_number", "add_note"):
        form.values[field] = [""]
    return True
