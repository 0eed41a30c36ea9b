"""What a movement's state remembers of its time at the office of departure."""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.consignment import Dossier, GuaranteeUse
from corridor.domain.movement.parts import StateStruct
from corridor.domain.values import Text

Pointer = Annotated[str, Meta(pattern=r"\A(/[a-z0-9_]{1,40}){1,10}\Z", max_length=200)]
"""Where a field stands in the dossier, as a JSON pointer: `/consignment/houses/0/items/1/hs`."""
Pointers = Annotated[tuple[Pointer, ...], Meta(max_length=60)]
Controls = Annotated[tuple[Literal["documents", "physical"], ...], Meta(max_length=2)]
Notified = Annotated[tuple[Literal["holder", "representative"], ...], Meta(max_length=2)]
Corrections = Annotated[tuple[Text, ...], Meta(max_length=40)]
NoRelease = Literal["", "D1", "C1", "G1", "S1", "P1", "H1", "M1", "Z9"]
"""Why something is not released: documents, control, guarantee, seals and means, permits, goods
that may not be carried, an amendment that was not made, anything else. Codes of our own.
"""


class Correction(StateStruct, frozen=True):
    """An amendment that customs asked for: which fields, why, until when, and what came of it."""

    reason: str
    fields: tuple[str, ...]
    deadline: str
    asked_at: str
    status: Literal["asked", "made", "dropped"] = "asked"
    late_at: str = ""
    """When departure's own clock noticed that the deadline had passed."""
    ended_at: str = ""


class ControlPlan(StateStruct, frozen=True):
    """How the goods are looked at before release: at what, of which of them, who is told."""

    kinds: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    """Items, containers and seals, as pointers into the dossier; empty: all of the load."""
    notified: tuple[str, ...] = ()
    intended_at: str = ""
    """When it was announced that there would be a control, before it was decided on."""
    corrections: tuple[str, ...] = ()
    """What was put right on the spot, where the discrepancies were minor."""


NO_PLAN: Final = ControlPlan()


def plan_of(plan: ControlPlan) -> ControlPlan:
    """The plan; where it says nothing, the one that a state does not have to keep."""
    return NO_PLAN if plan == NO_PLAN else plan


class Superseded(StateStruct, frozen=True):
    """Data as they were declared before an amendment, as long as the office of departure may
    release them without having heard of it.
    """

    declared_at: str
    dossier: Dossier
    rules_on: str
    amended_at: str


def stands_in(dossier: Dossier, pointer: str) -> bool:
    """Whether the dossier has such a field, filled or not."""
    value: Any = dossier
    for part in pointer.removeprefix("/").split("/"):
        if isinstance(value, tuple) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, msgspec.Struct) and part in value.__struct_fields__:
            value = getattr(value, part)
        else:
            return False
    return True


def paper_of(use: GuaranteeUse) -> str:
    """What is looked at in place of a reservation: `8:the decision`."""
    return f"{use.kind}:{use.other_reference}"
