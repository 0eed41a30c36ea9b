"""Lodging: the carrier files the dossier at its own window, and a movement begins."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from corridor.domain.acts import Act, Asked, Decision, Handed, Told, unchanged
from corridor.domain.attachments import Unkept, unkept_refusals
from corridor.domain.authorised.claims import CLAIMED, claim_refusals
from corridor.domain.codes import check_lrn
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.context import Context, Judged
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.movement.carnet import USED_BY, carnet_refusals
from corridor.domain.movement.entrusting import (
    GUARANTEES_NAMED,
    AccessCodes,
    code_pointer,
    code_refusal,
    codes_given,
    grn_pointer,
    handed_on,
    named_twice,
    shown_abroad,
    wrong_codes,
)
from corridor.domain.movement.judging import declared_refusals, has_route
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import NOBODY
from corridor.domain.needs import Ask, HolderOf
from corridor.domain.powers.acting_for import POWERS, power_used
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Date


class LodgeDeclaration(Command, frozen=True, tag="movement.lodge"):
    """File the dossier. Access codes go to the guarantors' checks and into no event."""

    dossier: Dossier
    access_code: Annotated[str, Meta(max_length=4)] = ""
    id: Annotated[str, Meta(max_length=40)] = ""
    """The dossier id under which permits were applied for before lodging, if any."""
    access_codes: AccessCodes = msgspec.field(default_factory=dict)
    """GRN → code, where several guarantees are named; that of the first may stand above."""


class DeclarationLodged(Payload, frozen=True, tag="movement.lodged/1"):
    """CC015C/CC928C: the carrier filed the dossier at its own window."""

    dossier: Dossier
    rules_on: Date
    entrusted: Annotated[str, Meta(max_length=24)] = ""
    """GRN of the declared holder's guarantee, with which a broker files: its code was shown."""
    power: Annotated[str, Meta(max_length=40)] = ""
    """The power of attorney by which it was filed for the declared holder."""
    also_entrusted: tuple[str, ...] = ()
    """Where several guarantees of the declared holder are named, the others."""
    shown: tuple[str, ...] = ()
    """GRN of guarantees in other states whose access code was given: it is on its way there."""


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
    judged = _judged(command, context)
    rules_on = judged.day
    found = _lrn_refusals(dossier) + judged.refusals
    found += tuple(_guarantee_refusals(command, context))
    found += carnet_refusals(context.of(USED_BY), dossier.tir_carnet)
    found += unkept_refusals(dossier.attachments, context.of(UNKEPT), "/dossier/attachments")
    power, against = power_used(context, "file", dossier.holder)
    found += against
    owner = dossier.holder.id or context.actor.org
    found += tuple(claim_refusals(dossier, owner, context.of(CLAIMED), context))
    if found:
        return Refused(found)
    entrusted, *others = _entrusted(context) or ("",)
    shown = shown_abroad(_codes(command), context)
    return (DeclarationLodged(dossier, rules_on, entrusted, power, tuple(others), shown),)


def _judge(command: LodgeDeclaration, reference: Reference, at: str) -> Judged:
    """The declared data by themselves: they may be long, and nothing of this hangs on others."""
    day = decisive_day(command.dossier, at)
    return Judged(reference.mark, day, declared_refusals(command.dossier, reference, at))


def _judged(command: LodgeDeclaration, context: Context) -> Judged:
    """What was judged already, unless another day or another list came between."""
    judged, day = context.judged, decisive_day(command.dossier, context.now)
    if judged is not None and judged.counts_for(context.reference, day):
        return judged
    return _judge(command, context.reference, context.now)


def _lrn_refusals(dossier: Dossier) -> tuple[Refusal, ...]:
    """No office could print or read out an LRN in other signs."""
    if check_lrn(dossier.lrn).ok:
        return ()
    return (Refusal("lrn_form", "/dossier/lrn", "", {"lrn": dossier.lrn}),)


def _entrusted(context: Context) -> tuple[str, ...]:
    """Guarantees known here that are not the filer's own: their codes have been checked."""
    known = context.of(GUARANTEES_NAMED).values()
    return tuple(one.grn for one in known if not one.is_held_by(context.actor.org))


def _codes(command: LodgeDeclaration) -> Mapping[str, str]:
    return codes_given(command.dossier, command.access_code, command.access_codes)


def _guarantee_refusals(command: LodgeDeclaration, context: Context) -> Iterator[Refusal]:
    """Access codes are checked here when the guarantor is this node, for they are kept nowhere."""
    dossier, codes = command.dossier, _codes(command)
    yield from named_twice(dossier.guarantees, "/dossier/guarantees")
    for grn, guarantee in context.of(GUARANTEES_NAMED).items():
        if not guarantee.is_held_by(context.actor.org, dossier.holder.id):
            at = f"/dossier{grn_pointer(dossier.guarantees, grn)}"
            yield Refusal("guarantee_other_holder", at, "", {"grn": grn})
            continue
        at = code_pointer(dossier, grn, command.access_codes)
        wrong = code_refusal(guarantee, codes.get(grn, ""), at, context.now)
        if wrong is not None:
            yield wrong


def _hands(state: Movement | None, command: LodgeDeclaration, context: Context) -> Iterator[Handed]:
    return handed_on(_codes(command), context)


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
        also_entrusted=said.also_entrusted,
        shown=said.shown,
    )


LODGING: Final = Act[Movement](
    "lodging",
    asked=(
        Asked(
            LodgeDeclaration,
            by="carrier",
            decide=_lodge,
            needs=(LRN_HOLDER, GUARANTEES_NAMED, USED_BY, UNKEPT, POWERS, CLAIMED),
            begins=True,
            hands=_hands,
            refused=wrong_codes,
            judge=_judge,
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
