"""A train as its page and the API show it: wagon by wagon, with what stands and what came of it."""

from collections import Counter
from typing import Any, Final

import msgspec

from corridor.domain.codes import as_issued, check_wagon
from corridor.domain.consignment import wagons_of
from corridor.domain.facts import Actor
from corridor.domain.movement.parts import WagonsDone
from corridor.domain.movement.state import Movement
from corridor.domain.movement.wagons import standing_at
from corridor.domain.refusals import Refusal
from corridor.domain.searching import mark_of
from corridor.engine.queries import Queries
from corridor.web.acts.movement.wagons import possible
from corridor.web.templating import Reader
from corridor.web.trains.matching import carried_on, said_of
from corridor.web.trains.model import Order, Result, Train

View = dict[str, Any]
Standing = dict[str, WagonsDone]
"""By mark of a wagon, the last that the office said of it."""
CUSTOMS: Final = "/customs"
GROUP: Final = 20
"""Wagons of a long train that are shown at once."""
LACKING_MAX: Final = 8
"""Wagons that are named of a movement."""
KINDS = {"done": "ok", "already": "neutral", "refused": "stop", "unknown": "wait", "fault": "stop"}
STANDING = {"stopped": "stop", "": "neutral"}


class Line(msgspec.Struct, frozen=True):
    """A wagon: its number, the movements on it, what this office said of it on each."""

    wagon: str
    is_right: bool
    movements: tuple[Movement, ...]
    said: tuple[str, ...]
    result: Result | None

    @property
    def standing(self) -> str:
        """What was said of it: of groupage, the worst."""
        if len(set(self.said)) == 1:
            return self.said[0]
        return "stopped" if "stopped" in self.said else ""


def lines_of_train(train: Train, queries: Queries, actor: Actor) -> tuple[Line, ...]:
    """In the order of the train."""
    carried = carried_on(queries, train.wagons, actor)
    movements = {one.id: one for found in carried.values() for one in found}
    standing = {one.id: standing_at(one, train.office) for one in movements.values()}
    return tuple(_line(train, wagon, carried[mark_of(wagon)], standing) for wagon in train.wagons)


def _line(
    train: Train, wagon: str, movements: tuple[Movement, ...], standing: dict[str, Standing]
) -> Line:
    mark = mark_of(wagon)
    said = tuple(said_of(one, train.office, standing[one.id].get(mark)) for one in movements)
    is_right = check_wagon(as_issued("wagon", wagon)).ok
    return Line(wagon, is_right, movements, said, train.results.get(mark))


def dids_of(lines: tuple[Line, ...], office: str) -> tuple[str, ...]:
    """What may be said of any of them, in the order of a journey."""
    movements = {one.id: one for line in lines for one in line.movements}
    found = (possible(one, office) for one in movements.values())
    known = frozenset(did for dids in found for did in dids)
    return tuple(did for did in ("sealed", "left", "crossed", "stopped", "arrived") if did in known)


def rows_of_train(
    train: Train,
    lines: tuple[Line, ...],
    order: Order | None,
    reader: Reader,
    path: str = CUSTOMS,
) -> list[View]:
    """As the page draws them. `path`: where a desk shows a movement."""
    waiting = frozenset(order.wagons) - frozenset(order.done) if order is not None else frozenset()
    return [
        _row(line, mark_of(line.wagon) in waiting, reader, k, path)
        for k, line in enumerate(lines, 1)
    ]


def _row(line: Line, waits: bool, reader: Reader, number: int, path: str) -> View:
    _, found = reader.words, line.result
    word = _("Waits") if waits else reader.labels(found.result, "wagon_result") if found else ""
    return {
        "number": number,
        "wagon": line.wagon,
        "mark": mark_of(line.wagon),
        "is_right": line.is_right,
        "movements": [_named(one, path) for one in line.movements],
        "standing": reader.labels(line.standing, "wagons_did") if line.standing else "",
        "kind": STANDING.get(line.standing, "ok"),
        "result": word,
        "did": reader.labels(found.did, "wagons_did") if found and not waits else "",
        "result_kind": "wait" if waits else KINDS[found.result] if found else "",
        "faults": [_said(one, reader) for one in found.refusals] if found and not waits else [],
    }


def groups_of(rows: list[View]) -> list[View]:
    """So many at once, the first open: folded, each says how many of its wagons stand how."""
    size = GROUP if len(rows) > GROUP * 1.5 else len(rows) or 1
    parts = [rows[at : at + size] for at in range(0, len(rows), size)]
    return [
        {
            "first": part[0]["number"],
            "last": part[-1]["number"],
            "gist": [f"{word}: {count}" for word, count in _words_of(part)],
            "is_open": part is parts[0],
            "rows": part,
        }
        for part in parts
    ]


def _words_of(rows: list[View]) -> list[tuple[str, int]]:
    said = Counter(row[name] for row in rows for name in ("standing", "result"))
    return [(word, count) for word, count in said.most_common() if word]


def left_out(lines: tuple[Line, ...], path: str = CUSTOMS) -> list[View]:
    """Movements of the train, each with those of its wagons that the list lacks."""
    listed = {mark_of(line.wagon) for line in lines}
    carried = {one.id: one for line in lines for one in line.movements}
    return [view for one in carried.values() if (view := _left_out(one, listed, path))["wagons"]]


def _left_out(movement: Movement, listed: set[str], path: str) -> View:
    wagons = [one.id for one in wagons_of(movement.dossier) if mark_of(one.id) not in listed]
    return _named(movement, path) | {
        "wagons": wagons[:LACKING_MAX],
        "more": max(0, len(wagons) - LACKING_MAX),
    }


def _named(movement: Movement, path: str) -> View:
    return {"ref": movement.reference, "href": f"{path}/{movement.mrn or movement.id}"}


def _said(refusal: Refusal, reader: Reader) -> str:
    said = reader.refusals.say(refusal)
    return f"{said.text} {said.remedy}".strip()


def counts_of(lines: tuple[Line, ...]) -> dict[str, int]:
    """How many wagons there are, how many are known, and what was said of them."""
    known = [line for line in lines if line.movements]
    return {
        "wagons": len(lines),
        "known": len(known),
        "movements": len({m.id for line in known for m in line.movements}),
        "stopped": sum(line.standing == "stopped" for line in known),
        "done": sum(line.standing in ("left", "crossed", "arrived", "sealed") for line in known),
    }
