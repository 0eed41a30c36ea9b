"""A running node for the tests of its web: people, one lodged movement, permits applied for."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.state import Movement
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.refusal_words import _Values
from tests.support.cheap_passwords import passwords_are_cheap
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    GRN,
    MOVEMENT,
    REFERENCE,
    RULES,
    FakeClock,
    customs,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.web import make_services, put_people, running

PERMIT = "pm-KG-00000000000000000001"
VISIT = "cp-KG-00000000000000000001"
GATE = Actor("KGDOST01", "kg-border", "gate", "checkpoint")


class World(NamedTuple):
    """What the tests ask about."""

    core: Core
    clock: FakeClock
    client: TestClient[Litestar]
    mrn: str


def fill(core: Core) -> str:
    """A guarantee, an accepted movement, a permit applied for, a truck at the gate; the MRN."""
    put_people(core)
    assert not register_guarantee(core).refusals
    assert not lodge(core).refusals
    assert not do(core, AcceptDeclaration(), customs("KGOSH001")).refusals
    needs = requirements_of(DOSSIER, RULES, REFERENCE, "2026-11-21")
    asked = request_for(next(n for n in needs if n.kind == "phytosanitary"), DOSSIER, MOVEMENT)
    assert not do(core, ApplyForPermit(asked), CARRIER, PERMIT).refusals
    arrival = RegisterArrival("KGDOST01", "01KG777ABC", "exit")
    assert not do(core, arrival, GATE, VISIT).refusals
    state = Queries(core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    return state.mrn


@pytest.fixture(autouse=True)
def every_text_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page shows "…" where a refusal brings less than its text needs; here it is a fault."""

    def missing(values: object, name: str) -> str:
        raise AssertionError(f"a text was said without its value {name!r}")

    monkeypatch.setattr(_Values, "__missing__", missing)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A node with something on it, and a client that nobody has signed in yet."""
    clock = FakeClock()
    core = make_core(clock=clock, rules=RULES)
    mrn = fill(core)
    with running(make_services(tmp_path, core)) as client:
        yield World(core, clock, client, mrn)


@pytest.fixture
def client(world: World) -> TestClient[Litestar]:
    """The client of `world`."""
    return world.client


__all__ = ["GRN", "PERMIT", "VISIT", "passwords_are_cheap"]
