"""Securing anew: before the release the carrier names other guarantees, adds one, asks more of one,
or shows an access code again, without filing anew. Where departure had asked, it asks again.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Handed, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, GuaranteeUse, under_tir
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.entrusting import (
    GUARANTEES_NAMED,
    AccessCodes,
    code_refusal,
    grn_pointer,
    grns_of,
    handed_on,
    named_twice,
    shown_abroad,
    wrong_codes,
)
from corridor.domain.movement.guarantee import asks_again, frees_dropped
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.judging import lists_for
from corridor.domain.movement.moments import during
from corridor.domain.movement.rules import check_rules
from corridor.domain.movement.secured import keep_named
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse

Uses = Annotated[tuple[GuaranteeUse, ...], Meta(min_length=1, max_length=9)]


class ChangeGuarantees(Command, frozen=True, tag="movement.change_guarantees"):
    """All guarantees as they are to be; the codes of new ones, and of those refused for theirs."""

    guarantees: Uses
    access_codes: AccessCodes = msgspec.field(default_factory=dict)


class GuaranteesChanged(Payload, frozen=True, tag="movement.guarantees_changed/1"):
    """CC013C with guarantee data alone: the guarantees as they stand now."""

    guarantees: Uses
    entrusted: tuple[str, ...] = ()
    """Of the declared holder, with codes that were shown here."""
    shown: tuple[str, ...] = ()
    """In other states, with codes that are on their way there."""


def _change(state: Movement, command: ChangeGuarantees, context: Context) -> Decision:
    if under_tir(state.dossier):
        return refuse("guarantee_by_carnet", carnet=state.dossier.tir_carnet)
    found = tuple(_refusals(state, command, context))
    if found:
        return Refused(found)
    known, codes = context.of(GUARANTEES_NAMED), command.access_codes
    entrusted = tuple(
        g for g, one in known.items() if g in codes and not one.is_held_by(state.owner)
    )
    return (GuaranteesChanged(command.guarantees, entrusted, shown_abroad(codes, context)),)


def _refusals(state: Movement, command: ChangeGuarantees, context: Context) -> Iterator[Refusal]:
    uses, dossier = command.guarantees, state.dossier
    yield from named_twice(uses, "/guarantees")
    lists = lists_for(dossier, context.reference, state.rules_on)
    judged = check_rules(replace(dossier, guarantees=uses), lists, state.rules_on, "")
    yield from (one for one in judged if one.pointer.startswith("/guarantees"))
    if _lacks(dossier, uses):
        yield Refusal("guarantees_below_risk", "/guarantees")
    yield from _code_refusals(state, command, context)


def _lacks(dossier: Dossier, uses: tuple[GuaranteeUse, ...]) -> bool:
    """Whether less would be secured than was declared; amounts of several currencies are not added
    up: the office of departure looks at them.
    """
    before, after = _sum_of(dossier.guarantees), _sum_of(uses)
    return before is not None and after is not None and before[0] == after[0] and after < before


def _sum_of(uses: tuple[GuaranteeUse, ...]) -> tuple[str, int] | None:
    currencies = {use.currency for use in uses}
    if len(currencies) != 1 or any(use.amount_minor is None for use in uses):
        return None
    return currencies.pop() or "", sum(use.amount_minor or 0 for use in uses)


def _code_refusals(
    state: Movement, command: ChangeGuarantees, context: Context
) -> Iterator[Refusal]:
    """What is named anew needs its code, here or at its guarantor's node."""
    known, named = context.of(GUARANTEES_NAMED), grns_of(state.dossier.guarantees)
    for grn in grns_of(command.guarantees):
        code, at = command.access_codes.get(grn), f"/access_codes/{grn}"
        if code is None and grn in named:
            continue
        if grn not in known:
            if not code:
                yield Refusal("access_code_missing", at, "", {"grn": grn})
            continue
        if not known[grn].is_held_by(state.owner, state.dossier.holder.id):
            where = grn_pointer(command.guarantees, grn)
            yield Refusal("guarantee_other_holder", where, "", {"grn": grn})
        elif (wrong := code_refusal(known[grn], code or "", at, context.now)) is not None:
            yield wrong


def _hands(state: Movement | None, command: ChangeGuarantees, context: Context) -> Iterator[Handed]:
    return handed_on(command.access_codes, context)


def _changed(s: Movement, p: GuaranteesChanged, f: Fact[Any]) -> Movement:
    refused = frozenset(one.grn for one in s.guarantees if one.status == "refused")
    s = keep_named(s, p.guarantees, again=refused)
    first, *others = dict.fromkeys((*_entrusted(s), *p.entrusted)) or ("",)
    return replace(
        s,
        dossier=replace(s.dossier, guarantees=p.guarantees),
        entrusted=first,
        also_entrusted=tuple(others),
        shown=(*s.shown, *p.shown),
    )


def _entrusted(s: Movement) -> tuple[str, ...]:
    return (s.entrusted, *s.also_entrusted) if s.entrusted else ()


SECURING: Final = Act[Movement](
    "securing",
    asked=(
        Asked(
            ChangeGuarantees,
            by="carrier",
            decide=_change,
            voice=HOLDER,
            when=during(*BEFORE_RELEASE, code="amendment_after_release"),
            needs=(GUARANTEES_NAMED,),
            hands=_hands,
            refused=wrong_codes,
        ),
    ),
    told=(Told(GuaranteesChanged, HOLDER, BEFORE_RELEASE, _changed, heard=TO_DEPARTURE),),
    follows=(frees_dropped(GuaranteesChanged), asks_again(GuaranteesChanged)),
    texts={
        "guarantees_below_risk": RefusalText(
            N_("Together the guarantees cover less than was declared."),
            N_("Raise an amount, or add another guarantee."),
        ),
        "access_code_missing": RefusalText(
            N_("The access code of guarantee {grn} is not given."),
            N_("Enter the four characters that the guarantor gave you."),
        ),
    },
)
