"""Unloading at destination: permitted, then remarked upon."""

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.state import Discrepancy, Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Text

ARRIVED: Final = frozenset({"arrived"})


class Remark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference found on unloading: pointer into the dossier, declared and found value."""

    pointer: str
    declared: str
    found: str


class PermitUnloading(Command, frozen=True, tag="movement.permit_unloading"):
    """Permit the unloading."""


class RecordUnloading(Command, frozen=True, tag="movement.record_unloading"):
    """Record the unloading remarks."""

    conforms: bool
    seals_intact: bool | None = None
    remarks: Annotated[tuple[Remark, ...], Meta(max_length=200)] = ()
    text: Text = ""


class UnloadingPermitted(Payload, frozen=True, tag="movement.unloading_permitted/1"):
    """CC043C."""

    office: str


class UnloadingRemarked(Payload, frozen=True, tag="movement.unloading_remarks/1"):
    """CC044C: only differences are reported; the state of the seals only if there were any."""

    office: str
    conforms: bool
    seals_intact: bool | None = None
    remarks: tuple[Remark, ...] = ()
    text: Text = ""


def _permit(state: Movement, command: PermitUnloading, context: Context) -> Decision:
    return (UnloadingPermitted(state.destination.office),)


def _record(state: Movement, command: RecordUnloading, context: Context) -> Decision:
    if not command.conforms and not command.remarks and not command.text:
        return refuse("remarks_missing", "/remarks")
    if command.conforms and command.remarks:
        return refuse("remarks_but_conforms", "/remarks")
    if state.seals and command.seals_intact is None:
        return refuse("seal_state_missing", "/seals_intact", "C0440")
    return (
        UnloadingRemarked(
            office=state.destination.office,
            conforms=command.conforms,
            seals_intact=command.seals_intact if state.seals else None,
            remarks=command.remarks,
            text=command.text,
        ),
    )


def _permitted(s: Movement, p: UnloadingPermitted, f: Fact[Any]) -> Movement:
    return replace(s, destination=replace(s.destination, status="unloading_permitted"))


def _remarked(s: Movement, p: UnloadingRemarked, f: Fact[Any]) -> Movement:
    there = replace(
        s.destination,
        status="results_due",
        conforms=p.conforms,
        seals_intact=p.seals_intact,
        remarks=p.text,
    )
    found = tuple(
        Discrepancy("unloading_remark", f.at, f"{r.pointer}: {r.declared} → {r.found}")
        for r in p.remarks
    )
    return replace(s, destination=there, discrepancies=(*s.discrepancies, *found))


UNLOADING: Final = Act[Movement](
    "unloading",
    asked=(
        Asked(PermitUnloading, "customs", _permit, DESTINATION, at_stage("arrived")),
        Asked(RecordUnloading, "customs", _record, DESTINATION, at_stage("unloading_permitted")),
    ),
    told=(
        Told(UnloadingPermitted, DESTINATION, ARRIVED, _permitted),
        Told(UnloadingRemarked, DESTINATION, ARRIVED, _remarked),
    ),
    texts={
        "remarks_missing": RefusalText(
            N_("Say what does not conform."), N_("Describe the difference that was found.")
        ),
        "remarks_but_conforms": RefusalText(
            N_("The load is said to conform, yet differences are named."),
            N_("Choose “does not conform”, or take the differences out."),
        ),
        "seal_state_missing": RefusalText(
            N_("Say whether the seals were intact."), N_("Choose yes or no.")
        ),
    },
)
