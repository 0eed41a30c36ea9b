"""No act is forgotten: each has a maker, and whole nodes make them, until all were made.

The runs are kind, so that lives go far; what chance seldom makes is led beside them step by step
(`seldom.py`). Those of test_simulation make the same acts under faults.
"""

from typing import Final

import pytest

from corridor.domain.barriers.kind import BARRIERS
from corridor.domain.commitments.kind import COMMITMENTS
from corridor.domain.complaints.kind import COMPLAINTS
from corridor.domain.indicators.kind import INDICATORS
from corridor.domain.kinds import EVENTS
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.securing import ChangeGuarantees
from corridor.domain.refdata.kind import REFDATA
from corridor.domain.watches.kind import WATCHES
from tests.simulation.acts import MOVEMENT_MAKERS
from tests.simulation.oracle import Oracle
from tests.simulation.test_simulation import KIND, kind_run, simulate, simulate_register

MADE_BY_THEMSELVES: Final = frozenset({LodgeDeclaration, ChangeGuarantees})
"""People of the simulation have ways of their own for these."""
APART: Final = (
    *("barrier.", "checkpoint.", "commitment.", "complaint.", "indicator.", "permit.", "power."),
    *("quota.", "refdata.", "watch."),
)
"""Visits and powers of attorney never leave their node; quotas go out in tests of their own; half
of the runs have no rules of permits but one; the register and the lists have runs of theirs below.
"""
OF_REGISTER: Final = (COMMITMENTS, INDICATORS, BARRIERS, COMPLAINTS, WATCHES, REFDATA)
KINDLY: Final = (KIND, 102, 101, 100)
"""In an order in which soonest nothing is missing."""


def test_each_command_of_people_has_a_maker() -> None:
    asked = {kind for kind, one in MOVEMENTS.asked.items() if one.by != "system"}
    assert MOVEMENT_MAKERS.keys() | MADE_BY_THEMSELVES == asked


@pytest.mark.timeout(900)  # of a busy machine: alone it needs forty seconds of a processor
def test_whole_nodes_make_every_act() -> None:
    every = {str(event.__struct_config__.tag) for event in EVENTS}
    missing = {tag for tag in every if not tag.startswith(APART)}
    for seed in KINDLY:
        machines, people = kind_run() if seed == KIND else simulate(seed, kindly=True)
        oracle = Oracle({name: m.store for name, m in machines.items()}, people.told)
        broken = oracle.broken()
        assert not broken, f"seed {seed}\n" + "\n".join(broken)
        missing -= {event.tag for log in oracle.logs.values() for event in log}
        if not missing:
            return
    raise AssertionError(f"never made: {sorted(missing)}")


@pytest.mark.parametrize("seed", [1, 2])
def test_all_that_is_said_of_the_register_is_said_under_faults(seed: int) -> None:
    machines, people, register = simulate_register(seed)
    asked = {k for kind in OF_REGISTER for k, one in kind.asked.items() if one.by != "system"}
    assert asked <= register.done
    oracle = Oracle({name: m.store for name, m in machines.items()}, people.told)
    broken = oracle.broken()
    assert not broken, f"seed {seed}\n" + "\n".join(broken)
    made = {event.tag for log in oracle.logs.values() for event in log}
    every = {str(e.__struct_config__.tag) for kind in OF_REGISTER for e in kind.told}
    assert every <= made
