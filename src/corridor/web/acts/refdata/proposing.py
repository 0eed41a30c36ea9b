"""Proposing a list: its form takes a file, and how it reads."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from corridor.domain.refdata.proposing import ProposeReference, ReferenceProposed
from corridor.domain.refdata.rows import ListName, Row
from corridor.domain.refdata.state import Source
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import AT_ONCE, Act, Deed, Reading, Shown, Tale


class Filled(NamedTuple):
    """List, day and rows, as the file gave them."""

    list: ListName
    valid_from: str
    rows: tuple[Row, ...]


def _command(deed: Deed[Filled]) -> ProposeReference:
    source: Source = one_line(deed.form["source"])[:200]
    return ProposeReference(*deed.state, source)


def _reads(said: ReferenceProposed, tale: Tale) -> Iterable[str]:
    reader, day = tale.reader, tale.reader.formats.day(said.valid_from)
    count = reader.words.ngettext("%(num)s row", "%(num)s rows", len(said.rows))
    named = reader.labels(said.list, "refdata")
    yield tale.say("%(list)s from %(day)s on: %(count)s.", list=named, day=day, count=count)
    yield said.source


PROPOSE: Final = Act[Filled](
    name="propose",
    desk="operator",
    label=N_("Bring it in"),
    title=N_("Bring in a list"),
    consequence=lambda deed: deed.reader.words(
        "It counts for nobody until another operator confirms it."
    ),
    command=_command,
    done=N_("The list waits to be confirmed"),
    offered=lambda state, actor: AT_ONCE,
    pointers={"/valid_from": "valid_from", "/rows": "file"},
)
"""Of a list that may not be there yet: its state is what the file holds."""
PROPOSING: Final = Shown[Any](reads=(Reading(ReferenceProposed, N_("List proposed"), note=_reads),))
