"""Changing the conditions of an authorisation: its form, and how it reads."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.authorised.changing import AuthorisationChanged, ChangeAuthorisation
from corridor.domain.authorised.state import AuthorisedPerson, Conditions
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.domain.typed import day
from corridor.web.act import (
    LAST,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    why_of,
)
from corridor.web.acts.authorised.giving import NOBODY_WAITS, OF_CONDITIONS, conditions_of


def _may(state: AuthorisedPerson, actor: Actor) -> Place | None:
    is_theirs = actor.office == state.office and not state.revoked_at
    return LAST if is_theirs else None


def _fields(deed: Deed[AuthorisedPerson]) -> list[Field]:
    _, state = deed.reader.words, deed.state
    limits, codes = state.conditions, _("Codes with commas between them.")
    all_of = _("All of this state where nothing stands here.")
    hs = _("Beginnings of HS codes, for example 2402, 2208.")
    minutes = str(limits.decide_min)
    found = [
        field_of("date", "valid_to", _("Last day"), state.valid_to),
        field_of("text", "offices", _("Offices"), ", ".join(limits.offices), f"{codes} {all_of}"),
        field_of("text", "premises", _("Premises"), limits.premises),
        field_of("text", "not_goods", _("Goods not covered"), ", ".join(limits.not_goods), hs),
        field_of("text", "seal_mark", _("Own seals begin with"), limits.seal_mark),
        field_of("text", "grn", _("Guarantee to be used"), limits.grn),
        field_of("number", "decide_min", _("Time to decide on a control"), minutes, unit=_("min")),
        field_of("textarea", "reason", _("Reason")),
    ]
    if state.kind in NOBODY_WAITS:
        found = [one for one in found if one["name"] not in ("premises", "decide_min")]
    return [one | {"optional": True} if one["type"] == "text" else one for one in found]


def _command(deed: Deed[AuthorisedPerson]) -> ChangeAuthorisation | None:
    _ = deed.reader.words
    last, reason = (
        deed.needed("valid_to", _("Give a day.")),
        deed.needed("reason", _("Give the reason.")),
    )
    conditions = conditions_of(deed, deed.state.kind)
    return None if deed.form.errors else ChangeAuthorisation(day(last), reason, conditions)


def _reads(said: AuthorisationChanged, tale: Tale) -> Iterable[str]:
    yield tale.say("Valid to %(day)s.", day=tale.reader.formats.day(said.valid_to))
    limits = said.conditions
    if limits.offices:
        names = map(tale.reader.names.office, limits.offices)
        yield tale.say("Offices: %(offices)s.", offices=", ".join(names))
    if limits.not_goods:
        yield tale.say("Goods not covered: %(codes)s.", codes=", ".join(limits.not_goods))
    named = (
        ("Premises", limits.premises),
        ("Own seals begin with", limits.seal_mark),
        ("Guarantee to be used", limits.grn),
        ("Time to decide on a control", _minutes(limits, tale)),
    )
    yield from (f"{tale.say(label)}: {value}." for label, value in named if value)
    yield from why_of(said, tale)


def _minutes(limits: Conditions, tale: Tale) -> str:
    """The office's time; who only uses special seals is waited for by nobody."""
    if isinstance(tale.state, AuthorisedPerson) and tale.state.kind in NOBODY_WAITS:
        return ""
    return tale.reader.words.ngettext("%(num)s minute", "%(num)s minutes", limits.decide_min)


CHANGING: Final = Shown[AuthorisedPerson](
    acts=(
        Act(
            name="change",
            desk="customs",
            label=N_("Change the conditions"),
            title=N_("Change the conditions of the authorisation"),
            consequence=lambda deed: deed.reader.words(
                "Its number stays. The conditions hold for what is declared from now on, on every "
                "node; what was begun goes on as it was."
            ),
            command=_command,
            done=N_("The conditions were changed"),
            offered=_may,
            fields=_fields,
            pointers=OF_CONDITIONS | {"/valid_to": "valid_to", "/reason": "reason"},
            template="customs/wide_act.html",
        ),
    ),
    reads=(Reading(AuthorisationChanged, N_("Conditions changed"), "attention", _reads),),
)
