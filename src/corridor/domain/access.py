"""Who may see and do what. Deny first: what is not granted here does not exist for the asker.

A person acts as one `Actor`: an organisation, an office and a role. What one may not know is
answered as if it were not there.
"""

from typing import Any, Literal

from corridor.domain.checkpoints import commands as cc
from corridor.domain.checkpoints.state import Visit
from corridor.domain.facts import Actor
from corridor.domain.guarantees import commands as gc
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement import commands as mc
from corridor.domain.movement.offices import offices
from corridor.domain.movement.state import Movement
from corridor.domain.permits import commands as pc
from corridor.domain.permits.state import Permit

Role = Literal["carrier", "customs", "permit", "checkpoint", "guarantor", "operator"]
ROLES: tuple[Role, ...] = ("carrier", "customs", "permit", "checkpoint", "guarantor", "operator")

MAY_COMMAND: dict[str, frozenset[type]] = {
    "carrier": frozenset(
        {
            mc.LodgeDeclaration,
            mc.AmendDeclaration,
            mc.PresentGoods,
            mc.CancelDeclaration,
            pc.ApplyForPermit,
            pc.ProvideInformation,
            pc.WithdrawPermit,
        }
    ),
    "customs": frozenset(
        {
            mc.AcceptDeclaration,
            mc.RejectDeclaration,
            mc.DecideControl,
            mc.RecordControl,
            mc.RequestGuarantee,
            mc.AffixSeals,
            mc.ReleaseForTransit,
            mc.RefuseRelease,
            mc.RecordCrossing,
            mc.RefuseCrossing,
            mc.RecordIncident,
            mc.RecordArrival,
            mc.PermitUnloading,
            mc.RecordUnloading,
            mc.RecordResults,
            mc.SolveDiscrepancy,
            mc.ReleaseGoods,
            mc.WriteOff,
        }
    ),
    "permit": frozenset({pc.RequestInformation, pc.GrantPermit, pc.RefusePermit, pc.RevokePermit}),
    "checkpoint": frozenset(
        {cc.RegisterArrival, cc.OpenGate, cc.ScanPermit, cc.LeaveGate, cc.LeaveQueue}
    ),
    "guarantor": frozenset({gc.RegisterGuarantee}),
    "operator": frozenset(),
}


def may_command(actor: Actor, command: object) -> bool:
    """Whether the role is ever allowed this command; `decide` checks the rest."""
    return type(command) in MAY_COMMAND.get(actor.role, frozenset())


def may_see(actor: Actor, state: Any) -> bool:
    """Whether the actor may know of this movement, permit, guarantee or visit."""
    match state:
        case Movement():
            return _sees_movement(actor, state)
        case Permit():
            return _sees_permit(actor, state)
        case Guarantee():
            holders = {"carrier": state.holder, "guarantor": state.guarantor}
            return bool(actor.org) and holders.get(actor.role) == actor.org
        case Visit():
            return actor.role in ("checkpoint", "customs") and actor.office == state.office
        case _:
            return False


def _sees_movement(actor: Actor, state: Movement) -> bool:
    match actor.role:
        case "carrier":
            return actor.org == state.owner
        case "customs" if state.mrn:
            return actor.office in {point.office for point in state.dossier.route.points}
        case "customs":
            return actor.office == offices(state.dossier)[0]
        case "checkpoint":
            on_route = {point.office for point in state.dossier.route.points}
            return bool(state.mrn) and actor.office in on_route
        case _:
            return False


def _sees_permit(actor: Actor, state: Permit) -> bool:
    match actor.role:
        case "carrier":
            return actor.org == state.owner
        case "permit":
            return actor.office == state.request.authority
        case "customs" | "checkpoint":
            return actor.office in (state.request.entry_office, state.request.leave_office)
        case _:
            return False
