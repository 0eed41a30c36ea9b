"""Lists that states issued, as their nodes fold them."""

from typing import Any

from corridor.domain.facts import Actor, Fact
from corridor.domain.refdata.in_force import with_editions
from corridor.domain.refdata.issuing import ReferenceIssued
from corridor.domain.refdata.kind import REFDATA
from corridor.domain.refdata.proposing import ReferenceProposed
from corridor.domain.refdata.rows import ListName, Row
from corridor.domain.refdata.state import ReferenceList, list_id
from corridor.domain.reference.model import Reference
from tests.domain.movement_world import NOW, REFERENCE

FIRST = Actor("", "kg-operator", "operator", "operator")
SECOND = Actor("", "kg-operator", "operator-2", "operator")
LATER = "2026-12-01"


def issued(name: ListName, rows: tuple[Row, ...], day: str = LATER, node: str = "KG") -> Any:
    said = ReferenceProposed(name, day, rows)
    facts = [
        Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)
        for number, (payload, actor) in enumerate(
            [(said, FIRST), (ReferenceIssued(NOW), SECOND)], start=1
        )
    ]
    state = REFDATA.fold(list_id(node, name, day), facts)
    assert state is not None
    return state


def sets(*lists: ReferenceList) -> Reference:
    return with_editions(REFERENCE, lists)
