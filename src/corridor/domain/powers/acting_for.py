"""Whether one firm may act for another now, as every act that asks it of the same powers."""

from typing import Final

from corridor.domain.consignment import Party
from corridor.domain.context import Context
from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.powers.state import Fault, Power, Scope
from corridor.domain.refusals import N_, Refusal, RefusalText

_ORDER: Final[tuple[Fault, ...]] = ("scope", "later", "ended", "withdrawn", "declined")
"""Of several that will not do, the one that is nearest to what is needed is told."""


def power_key(holder: str, broker: str) -> str:
    """Under what all powers of one firm for another are found."""
    return f"power:{holder}:{broker}"


def _asked(ask: Ask) -> str:
    holder, org = ask.said.dossier.holder.id, ask.context.actor.org
    return power_key(holder, org) if holder != org else ""


POWERS: Final = StatesUnder(Power, _asked, lambda power, ask: True)
"""Of the declared holder for whoever files, where that is another firm."""


def power_used(context: Context, scope: Scope, holder: Party) -> tuple[str, tuple[Refusal, ...]]:
    """(id of the power by which this is done, why it may not be done).

    A firm that never gave this one a power is not known to have to: its word to the customs is then
    outside of this system, unless the node asks for a power in any case.
    """
    powers = context.of(POWERS)
    if not powers:
        return "", _missing(context, holder) if context.parameters.needs_power else ()
    today = context.day_at(context.node)
    faults = {power.fault(scope, today): power for power in powers}
    if "" in faults:
        return faults[""].id, ()
    return "", tuple(_refusal(faults[why], why) for why in _ORDER if why in faults)[:1]


def _missing(context: Context, holder: Party) -> tuple[Refusal, ...]:
    """Nobody needs one for their own firm; a holder without a number is refused as such."""
    if holder.id in ("", context.actor.org):
        return ()
    args = {"holder": holder.name or holder.id, "broker": context.actor.org}
    return (Refusal("power_missing", "/dossier/holder/id", "", args),)


def _refusal(power: Power, why: Fault) -> Refusal:
    """What is wrong with it, at the field that names its holder."""
    args = {"power": power.id, "holder": power.holder_name or power.holder}
    dates: dict[Fault, tuple[str, str]] = {
        "later": ("date", power.valid_from),
        "ended": ("date", power.valid_to),
        "withdrawn": ("given", power.ended_at),
        "declined": ("given", power.ended_at),
    }
    named = dict([dates[why]]) if why in dates else {}
    return Refusal(f"power_{why}", "/dossier/holder/id", "", args | named)


TEXTS: Final = {
    "power_missing": RefusalText(
        N_("{holder} gave your organisation no power of attorney on this node."),
        N_(
            "Ask {holder} to give one to {broker} on its page of powers of attorney,"
            " then file again."
        ),
    ),
    "power_ended": RefusalText(
        N_("The power of attorney {power} of {holder} ended on {date}."),
        N_("Ask {holder} to give a new one on its page of powers of attorney."),
    ),
    "power_withdrawn": RefusalText(
        N_("{holder} took the power of attorney {power} back: {given}."),
        N_("Ask {holder} to give a new one on its page of powers of attorney."),
    ),
    "power_declined": RefusalText(
        N_("{holder} declined to give a power of attorney ({power}): {given}."),
        N_("Ask {holder} to give one on its page of powers of attorney."),
    ),
    "power_later": RefusalText(
        N_("The power of attorney {power} of {holder} begins on {date}."),
        N_("Wait for that day, or ask {holder} for one that is in force."),
    ),
    "power_scope": RefusalText(
        N_("The power of attorney {power} of {holder} does not cover this act."),
        N_("Ask {holder} to give one that covers filing and amending."),
    ),
}
