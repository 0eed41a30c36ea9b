"""Giving an authorisation: its form, and how it reads."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.authorised.giving import AuthorisationGiven, GiveAuthorisation
from corridor.domain.authorised.state import Conditions
from corridor.domain.codes import capitals
from corridor.domain.refusals import N_
from corridor.domain.typed import day, listed, number, one_line, whole
from corridor.web.act import AT_ONCE, Act, Deed, Reading, Shown, Tale, chosen
from corridor.web.labels.destination import AUTHORISED_KINDS

NOBODY_WAITS: Final = ("C523", "C524")
"""Special seals and the reduced data set: no office has to decide on anything in time."""


def _codes(text: str) -> tuple[str, ...]:
    return tuple(map(capitals, listed(text)))


def conditions_of(deed: Deed[Any], kind: str) -> Conditions:
    """As they were typed; nobody is waited for where it is seals or data alone."""
    form = deed.form
    return Conditions(
        offices=_codes(form["offices"]),
        premises=one_line(form["premises"]),
        not_goods=_codes(form["not_goods"]),
        seal_mark=capitals(form["seal_mark"]),
        grn=capitals(form["grn"]),
        decide_min=Conditions().decide_min if kind in NOBODY_WAITS else _minutes(deed),
    )


def _minutes(deed: Deed[Any]) -> int:
    found = whole(number(deed.form["decide_min"]))
    if found is None:
        deed.form.add_error("decide_min", deed.reader.words("Give a number of minutes."))
    return found or 0


def _give(deed: Deed[str]) -> GiveAuthorisation | None:
    _, form = deed.reader.words, deed.form
    kind = chosen(form["kind"], AUTHORISED_KINDS)
    if not kind:
        form.add_error("kind", _("Choose what the firm is authorised for."))
    holder = deed.needed("holder", _("Give the number of the firm, as declarations name it."))
    first, last = (deed.needed(name, _("Give a day.")) for name in ("valid_from", "valid_to"))
    conditions = conditions_of(deed, kind)
    if form.errors:
        return None
    name = one_line(form["holder_name"])
    return GiveAuthorisation(cast(Any, kind), holder, day(first), day(last), name, conditions)


def _reads(said: AuthorisationGiven, tale: Tale) -> Iterable[str]:
    days = tale.reader.formats.day
    yield f"{tale.reader.labels(said.kind, 'authorised_kind')}: {said.holder_name or said.holder}."
    yield tale.say("No. %(number)s.", number=said.reference)
    first, last = days(said.valid_from), days(said.valid_to)
    yield tale.say("Valid from %(first)s to %(last)s.", first=first, last=last)


OF_CONDITIONS: Final = {
    f"/conditions/{name}": name
    for name in ("offices", "premises", "not_goods", "seal_mark", "grn", "decide_min")
}
GIVE: Final = Act[str](
    name="give",
    desk="customs",
    label=N_("Give the authorisation"),
    title=N_("Authorise a firm"),
    consequence=lambda deed: deed.reader.words(
        "All nodes of the corridor learn of it at once, and declarations that name its number are "
        "checked against it. Your office alone can suspend or revoke it."
    ),
    command=_give,
    done=N_("The authorisation was given"),
    offered=lambda state, actor: AT_ONCE,
    pointers={
        "/kind": "kind",
        "/holder": "holder",
        "/holder_name": "holder_name",
        "/valid_from": "valid_from",
        "/valid_to": "valid_to",
        **OF_CONDITIONS,
    },
)
"""Of an authorisation that is not there yet."""
GIVING: Final = Shown[Any](
    reads=(Reading(AuthorisationGiven, N_("Authorisation given"), note=_reads),)
)
