"""Unloading at destination: permitted, then remarked upon, in one round or several.

A round that is not the last one is kept as it was recorded; what it found becomes a discrepancy
only with the last one, which says all that was found: what is missing may still be on the vehicle.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    contradicted,
    found_broken,
    known_seals,
    wrong_seals,
)
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.order import out_of_stage
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.movement.together import not_all_there
from corridor.domain.movement.voices import AT_DESTINATION, DESTINATION, TRADER
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Text

ARRIVED: Final = frozenset({"arrived"})
NUMBERED: Final = re.compile(
    r"/consignment/houses/([0-9]{1,4})(?:/items/([0-9]{1,4})(?:/|\Z)|/|\Z)"
)
"""A pointer at goods that have a number."""
GOODS: Final = re.compile(r"/consignment/houses/-/")
"""The beginning of a pointer at goods that were found and never declared."""


class Remark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference found on unloading: pointer into the dossier, declared and found value."""

    pointer: str
    declared: str
    found: str


class PermitUnloading(Command, frozen=True, tag="movement.permit_unloading"):
    """Permit the unloading."""


class Unloaded(Command, frozen=True):
    """What is said of an unloading; not `complete` where it goes on later."""

    conforms: bool
    seals_intact: bool | None = None
    remarks: Annotated[tuple[Remark, ...], Meta(max_length=200)] = ()
    text: Text = ""
    broken_seals: Seals = ()
    complete: bool = True
    new_seals: Seals = ()
    """Put on until it goes on."""


class RecordUnloading(Unloaded, frozen=True, tag="movement.record_unloading"):
    """Record the unloading remarks."""


class ReportUnloading(Unloaded, frozen=True, tag="movement.report_unloading"):
    """The authorised consignee's own remarks of an unloading at its premises."""


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
    broken_seals: tuple[str, ...] = ()
    complete: bool = True
    new_seals: tuple[str, ...] = ()


def _permit(state: Movement, command: PermitUnloading, context: Context) -> Decision:
    return (permission(state),)


def permission(state: Movement) -> UnloadingPermitted:
    """Of the office where it arrived."""
    return UnloadingPermitted(state.destination.office)


def _record(state: Movement, command: Unloaded, context: Context) -> Decision:
    if not command.conforms and not command.remarks and not command.text:
        return refuse("remarks_missing", "/remarks")
    if command.conforms and command.remarks:
        return refuse("remarks_but_conforms", "/remarks")
    if command.complete and command.new_seals:
        return refuse("new_seals_when_complete", "/new_seals")
    wrong_numbers = tuple(_wrong_numbers(state, command.remarks))
    if wrong_numbers:
        return Refused(wrong_numbers)
    waits = not_all_there(state) if command.complete else None
    if waits:
        return waits
    is_sealed = bool(known_seals(state))
    if is_sealed and command.seals_intact is None:
        return refuse("seal_state_missing", "/seals_intact", "C0440")
    wrong = wrong_seals(state, command.seals_intact, command.broken_seals, command.text)
    return wrong or (
        UnloadingRemarked(
            office=state.destination.office,
            conforms=command.conforms,
            seals_intact=command.seals_intact if is_sealed else None,
            remarks=command.remarks,
            text=command.text,
            broken_seals=as_noted(state, command.broken_seals),
            complete=command.complete,
            new_seals=command.new_seals,
        ),
    )


def _wrong_numbers(state: Movement, remarks: tuple[Remark, ...]) -> Iterator[Refusal]:
    """R0055: a difference is about goods that were declared, each said once; what was not declared
    comes next after the last.
    """
    seen = set[str]()
    houses = state.dossier.consignment.houses
    for index, remark in enumerate(remarks):
        at, args = f"/remarks/{index}/pointer", {"given": remark.pointer}
        named = GOODS.match(remark.pointer)
        if remark.pointer in seen and named is None:
            yield Refusal("remark_twice", at, "R0055", args)
        seen.add(remark.pointer)
        numbered = NUMBERED.match(remark.pointer)
        if numbered is None:
            continue
        house, item = int(numbered[1]), int(numbered[2] or 0)
        items = len(houses[house].items) if house < len(houses) else 0
        if house > len(houses) or item > items:
            yield Refusal("remark_not_declared", at, "R0055", args)


def _permitted(s: Movement, p: UnloadingPermitted, f: Fact[Any]) -> Movement:
    return replace(s, destination=replace(s.destination, status="unloading_permitted"))


def _remarked(s: Movement, p: UnloadingRemarked, f: Fact[Any]) -> Movement:
    there = replace(
        s.destination,
        status="results_due" if p.complete else s.destination.status,
        conforms=p.conforms,
        seals_intact=p.seals_intact,
        remarks=p.text,
        rounds=s.destination.rounds + (not p.complete),
    )
    found = tuple(_found_otherwise(s, p, f.at)) if p.complete else ()
    after = replace(s, destination=there, discrepancies=(*s.discrepancies, *found))
    looked = found_broken(after, p, p.text, f.at)
    return looked if p.complete else replace(looked, seals=p.new_seals, broken=())


def _found_otherwise(s: Movement, p: UnloadingRemarked, at: str) -> Iterator[Discrepancy]:
    """Each difference, by its kind, as soon as it is found and not only with the results."""
    for remark in p.remarks:
        code = "packages_missing" if s.is_judged and _is_short(remark) else "unloading_remark"
        yield Discrepancy(code, at, f"{remark.pointer}: {remark.declared} → {remark.found}")
    if s.is_judged and not p.conforms and not p.remarks:
        yield Discrepancy("unloading_nonconforming", at, p.text)


def _is_short(remark: Remark) -> bool:
    """Whether fewer packages were found than declared."""
    declared, found = remark.declared, remark.found.strip()
    is_count = remark.pointer.endswith("/count") and declared.isdecimal() and found.isdecimal()
    return is_count and int(found) < int(declared)


def _doubts_of_permit(s: Movement, p: UnloadingPermitted, at: str) -> Iterator[Discrepancy]:
    yield from out_of_stage(s, p.office, at, "arrived")


def _doubts(s: Movement, p: UnloadingRemarked, at: str) -> Iterator[Discrepancy]:
    yield from out_of_stage(s, p.office, at, "unloading_permitted")
    yield from contradicted(s, p, at)


UNLOADING: Final = Act[Movement](
    "unloading",
    asked=(
        Asked(PermitUnloading, "customs", _permit, DESTINATION, at_stage("arrived")),
        Asked(RecordUnloading, "customs", _record, DESTINATION, at_stage("unloading_permitted")),
        Asked(ReportUnloading, "carrier", _record, TRADER, at_stage("unloading_permitted")),
    ),
    told=(
        Told(
            UnloadingPermitted,
            DESTINATION,
            ARRIVED,
            _permitted,
            doubts=_doubts_of_permit,
            heard=TO_CARRIER,
        ),
        Told(
            UnloadingRemarked,
            AT_DESTINATION,
            ARRIVED,
            _remarked,
            doubts=_doubts,
            heard=AT_ONCE_TO_CARRIER,
        ),
    ),
    texts={
        "remarks_missing": RefusalText(
            N_("Say what does not conform."), N_("Describe the difference that was found.")
        ),
        "remarks_but_conforms": RefusalText(
            N_("The load is said to conform, yet differences are named."),
            N_("Choose “does not conform”, or take the differences out."),
        ),
        "remark_twice": RefusalText(
            N_("Two differences are said of the same thing: {given}."),
            N_("Say each once."),
        ),
        "remark_not_declared": RefusalText(
            N_("No such goods were declared: {given}."),
            N_(
                "Number goods as the declaration does; goods that were not declared come next "
                "after the last."
            ),
        ),
        "new_seals_when_complete": RefusalText(
            N_("The unloading is said to be complete, yet seals were put on until it goes on."),
            N_("Say that it goes on later, or take the seals out."),
        ),
        "seal_state_missing": RefusalText(
            N_("Say whether the seals were intact."), N_("Choose yes or no.")
        ),
    },
)
