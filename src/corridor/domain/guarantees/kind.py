"""The guarantee: a ledger of reservations on the guarantor's node. Its events stay there."""

from typing import Any, Final

from corridor.domain.acts import Act, unchanged
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.changing import CHANGING
from corridor.domain.guarantees.claiming import CLAIMING
from corridor.domain.guarantees.freeing import FREEING
from corridor.domain.guarantees.listings import found_by, keys, listings
from corridor.domain.guarantees.registering import REGISTERING
from corridor.domain.guarantees.reserving import RESERVING
from corridor.domain.guarantees.showing import SHOWING
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.texts import TEXTS
from corridor.domain.kind import Kind
from corridor.domain.refusals import Refused, refuse

ACTS: Final[tuple[Act[Guarantee], ...]] = (
    REGISTERING,
    CHANGING,
    SHOWING,
    RESERVING,
    FREEING,
    CLAIMING,
)


def _unknown(subject: str) -> Refused:
    return refuse("guarantee_unknown", "/grn", grn=subject.removeprefix("gr-"))


def _unmoved(state: Guarantee, fact: Fact[Any]) -> Guarantee:
    return state


def _sees(actor: Actor, state: Guarantee) -> bool:
    holders = {"carrier": state.holder, "guarantor": state.guarantor}
    return bool(actor.org) and holders.get(actor.role) == actor.org


GUARANTEES: Final = Kind(
    prefix="gr",
    title="Guarantee",
    state=Guarantee,
    acts=ACTS,
    unknown=_unknown,
    unheard=_unmoved,
    clash=unchanged,
    stamp=_unmoved,
    listings=listings,
    keys=keys,
    found_by=found_by,
    sees=_sees,
    firms=lambda state, node: {"carrier": state.holder, "guarantor": state.guarantor},
    spread="Stay on the guarantor's node.",
    texts=TEXTS,
)
