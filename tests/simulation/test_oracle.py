"""The oracle is not blind: each broken promise is seen where it is broken on purpose."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.stores.memory import MemoryStore
from corridor.stores.memory_tables import Tables
from tests.simulation.machine import Machine
from tests.simulation.oracle import Oracle
from tests.simulation.people import People
from tests.simulation.test_simulation import kind_run

Break = Callable[[dict[str, Tables]], None]


@pytest.fixture(scope="module")
def run() -> tuple[dict[str, Machine], People]:
    """One whole run that kept its promises, along a corridor that ends in Georgia."""
    return kind_run()


def departure(tables: dict[str, Tables]) -> str:
    """The state in which the corridor begins."""
    return next(iter(tables))


def lose_an_act(tables: dict[str, Tables]) -> None:
    name, lodged = next(
        (name, e)
        for name, here in tables.items()
        for e in here.log
        if e.node == name and e.tag == "movement.lodged/1"
    )
    del tables[name].named[name, lodged.number]


def lose_a_delivery(tables: dict[str, Tables]) -> None:
    there = tables["GE"]
    foreign = next(e for e in there.log if e.node == departure(tables))
    there.log[foreign.index] = replace(foreign, leaf=b"another leaf")


def show_a_stranger(tables: dict[str, Tables]) -> None:
    secret = next(e for e in tables[departure(tables)].log if e.tag.startswith("guarantee."))
    tables["GE"].log.append(replace(secret, index=len(tables["GE"].log)))


def rewrite_the_past(tables: dict[str, Tables]) -> None:
    name = departure(tables)
    here = tables[name]
    first = here.log[2]
    here.log[2] = replace(first, data=first.data.replace(name.encode(), b"XX", 1))


def change_a_state(tables: dict[str, Tables]) -> None:
    """Of one movement that goes there, and has not been led another way."""
    there = tables["GE"]
    subject = next(
        subject
        for subject, kept in there.states.items()
        if subject.startswith("mv-") and kept.data and _concerns(kept.data, "GE")
    )
    there.states[subject] = replace(there.states[subject], data=b"\xc0")


def _concerns(data: bytes, node: str) -> bool:
    state = msgspec.msgpack.decode(data)
    return bool(state.get("mrn")) and node not in state.get("withdrawn", ())


def drop_an_entry(tables: dict[str, Tables]) -> None:
    for here in tables.values():
        here.log = [
            replace(e, tag="node.started/1") if e.tag == "command.refused/1" else e
            for e in here.log
        ]


def lower_an_amount(tables: dict[str, Tables]) -> None:
    for here in tables.values():
        here.log = [
            replace(e, data=re.sub(rb'"reference_minor":\d+', b'"reference_minor":1', e.data))
            if e.tag in ("guarantee.registered/1", "guarantee.terms_changed/1")
            else e
            for e in here.log
        ]


def hold_for_nobody(tables: dict[str, Tables]) -> None:
    for name, here in tables.items():
        for subject, kept in list(here.states.items()):
            if kept.data and subject[:3] == "gr-" and subject[5:7] == name:
                state = msgspec.msgpack.decode(kept.data)
                state["reserved"] = {f"mv-{name}-none": 1}
                here.states[subject] = replace(kept, data=msgspec.msgpack.encode(state))


def claim_for_nobody(tables: dict[str, Tables]) -> None:
    for name, here in tables.items():
        movements = [one for one in here.states if one.startswith("mv-")]
        for subject, kept in list(here.states.items()):
            if kept.data and subject[:3] == "gr-" and subject[5:7] == name and movements:
                state = msgspec.msgpack.decode(kept.data)
                claim = {"reference": "x", "office": "x", "amount_minor": 1, "pay_by": "x"}
                state["claims"] = dict.fromkeys(movements, claim)
                here.states[subject] = replace(kept, data=msgspec.msgpack.encode(state))


def forget_what_was_weighed(tables: dict[str, Tables]) -> None:
    for here in tables.values():
        for kind, id in [key for key in here.documents if key[0] == "risk"]:
            del here.documents[kind, id]


def tell_a_profile(tables: dict[str, Tables]) -> None:
    there = tables["GE"]
    foreign = next(e for e in there.log if e.node == departure(tables))
    there.log[foreign.index] = replace(
        foreign, data=foreign.data.replace(b'"salt":"', b'"salt":"SIM-WEIGHED')
    )


@pytest.mark.parametrize(
    ("break_it", "promise"),
    [
        (lose_an_act, "acts_exist"),
        (lose_a_delivery, "delivered_once"),
        (show_a_stranger, "nobody_sees_too_much"),
        (rewrite_the_past, "logs_verify"),
        (change_a_state, "states_agree"),
        (drop_an_entry, "refusals_are_noted"),
        (lower_an_amount, "no_guarantee_is_overdrawn"),
        (hold_for_nobody, "nothing_is_held_for_what_ended"),
        (claim_for_nobody, "ledgers_claim_what_is_demanded"),
        (forget_what_was_weighed, "all_that_departs_was_weighed"),
        (tell_a_profile, "nobody_reads_by_what_it_was_weighed"),
    ],
)
def test_the_oracle_sees(
    run: tuple[dict[str, Machine], People], break_it: Break, promise: str
) -> None:
    machines, people = run
    tables = {name: machine.store._tables.copy() for name, machine in machines.items()}
    break_it(tables)
    stores = {name: _holding(changed) for name, changed in tables.items()}
    broken = Oracle(stores, people.told).broken()
    assert any(found.startswith(promise) for found in broken), broken


def _holding(tables: Tables) -> Any:
    store = MemoryStore()
    store._tables = tables
    return store
