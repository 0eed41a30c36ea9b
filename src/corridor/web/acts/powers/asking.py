"""Asking for a power of attorney: the broker's form, the holder's No, and how they read."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.powers.asking import (
    AskForPower,
    DeclinePower,
    PowerAskedFor,
    PowerDeclined,
    PowerRequestWithdrawn,
    WithdrawPowerRequest,
)
from corridor.domain.powers.state import Power
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line, plain
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Deed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    why_of,
)
from corridor.web.acts.powers.giving import TERMS, days_said, terms_of
from corridor.web.auth.accounts import organisations


def _command(deed: Deed[None]) -> AskForPower | None:
    _ = deed.reader.words
    holder = plain(deed.needed("holder", _("Give the organisation number of the holder.")))
    terms = terms_of(deed)
    if terms is None:
        return None
    known = organisations(deed.services.queries).get(holder, "")
    return AskForPower(holder, *terms, one_line(known), note=deed.form["note"])


def _note(said: PowerAskedFor, tale: Tale) -> Iterable[str]:
    return [days_said(said, tale), said.note]


ASK: Final = Act[None](
    name="ask",
    desk="carrier",
    label=N_("Ask for the power of attorney"),
    title=N_("Ask for a power of attorney"),
    consequence=lambda deed: deed.reader.words(
        "The holder sees your request on its page of powers of attorney, and gives the power"
        " with days and scope of its own choice, or declines. If it declines, this node refuses"
        " what you file in its name until it gives you one."
    ),
    command=_command,
    done=N_("The holder was asked for a power of attorney"),
    offered=lambda state, actor: AT_ONCE,
    pointers={"/holder": "holder", "/note": "note", **TERMS},
)


def _for_holder(state: Power, actor: Actor) -> Place | None:
    return BESIDES if state.is_asked and actor.org == state.holder else None


def _for_broker(state: Power, actor: Actor) -> Place | None:
    return AT_ONCE if state.is_asked and actor.org == state.broker else None


def _declined_means(deed: Deed[Power]) -> str:
    _, power = deed.reader.words, deed.state
    return _(
        "From now on this node refuses whatever %(broker)s files in your name, also where it filed "
        "for you until now by a power on paper, unless another power of yours that stands here "
        "covers it. %(broker)s is told. You can give it a power at any time later.",
        broker=power.broker_name or power.broker,
    )


DECLINE: Final = Act[Power](
    name="decline",
    desk="carrier",
    label=N_("Decline"),
    title=N_("Decline to give the power of attorney"),
    consequence=_declined_means,
    fields=lambda deed: [field_of("text", "reason", deed.reader.words("Why"), optional=True)],
    command=lambda deed: DeclinePower(deed.form["reason"]),
    done=N_("The request was declined"),
    offered=_for_holder,
    pointers={"/reason": "reason"},
    kind="stop",
)
WITHDRAW: Final = Act[Power](
    name="withdraw",
    desk="carrier",
    label=N_("Withdraw the request"),
    title=N_("Withdraw the request for a power of attorney"),
    consequence=lambda deed: deed.reader.words("The holder has nothing to answer any more."),
    command=lambda deed: WithdrawPowerRequest(),
    done=N_("The request was withdrawn"),
    offered=_for_broker,
    kind="stop",
)
ASKING: Final = Shown[Power](
    acts=(DECLINE, WITHDRAW),
    reads=(
        Reading(PowerAskedFor, N_("Power of attorney asked for"), "attention", note=_note),
        Reading(
            PowerDeclined,
            N_("Power of attorney declined"),
            "stopped",
            note=why_of,
        ),
        Reading(PowerRequestWithdrawn, N_("Request for a power of attorney withdrawn")),
    ),
)
