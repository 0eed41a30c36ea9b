"""What a guarantor still answers for: movements that hold something of it, over all guarantees.

Such a row stands on the guarantor's node alone, from the reservation until the movement has ended.
It holds what a guarantor has to know of a movement, and nothing of its goods or vehicles.
"""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.codes import guarantor_of
from corridor.domain.listings import Column, Filter, Listing, Row, marks_of
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.refusals import N_

LANE: Final = "undischarged"
UNDISCHARGED: Final = Listing(
    columns=(
        Column("number", N_("MRN"), "name"),
        Column("guarantees", N_("Guarantees")),
        Column("held", N_("Amount held"), is_number=True),
        Column("since", N_("Reserved since"), "since"),
        Column("age", N_("Held, days"), is_number=True, shown=False),
        Column("state", N_("State")),
        Column("due", N_("Limit date"), "due"),
        Column("step", N_("Next step")),
        Column("holder", N_("Holder"), shown=False),
        Column("currency", N_("Currency"), shown=False),
        Column("updated", N_("Changed"), "updated", shown=False),
    ),
    filters=(
        Filter("state", N_("State"), "status"),
        Filter("grn", N_("GRN")),
        Filter("holder", N_("Holder")),
        Filter("currency", N_("Currency")),
    ),
    dates=(("since", N_("Reserved since")), ("due", N_("Limit date"))),
    usual="since",
)
"""The oldest first."""


def undischarged(state: Movement, node: str) -> Iterator[Row]:
    """A row for each guarantor of this node that still answers for it.

    What was reserved before it was taken up again was freed by its end.
    """
    if state.guarantee_status == "none" or state.status not in OPEN:
        return
    freed = max((one.at for one in state.pursuit.reopened), default="")
    held = [one for one in state.guarantees if _is_held(one, node) and one.since > freed]
    for guarantor in dict.fromkeys(one.guarantor for one in held):
        yield _row(state, guarantor, [one for one in held if one.guarantor == guarantor])


def _is_held(one: GuaranteeState, node: str) -> bool:
    return one.status == "reserved" and bool(one.guarantor) and guarantor_of(one.grn) == node


def _row(state: Movement, guarantor: str, held: list[GuaranteeState]) -> Row:
    holder = state.dossier.holder.name or state.dossier.holder.id
    pairs = [("state", state.standing), ("holder", holder)]
    for one in held:
        pairs += (("grn", one.grn), ("currency", one.currency))
    return Row(
        f"guarantor:{guarantor}:{LANE}",
        state.limit_date or "9999",
        state.reference,
        state.updated_at,
        _shown(state, holder, held),
        min(one.since for one in held),
        marks=marks_of(pairs),
    )


def _shown(state: Movement, holder: str, held: list[GuaranteeState]) -> dict[str, Any]:
    return {
        "ref": state.reference,
        **stage_of(state),
        "holder": holder,
        "limit_date": state.limit_date,
        "overdue": state.is_overdue,
        "held": [[one.grn, one.amount_minor, one.currency] for one in held],
    }


def stage_of(state: Movement) -> dict[str, str]:
    """Where it stands, how far it is at destination, and the worst that is true of it."""
    return {
        "status": state.standing,
        "stage": state.destination.standing,
        "worst": state.worst,
    }
