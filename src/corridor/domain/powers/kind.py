"""The power of attorney: of one firm for another, on the node where both file."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.kind import Kind
from corridor.domain.listings import Row
from corridor.domain.powers.acting_for import TEXTS, power_key
from corridor.domain.powers.asking import ASKING, asked_key
from corridor.domain.powers.ending import ENDING
from corridor.domain.powers.giving import GIVING
from corridor.domain.powers.state import Power
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.searching import Findable

ACTS: Final[tuple[Act[Power], ...]] = (ASKING, GIVING, ENDING)


def _unknown(subject: str) -> Refused:
    return refuse("power_unknown")


def powers_of(org: str) -> str:
    """The list of powers that a firm gave or got."""
    return f"carrier:{org}:powers"


def _listings(state: Power, node: str) -> tuple[Row, ...]:
    lists = (powers_of(state.holder), powers_of(state.broker))
    return tuple(Row(name, state.valid_to, state.id, state.updated_at) for name in lists)


def _keys(state: Power, node: str) -> tuple[str, ...]:
    """What was asked for and never answered is no word of its holder."""
    if state.is_asked:
        return (asked_key(state.holder, state.broker),)
    has_word = state.given_at or state.declined_at
    return (power_key(state.holder, state.broker),) if has_word else ()


def _firms(state: Power, node: str) -> dict[str, str]:
    """Who has to know how it stands now: the holder while it is asked, else whoever acts by it."""
    return {"carrier": state.holder if state.is_asked else state.broker}


def _found_by(state: Power, node: str) -> Findable:
    """On the page of powers alone, which is short."""
    return Findable(frozenset(), frozenset(), frozenset())


def _sees(actor: Actor, state: Power) -> bool:
    return actor.role == "carrier" and actor.org in (state.holder, state.broker)


POWERS_OF_ATTORNEY: Final = Kind(
    prefix="pa",
    title="Power of attorney",
    state=Power,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=_keys,
    found_by=_found_by,
    sees=_sees,
    firms=_firms,
    spread="Stay on the node where they were given.",
    texts={
        **TEXTS,
        "power_unknown": RefusalText(
            N_("There is no such power of attorney here."),
            N_("Open it from the list of powers of attorney."),
        ),
    },
)
