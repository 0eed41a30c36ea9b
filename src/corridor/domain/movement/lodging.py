"""Lodging: the carrier files the dossier at its own window, and a movement begins."""

from typing import Annotated, Any, Final

from msgspec import Meta

from corridor.domain.acts import Act, Asked, Decision, Told, unchanged
from corridor.domain.attachments import Unkept, unkept_refusals
from corridor.domain.authorised.claims import CLAIMED, claim_refusals
from corridor.domain.codes import check_lrn
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.movement.entrusting import GUARANTEE_NAMED, grn_pointer
from corridor.domain.movement.judging import dossier_refusals, has_route
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import NOBODY
from corridor.domain.needs import Ask, HolderOf
from corridor.domain.powers.acting_for import POWERS, power_used
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Date


class LodgeDeclaration(Command, frozen=True, tag="movement.lodge"):
    """File the dossier. The access code goes to the guarantor's check and into no event."""

    dossier: Dossier
    access_code: Annotated[str, Meta(max_length=4)] = ""
    id: Annotated[str, Meta(max_length=40)] = ""
    """The dossier id under which permits were applied for before lodging, if any."""


class DeclarationLodged(Payload, frozen=True, tag="movement.lodged/1"):
    """CC015C/CC928C: the carrier filed the dossier at its own window."""

    dossier: Dossier
    rules_on: Date
    entrusted: Annotated[str, Meta(max_length=24)] = ""
    """GRN of the declared holder's guarantee, with which a broker files: its code was shown."""
    power: Annotated[str, Meta(max_length=40)] = ""
    """The power of attorney by which it was filed for the declared holder."""


def lrn_key(org: str, lrn: str) -> str:
    """The unique key that an LRN takes: once per declarant."""
    return f"lrn:{org}:{lrn}"


def _lrn_asked(ask: Ask) -> str:
    return lrn_key(ask.context.actor.org, ask.said.dossier.lrn)


LRN_HOLDER: Final = HolderOf(_lrn_asked)
UNKEPT: Final = Unkept(lambda said: said.dossier.attachments)


def _lodge(state: Movement | None, command: LodgeDeclaration, context: Context) -> Decision:
    dossier = command.dossier
    if context.actor.role != "carrier" or not context.actor.org:
        return refuse("carrier_only")
    if state is not None:
        return refuse("already_lodged", lrn=state.dossier.lrn)
    holder = context.of(LRN_HOLDER)
    if holder:
        return refuse("lrn_taken", "/dossier/lrn", lrn=dossier.lrn, movement=holder)
    rules_on = decisive_day(dossier, context.now)
    found = _lrn_refusals(dossier)
    found += dossier_refusals(dossier, context.reference, rules_on)
    found += _guarantee_refusals(command, context)
    found += unkept_refusals(dossier.attachments, context.of(UNKEPT), "/dossier/attachments")
    power, against = power_used(context, "file", dossier.holder)
    found += against
    owner = dossier.holder.id or context.actor.org
    found += tuple(claim_refusals(dossier, owner, context.of(CLAIMED), context))
    if found:
        return Refused(found)
    return (DeclarationLodged(dossier, rules_on, _entrusted(context), power),)


def _lrn_refusals(dossier: Dossier) -> tuple[Refusal, ...]:
    """No office could print or read out an LRN in other signs."""
    if check_lrn(dossier.lrn).ok:
        return ()
    return (Refusal("lrn_form", "/dossier/lrn", "", {"lrn": dossier.lrn}),)


def _entrusted(context: Context) -> str:
    """The guarantee, where it is known here and not the filer's own: its code has been checked."""
    guarantee = context.of(GUARANTEE_NAMED)
    is_own = guarantee is None or guarantee.is_held_by(context.actor.org)
    return "" if guarantee is None or is_own else guarantee.grn


def _guarantee_refusals(command: LodgeDeclaration, context: Context) -> tuple[Refusal, ...]:
    """The access code is checked here when the guarantor is this node, for it is stored nowhere."""
    guarantee = context.of(GUARANTEE_NAMED)
    if guarantee is None:
        return ()
    at = grn_pointer(command.dossier)
    if not guarantee.is_held_by(context.actor.org, command.dossier.holder.id):
        return (Refusal("guarantee_other_holder", at, "", {"grn": guarantee.grn}),)
    if not guarantee.opens_with(command.access_code):
        return (Refusal("guarantee_access_code", "/access_code", "", {"grn": guarantee.grn}),)
    return ()


def _begin(fact: Fact[Any], subject: str) -> Movement | None:
    """A dossier is born on the node that its id names (`mv-KG-…`), and nowhere else."""
    said = fact.payload
    if home_of(subject) != fact.node or not has_route(said.dossier):
        return None
    return Movement(
        id=subject,
        home=fact.node,
        owner=fact.actor.org,
        dossier=said.dossier,
        rules_on=said.rules_on,
        lodged_at=fact.at,
        updated_at=fact.at,
        entrusted=said.entrusted,
        power=said.power,
    )


LODGING: Final = Act[Movement](
    "lodging",
    asked=(
        Asked(
            LodgeDeclaration,
            by="carrier",
            decide=_lodge,
            needs=(LRN_HOLDER, GUARANTEE_NAMED, UNKEPT, POWERS, CLAIMED),
            begins=True,
        ),
    ),
    told=(
        Told(
            DeclarationLodged,
            NOBODY,
            frozenset(),
            unchanged,
            begin=_begin,
            declares=lambda said: said.dossier,
        ),
    ),
    texts={
        "carrier_only": RefusalText(
            N_("Only a carrier or its broker may do this."), N_("Sign in at the single window.")
        ),
        "already_lodged": RefusalText(
            N_("The dossier {lrn} has already been sent."),
            N_("Open the dossier and amend it there."),
        ),
        "lrn_form": RefusalText(
            N_("{lrn} cannot be a local reference number."),
            N_("Write Latin letters, digits and hyphens, at most 22, without blanks."),
        ),
        "lrn_taken": RefusalText(
            N_("You have already used the local reference number {lrn}."),
            N_("Give the dossier a new number, or open the earlier one."),
        ),
    },
)
