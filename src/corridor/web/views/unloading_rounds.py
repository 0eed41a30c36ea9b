"""The rounds of an unloading, each with what was declared and what was found, for macros/rounds."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Fact
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import Remark, UnloadingRemarked
from corridor.engine.queries import Logged
from corridor.web.act import Tale
from corridor.web.templating import Reader
from corridor.web.views.desk_unloading import figure, line_at
from corridor.web.views.seals import seals_said

_TAG: Final = str(UnloadingRemarked.__struct_config__.tag)


def said_in_rounds(entries: Iterable[Logged]) -> list[Fact[UnloadingRemarked]]:
    """What was said of the unloading, in the order in which it was recorded."""
    return [entry.fact for entry in entries if entry.tag == _TAG]


def rounds_of(state: Movement, entries: Iterable[Logged], reader: Reader) -> list[dict[str, Any]]:
    """Of a timeline."""
    rounds = enumerate(said_in_rounds(entries), 1)
    return [_round(number, fact, state, reader) for number, fact in rounds]


def _round(
    number: int, fact: Fact[UnloadingRemarked], state: Movement, reader: Reader
) -> dict[str, Any]:
    said = fact.payload
    tale = Tale(reader, said.office, state)
    return {
        "number": number,
        "at": reader.formats.moment(fact.at, said.office),
        "by": reader.labels(fact.actor.role, "role"),
        "complete": said.complete,
        "conforms": said.conforms,
        "seals": seals_said(tale, said.seals_intact, said.broken_seals),
        "new_seals": ", ".join(said.new_seals),
        "text": said.text,
        "rows": [_row(state, remark, reader) for remark in said.remarks],
    }


def _row(state: Movement, remark: Remark, reader: Reader) -> dict[str, str]:
    subject, what = line_at(state.dossier, remark.pointer, reader)
    return {
        "subject": subject,
        "what": what,
        "was": figure(remark.pointer, remark.declared, reader),
        "found": figure(remark.pointer, remark.found, reader),
    }
