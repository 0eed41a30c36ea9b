"""All that stands against a release for transit, told at once."""

from collections.abc import Iterator

from corridor.domain.context import Context
from corridor.domain.movement.state import Movement
from corridor.domain.permits.requirements import missing_at_departure
from corridor.domain.refusals import Refusal


def release_refusals(state: Movement, context: Context) -> tuple[Refusal, ...]:
    """Control, guarantee, seals and permits, in the order an officer does them."""
    permits = missing_at_departure(
        state.dossier,
        context.requirement_rules,
        context.permits,
        context.reference,
        context.today,
    )
    return (*_own_refusals(state), *permits)


def _own_refusals(state: Movement) -> Iterator[Refusal]:
    if not state.channel:
        yield Refusal("control_not_decided")
    elif state.channel != "green" and not state.control_result:
        yield Refusal("control_result_missing", "", "", {"channel": state.channel})
    elif state.control_result == "B1":
        yield Refusal("control_not_satisfactory")
    if not state.is_secured:
        yield Refusal("guarantee_not_reserved", "", "", {"status": state.guarantee.status})
    if state.dossier.consignment.equipment and not state.seals:
        yield Refusal("seals_not_noted")
