"""Permits that nobody was asked for, as the follower of the log notes them beside a row."""

from msgspec.structs import replace

from corridor.domain.besides import Noted
from corridor.domain.facts import Actor
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.domain.guarantees.reserving import RESERVING
from corridor.domain.guarantees.showing import SHOWING
from corridor.domain.guarantees.texts import TEXTS
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.tables import marks
from corridor.domain.movement.unasked import APPLY, TO_APPLY
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.kind import PERMITS
from tests.domain.movement_world import CARRIER, RULES, after, context
from tests.domain.test_access import PERMIT

UNDER_WAY = 8


def noted(steps: int, actor: Actor = CARRIER) -> Noted:
    assert MOVEMENTS.besides is not None
    known = context(actor, gathered={DOSSIER_PERMITS: ()}, requirement_rules=RULES)
    return MOVEMENTS.besides.noted(after(steps).now(), known)


def test_what_is_to_be_applied_for_is_noted_at_home_alone() -> None:
    found = noted(1)
    assert found.marks == (APPLY,)
    assert found.figures[TO_APPLY] > 0
    assert all(name.startswith("carrier:") for name in found.lists)
    besides, state = MOVEMENTS.besides, after(1).now()
    assert besides is not None
    assert besides.shown(state, state.home)
    assert not besides.shown(state, "UZ")
    assert noted(100) == Noted(), "over"


def test_a_permit_touches_the_dossier_that_it_is_for() -> None:
    assert PERMITS.touches(PERMIT) == (PERMIT.request.dossier,)
    assert MOVEMENTS.touches(after(1).now()) == ()


def test_each_thing_that_waits_for_the_carrier_is_a_mark_of_its_row() -> None:
    state = after(UNDER_WAY).now()
    refused = replace(state, guarantee=replace(state.guarantee, status="refused"))
    waits = {one for one in marks(refused) if one.startswith("waits=")}
    assert waits == {"waits=guarantee"}
    assert not [one for one in marks(state) if one.startswith("waits=")]


def test_every_refusal_of_a_guarantee_has_a_reason_of_the_list() -> None:
    assert {*RESERVING.texts, *SHOWING.texts, *TEXTS, "carnet_used"} == set(REASON_OF)
    assert set(REASON_OF.values()) < set(REASONS)
