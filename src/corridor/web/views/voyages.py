"""Voyages in words: on the strip, beside their legs, and on the board of a port."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.movement.carried import VoyageStep
from corridor.domain.movement.legs import Stretch
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voyage import AT_THE_OTHER, ports_of, steps_at
from corridor.web.templating import Reader

View = dict[str, Any]


def step_text(said: VoyageStep, reader: Reader, where: str, there: str = "") -> str:
    """`delayed, 24 Nov 10:00: weather. Storm. Expected 26 Nov 08:00`: each in the time of its port.

    `there`: the other port, in whose time it is expected.
    """
    say, formats = reader.words, reader.formats
    head = f"{reader.labels(said.step, 'voyage_step')}, {formats.short_moment(said.at, where)}"
    parts = [reader.labels(said.cause, "voyage_cause") if said.cause else ""]
    parts.append(reader.legible(said.reason).rstrip("."))
    if said.expected:
        moment = formats.short_moment(said.expected, there or where)
        parts.append(say("Expected there %(moment)s", moment=moment))
    told = ". ".join(part for part in parts if part)
    return f"{head}: {told}" if told else head


def ship_text(said: VoyageStep, reader: Reader) -> str:
    """The vessel with its number; empty where none is named."""
    imo = reader.words("IMO %(number)s", number=said.imo) if said.imo else ""
    return ", ".join(part for part in (reader.named(said.vessel), imo) if part)


def said_of(leg: Stretch, state: Movement, reader: Reader) -> list[str]:
    """All that was said of the voyage on this leg, with who said it."""
    return [_line(one, reader, leg) for one in steps_at(state, leg.start.place)]


def _line(said: VoyageStep, reader: Reader, leg: Stretch) -> str:
    where = (leg.end if said.step in AT_THE_OTHER else leg.start).place
    by = reader.names.office(said.office) if said.office else reader.labels("carrier", "role")
    told = step_text(said, reader, where, leg.end.place)
    parts = (told, ship_text(said, reader), by)
    return "; ".join(part for part in parts if part)


def voyage_notes(state: Movement, reader: Reader) -> dict[str, View]:
    """By place: where the last that was said of a voyage is shown on the strip."""
    notes = {}
    for place, (_, there) in ports_of(state).items():
        said = steps_at(state, place)
        if said:
            where = there.place if said[-1].step in AT_THE_OTHER else place
            kind = "wait" if said[-1].step in ("waiting", "delayed") else ""
            brief = replace(said[-1], reason="", expected="")
            notes[where] = {"text": step_text(brief, reader, where), "kind": kind}
    return notes
