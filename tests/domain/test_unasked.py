"""Permits that nobody was asked for, as the follower of the log notes them beside a row."""

from corridor.domain.besides import Noted
from corridor.domain.facts import Actor
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.unasked import APPLY, TO_APPLY
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.kind import PERMITS
from tests.domain.movement_world import CARRIER, DUSTLIK, RULES, after, context
from tests.domain.test_access import PERMIT


def noted(steps: int, actor: Actor = CARRIER) -> Noted:
    assert MOVEMENTS.besides is not None
    known = context(actor, gathered={DOSSIER_PERMITS: ()}, requirement_rules=RULES)
    return MOVEMENTS.besides.noted(after(steps).now(), known)


def test_what_is_to_be_applied_for_is_noted_at_home_alone() -> None:
    found = noted(1)
    assert found.marks == (APPLY,)
    assert found.figures[TO_APPLY] > 0
    assert all(name.startswith("carrier:") for name in found.lists)
    assert noted(1, DUSTLIK) == Noted()
    assert noted(100) == Noted(), "over"


def test_a_permit_touches_the_dossier_that_it_is_for() -> None:
    assert PERMITS.touches(PERMIT) == (PERMIT.request.dossier,)
    assert MOVEMENTS.touches(after(1).now()) == ()
