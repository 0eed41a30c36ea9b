"""Every act of the domain is whole at the desks: it has its page, its name, its sign, its file."""

from pathlib import Path
from typing import Any, get_args

import pytest

from corridor.domain.facts import Payload
from corridor.domain.kind import Kind
from corridor.domain.kinds import EVENTS, KINDS, MAY_COMMAND
from corridor.engine.codec import tag_of
from corridor.engine.records import NodeRecord
from corridor.web.acts.act import Shown
from corridor.web.acts.registry import MOVEMENTS, PERMITS, VISITS, acts_at, reading_of

ROOMS = {"mv": "movement", "pm": "permits", "gr": "guarantees", "cp": "checkpoints"}
PAGES_OF_THEIR_OWN = {
    "carrier": {
        "movement.lodge",
        "movement.amend",
        "permit.apply",
        "permit.provide_information",
        "permit.withdraw",
    },
    "customs": {"movement.report_diversion"},
    "checkpoint": {"checkpoint.arrive", "checkpoint.scan_permit"},
    "guarantor": {"guarantee.register"},
}
"""What is no dialog about a subject that is there: forms of many pages, scans, first entries."""
DESKS: list[tuple[str, tuple[Shown[Any], ...]]] = [
    ("customs", MOVEMENTS),
    ("carrier", MOVEMENTS),
    ("permit", PERMITS),
    ("checkpoint", VISITS),
]


@pytest.mark.parametrize("event", [*EVENTS, *get_args(NodeRecord)], ids=lambda e: e.__name__)
def test_every_event_has_its_name_and_sign(event: type[Payload]) -> None:
    reading = reading_of(str(event.__struct_config__.tag))
    assert reading is not None
    assert reading.event is event
    assert reading.label


@pytest.mark.parametrize("role", sorted(MAY_COMMAND))
def test_everything_a_role_may_ask_has_a_page(role: str, root: Path) -> None:
    folder = root / "src/corridor/web/acts"
    made = "".join(path.read_text() for path in folder.rglob("*.py"))
    for command in MAY_COMMAND[role]:
        tag = str(getattr(command, "__struct_config__").tag)  # noqa: B009 - of any struct
        own_page = tag in PAGES_OF_THEIR_OWN.get(role, set())
        assert own_page or f"{command.__name__}(" in made, tag


@pytest.mark.parametrize(("role", "room"), DESKS)
def test_a_desk_has_acts(role: str, room: tuple[Shown[Any], ...]) -> None:
    acts = acts_at(room, role)
    assert acts
    assert all(act.label and act.title and act.done for act in acts.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: ROOMS[kind.prefix])
def test_an_act_has_the_same_file_on_both_sides(kind: Kind[Any], root: Path) -> None:
    room = ROOMS[kind.prefix]
    for act in kind.acts:
        assert (root / "src/corridor/domain" / room / f"{act.name}.py").is_file()
        assert (root / "src/corridor/web/acts" / room / f"{act.name}.py").is_file()


def test_an_unknown_event_stands_for_itself() -> None:
    class Newer(Payload, frozen=True, tag="movement.newer/1"):
        """Of a newer version."""

    assert reading_of(tag_of(Newer())) is None
