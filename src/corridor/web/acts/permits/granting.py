"""Granting a permit."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.days import days_later
from corridor.domain.facts import Actor
from corridor.domain.permit_types.types import PermitType
from corridor.domain.permits.escalating import SILENCE
from corridor.domain.permits.granting import GrantPermit, PermitGranted
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import UNDECIDED
from corridor.domain.refusals import N_
from corridor.domain.typed import plain
from corridor.web.act import (
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    lines_of,
    when_at,
)
from corridor.web.acts.fields import files_field, files_of, needed_day
from corridor.web.i18n import in_language
from corridor.web.views.part import part_text

USES_DIGITS_MAX: Final = 4
PART_MAX: Final = 100
"""So many goods can be left out by ticking them."""
GRANT_POINTERS: Final = {
    "/valid_from": "valid_from",
    "/valid_to": "valid_to",
    "/conditions": "conditions",
    "/uses": "uses",
    "/left_out": "left_out",
    "/attachments": "files",
}
BECAUSE: Final = {
    "registration": N_("the carrier applies in a state that the rule names"),
    "no_dangerous": N_("no dangerous goods"),
    "complete": N_("all papers are there"),
    "first_time": N_("not refused before"),
    "fee_paid": N_("the fee is paid"),
}
"""What a rule of decision found to be so."""


def _may(state: Permit, actor: Actor) -> Place | None:
    one = not state.four_eyes and not state.request.quota
    return when_at(state.status in UNDECIDED and one)


def _grant_means(deed: Deed[Permit]) -> str:
    _ = deed.reader.words
    return _(
        "The permit is signed with the key of this state and sent to the carrier at once. It can "
        "be revoked only as long as it has not been used."
    )


def grant_fields(deed: Deed[Permit]) -> list[Field]:
    """For how long, under which conditions, for which of the goods."""
    _ = deed.reader.words
    kind = deed.services.types[deed.state.request.kind]
    first, last = _usual_days(deed, kind)
    proposed = "\n".join(in_language(deed.reader.lang, one) for one in kind.conditions)
    hint = _("One a line; the shorter the better, since they stand in the QR code.")
    return [
        field_of("date", "valid_from", _("Valid from"), first),
        field_of("date", "valid_to", _("Valid to"), last),
        field_of("textarea", "conditions", _("Conditions"), proposed, hint, optional=True, rows=3),
        field_of("number", "uses", _("How many entries"), str(kind.uses_usual)),
        *_part_field(deed, kind),
        files_field(deed, usual="certificate"),
    ]


def _usual_days(deed: Deed[Permit], kind: PermitType) -> tuple[str, str]:
    """First and last day as they stand in the form: the days that were asked for where the type
    asks for days, else from today until well after the journey; never longer than the type allows.
    """
    asked = deed.state.request
    first = deed.services.day_at(asked.country)
    if "days" in kind.needs:
        first = max(first, asked.wanted_from or "")
        last = asked.wanted_to or days_later(first, kind.valid_days_usual)
    else:
        needed = max(first, asked.wanted_to or "", asked.wanted_from or "")
        last = days_later(needed, kind.valid_days_usual)
    return first, min(last, days_later(first, kind.valid_days_most))


def _part_field(deed: Deed[Permit], kind: PermitType) -> list[Field]:
    """Goods may be granted in part; a vehicle is granted or not."""
    _, goods = deed.reader.words, deed.state.request.goods[:PART_MAX]
    if kind.for_vehicle or len(goods) < 2:
        return []
    options = [
        {
            "value": str(line.number),
            "label": f"{line.number}. {deed.reader.legible(line.description)}",
        }
        for line in goods
    ]
    hint = _("Only where a part is not granted. The carrier sees which.")
    label = _("Not granted for")
    return [field_of("checkboxes", "left_out", label, hint=hint, options=options)]


Granted = tuple[str, str, tuple[str, ...], int, tuple[int, ...]]


def granted_in(deed: Deed[Permit]) -> Granted | None:
    """First and last day, conditions, entries, goods left out; None where something is wrong."""
    _, form = deed.reader.words, deed.form
    first = needed_day(deed, "valid_from", _("Give the first day."))
    last = needed_day(deed, "valid_to", _("Give the last day."))
    uses = plain(form["uses"])
    if not uses.isdecimal() or len(uses) > USES_DIGITS_MAX or not 1 <= int(uses) <= 1000:
        form.add_error("uses", _("Give a whole number from 1 to 1000."))
    if form.errors:
        return None
    left_out = tuple(int(one) for one in form.all("left_out") if one.isdecimal() and len(one) < 6)
    return first, last, lines_of(form["conditions"]), int(uses), left_out


def _grant(deed: Deed[Permit]) -> GrantPermit | None:
    found = granted_in(deed)
    if found is None:
        return None
    first, last, conditions, uses, left_out = found
    return GrantPermit(first, last, conditions, uses, files_of(deed), left_out)


def _granted(said: PermitGranted, tale: Tale) -> Iterable[str]:
    days = tale.reader.formats.days(said.valid_from, said.valid_to)
    yield tale.say("No. %(number)s, valid %(days)s.", number=said.number, days=days)
    if said.conditions:
        yield tale.say("Conditions: %(all)s", all="; ".join(said.conditions))
    if said.left_out:
        goods = tale.state.request.goods if tale.state is not None else ()
        yield part_text(tale.reader, goods, said.left_out)
    if said.by_rule == SILENCE:
        yield tale.say("By the type of the permit, silence counts as consent.")
    elif said.by_rule:
        why = ", ".join(tale.say(BECAUSE.get(one, one)) for one in said.because)
        yield tale.say("Decided by rule %(rule)s: %(why)s.", rule=said.by_rule, why=why)


GRANTING: Final = Shown[Permit](
    acts=(
        Act(
            name="grant",
            desk="permit",
            label=N_("Grant the permit"),
            title=N_("Grant the permit?"),
            consequence=_grant_means,
            command=_grant,
            done=N_("The permit was granted"),
            offered=_may,
            fields=grant_fields,
            pointers=GRANT_POINTERS,
        ),
    ),
    reads=(Reading(PermitGranted, N_("Permit granted"), note=_granted),),
)
