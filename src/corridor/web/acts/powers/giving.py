"""Giving a power of attorney: its form, and how it reads."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.powers.giving import GivePower, PowerGiven
from corridor.domain.powers.state import SCOPES, Power
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line, plain
from corridor.web.acts.act import AT_ONCE, Act, Deed, Reading, Shown, Tale
from corridor.web.acts.fields import needed_day
from corridor.web.auth.accounts import organisations
from corridor.web.auth.identity import account_of

POINTERS: Final = {
    "/broker": "broker",
    "/scope": "scope",
    "/valid_from": "valid_from",
    "/valid_to": "valid_to",
}


def _command(deed: Deed[None]) -> GivePower | None:
    _, form = deed.reader.words, deed.form
    complaint = _("Give the organisation number of whoever shall file for you.")
    broker = plain(deed.needed("broker", complaint))
    first = needed_day(deed, "valid_from", _("Give the first day."))
    last = needed_day(deed, "valid_to", _("Give the last day."))
    scope = tuple(one for one in SCOPES if one in form.all("scope"))
    if not scope:
        form.add_error("scope", _("Choose at least one."))
    if form.errors:
        return None
    account = account_of(deed.request)
    known = organisations(deed.services.queries).get(broker, "")
    return GivePower(broker, scope, first, last, one_line(account.org_name), one_line(known))


def _means(deed: Deed[None]) -> str:
    _ = deed.reader.words
    return _("From the first day on this organisation can file in your name; you answer for it.")


def _note(said: PowerGiven, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day
    broker = said.broker_name or said.broker
    return [
        tale.say(
            "For %(broker)s, from %(first)s to %(last)s.",
            broker=broker,
            first=day(said.valid_from),
            last=day(said.valid_to),
        )
    ]


GIVE: Final = Act[None](
    name="give",
    desk="carrier",
    label=N_("Give the power of attorney"),
    title=N_("New power of attorney"),
    consequence=_means,
    command=_command,
    done=N_("The power of attorney was given"),
    offered=lambda state, actor: AT_ONCE,
    pointers=POINTERS,
)
GIVING: Final = Shown[Power](
    reads=(Reading(PowerGiven, N_("Power of attorney given"), note=_note),),
)
