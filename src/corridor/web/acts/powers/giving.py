"""Giving a power of attorney: its form, and how it reads."""

from typing import Any, Final

from corridor.domain.powers.asking import PowerAskedFor
from corridor.domain.powers.giving import GivePower, PowerGiven
from corridor.domain.powers.state import SCOPES, Power, Scope
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line, plain
from corridor.web.act import (
    AT_ONCE,
    Act,
    Deed,
    Field,
    Reading,
    Shown,
    Tale,
    field_of,
    when_at,
)
from corridor.web.acts.fields import needed_day
from corridor.web.auth.accounts import organisations

TERMS: Final = {"/scope": "scope", "/valid_from": "valid_from", "/valid_to": "valid_to"}
"""Where what `terms_of` reads stands in a command, and in its form."""
POINTERS: Final = {"/broker": "broker", **TERMS}


def _command(deed: Deed[None]) -> GivePower | None:
    _ = deed.reader.words
    complaint = _("Give the organisation number of whoever shall file for you.")
    broker = plain(deed.needed("broker", complaint))
    terms = terms_of(deed)
    if terms is None:
        return None
    known = organisations(deed.services.queries).get(broker, "")
    return GivePower(broker, *terms, broker_name=one_line(known))


def terms_of(deed: Deed[Any]) -> tuple[tuple[Scope, ...], str, str] | None:
    """For what, the first and the last day, as typed; None after errors."""
    _, form = deed.reader.words, deed.form
    first = needed_day(deed, "valid_from", _("Give the first day."))
    last = needed_day(deed, "valid_to", _("Give the last day."))
    scope = tuple(one for one in SCOPES if one in form.all("scope"))
    if not scope:
        form.add_error("scope", _("Choose at least one."))
    return None if form.errors else (scope, first, last)


def _means(deed: Deed[None]) -> str:
    _ = deed.reader.words
    return _("From the first day on this organisation can file in your name; you answer for it.")


def days_said(said: PowerGiven | PowerAskedFor, tale: Tale) -> str:
    """For whom it is, and from when to when."""
    day = tale.reader.formats.day
    return tale.say(
        "For %(broker)s, from %(first)s to %(last)s.",
        broker=said.broker_name or said.broker,
        first=day(said.valid_from),
        last=day(said.valid_to),
    )


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


def _grant(deed: Deed[Power]) -> GivePower | None:
    terms, power = terms_of(deed), deed.state
    if terms is None:
        return None
    return GivePower(power.broker, *terms, power.holder_name, power.broker_name)


def _grant_fields(deed: Deed[Power]) -> list[Field]:
    reader, power = deed.reader, deed.state
    _ = reader.words
    options = reader.labels.options("power_scope")
    return [
        field_of("checkboxes", "scope", _("For what"), options=options, checked=power.scope),
        field_of("date", "valid_from", _("First day"), power.valid_from),
        field_of("date", "valid_to", _("Last day"), power.valid_to),
    ]


GRANT: Final = Act[Power](
    name="grant",
    desk="carrier",
    label=N_("Give the power of attorney"),
    title=N_("Give the power of attorney that was asked for"),
    consequence=lambda deed: deed.reader.words(
        "From the first day on %(broker)s can file in your name; you answer for it.",
        broker=deed.state.broker_name or deed.state.broker,
    ),
    fields=_grant_fields,
    command=_grant,
    done=GIVE.done,
    offered=lambda state, actor: when_at(state.is_asked and actor.org == state.holder),
    pointers=POINTERS,
)
GIVING: Final = Shown[Power](
    acts=(GRANT,),
    reads=(
        Reading(
            PowerGiven,
            N_("Power of attorney given"),
            note=lambda said, tale: [days_said(said, tale)],
        ),
    ),
)
