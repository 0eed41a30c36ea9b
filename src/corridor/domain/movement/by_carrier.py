"""What the carrier may ask: lodge, amend, present, cancel."""

from msgspec.structs import replace

from corridor.domain.consignment import Dossier, under_tir
from corridor.domain.context import Context
from corridor.domain.movement import commands as c
from corridor.domain.movement import events as e
from corridor.domain.movement.checks import Decision, not_owner, wrong_status
from corridor.domain.movement.offices import audience, departure_office
from corridor.domain.movement.rules import check_rules
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal, Refused, refuse
from corridor.domain.routes import check_route

FIXED_AFTER_ACCEPTANCE = ("holder", "representative", "declaration_type", "lrn", "security")
"""What stands in the MRN stays as well: its letter says which safety data there are (R0410)."""


def lodge(state: Movement | None, command: c.LodgeDeclaration, context: Context) -> Decision:
    dossier = command.dossier
    if context.actor.role != "carrier" or not context.actor.org:
        return refuse("carrier_only")
    if state is not None:
        return refuse("already_lodged", lrn=state.dossier.lrn)
    holder = context.known.get(lrn_key(context.actor.org, dossier.lrn))
    if holder is not None:
        return refuse("lrn_taken", "/dossier/lrn", lrn=dossier.lrn, movement=holder)
    found = dossier_refusals(dossier, context.reference, context.today)
    found += _guarantee_refusals(command, context)
    if found:
        return Refused(found)
    return (e.DeclarationLodged(dossier, context.today),)


def lrn_key(org: str, lrn: str) -> str:
    """The unique key that an LRN takes: once per declarant."""
    return f"lrn:{org}:{lrn}"


def dossier_refusals(dossier: Dossier, reference: Reference, on_date: str) -> tuple[Refusal, ...]:
    """All that stands against the declared data: the route, then the cross-field rules."""
    route = tuple(
        Refusal(problem.code, f"/dossier{problem.pointer}", problem.rule, dict(problem.args))
        for problem in check_route(dossier.route, reference, on_date)
        if not (problem.rule == "C0030" and under_tir(dossier))
    )
    return route + check_rules(dossier, reference, on_date, "/dossier")


def _guarantee_refusals(command: c.LodgeDeclaration, context: Context) -> tuple[Refusal, ...]:
    """The access code is checked here when the guarantor is this node, for it is stored nowhere."""
    guarantee = context.guarantee
    if guarantee is None:
        return ()
    at = "/dossier/guarantees/0/grn"
    if guarantee.holder not in (context.actor.org, command.dossier.holder.id):
        return (Refusal("guarantee_other_holder", at, "", {"grn": guarantee.grn}),)
    if not guarantee.opens_with(command.access_code):
        return (Refusal("guarantee_access_code", "/access_code", "", {"grn": guarantee.grn}),)
    return ()


def amend(state: Movement, command: c.AmendDeclaration, context: Context) -> Decision:
    wrong = not_owner(state, context)
    if wrong:
        return wrong
    if state.status not in BEFORE_RELEASE:
        return refuse("amendment_after_release", status=state.status)
    old, new = state.dossier, command.dossier
    fixed = FIXED_AFTER_ACCEPTANCE if state.mrn else ("lrn",)
    changed = [name for name in fixed if getattr(old, name) != getattr(new, name)]
    if departure_office(old) != departure_office(new):
        changed.append("route/points/0/office")
    if state.mrn and _subheadings(old) != _subheadings(new):
        changed.append("consignment/houses")
    if changed:
        found = tuple(Refusal("field_fixed", f"/dossier/{name}", "R0520") for name in changed)
        return Refused(found)
    judged = _standard(new) if state.presented_at else new
    found = dossier_refusals(judged, context.reference, context.today)
    if found:
        return Refused(found)
    amended = e.DeclarationAmended(new, context.today)
    left = _left_behind(state, new)
    return (e.MovementWithdrawn(left), amended) if left else (amended,)


def _standard(dossier: Dossier) -> Dossier:
    """The same as it would be judged had it been lodged with its goods: it has to be whole."""
    return replace(dossier, additional_type="A")


def _left_behind(state: Movement, new: Dossier) -> tuple[str, ...]:
    """Nodes that the old route touched and the new one does not."""
    seen = bool(state.mrn)
    before = audience(state.dossier, state.home, seen)
    return tuple(sorted(before - audience(new, state.home, seen) - set(state.withdrawn)))


def _subheadings(dossier: Dossier) -> list[str]:
    houses = dossier.consignment.houses
    return [item.hs[:6] for house in houses for item in house.items]


def present(state: Movement, command: c.PresentGoods, context: Context) -> Decision:
    wrong = not_owner(state, context) or wrong_status(state, frozenset({"submitted"}))
    if wrong:
        return wrong
    if not state.awaits_goods:
        return refuse("goods_not_awaited")
    found = dossier_refusals(_standard(state.dossier), context.reference, context.today)
    return Refused(found) if found else (e.GoodsPresented(context.today),)


def cancel(state: Movement, command: c.CancelDeclaration, context: Context) -> Decision:
    wrong = not_owner(state, context)
    if wrong:
        return wrong
    if state.status not in BEFORE_RELEASE:
        return refuse("cancel_after_release", status=state.status)
    return (e.DeclarationCancelled(command.reason),)
