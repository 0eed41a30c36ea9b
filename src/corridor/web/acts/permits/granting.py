"""Granting a permit."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.days import days_later
from corridor.domain.facts import Actor
from corridor.domain.permits.granting import GrantPermit, PermitGranted
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import UNDECIDED
from corridor.domain.refusals import N_
from corridor.domain.typed import plain
from corridor.web.acts.act import (
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
from corridor.web.acts.fields import (
    files_field,
    files_of,
    needed_day,
)

VALID_DAYS: Final = 30
"""From today to so long after the day it is wanted for: a truck may be early, and may be late."""
USES_DIGITS_MAX: Final = 4


def _may(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.status in UNDECIDED and not state.request.quota)


def _grant_means(deed: Deed[Permit]) -> str:
    _ = deed.reader.words
    return _(
        "The permit is signed with the key of this state and sent to the carrier at once. It can "
        "be revoked only as long as it has not been used."
    )


def _grant_fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    asked = deed.state.request
    first = deed.services.day_at(asked.country)
    needed = max(first, asked.wanted_to or "", asked.wanted_from or "")
    last = days_later(needed, VALID_DAYS)
    hint = _("One a line; the shorter the better, since they stand in the QR code.")
    return [
        field_of("date", "valid_from", _("Valid from"), first),
        field_of("date", "valid_to", _("Valid to"), last),
        field_of("textarea", "conditions", _("Conditions"), hint=hint, optional=True, rows=3),
        field_of("number", "uses", _("How many entries"), "1"),
        files_field(deed, usual="certificate"),
    ]


def _grant(deed: Deed[Permit]) -> GrantPermit | None:
    _, form = deed.reader.words, deed.form
    first = needed_day(deed, "valid_from", _("Give the first day."))
    last = needed_day(deed, "valid_to", _("Give the last day."))
    uses = plain(form["uses"])
    if not uses.isdecimal() or len(uses) > USES_DIGITS_MAX or not 1 <= int(uses) <= 1000:
        form.add_error("uses", _("Give a whole number from 1 to 1000."))
    if form.errors:
        return None
    return GrantPermit(first, last, lines_of(form["conditions"]), int(uses), files_of(deed))


def _granted(said: PermitGranted, tale: Tale) -> Iterable[str]:
    days = tale.reader.formats.days(said.valid_from, said.valid_to)
    yield tale.say("No. %(number)s, valid %(days)s.", number=said.number, days=days)
    if said.conditions:
        yield tale.say("Conditions: %(all)s", all="; ".join(said.conditions))


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
            fields=_grant_fields,
            pointers={
                "/valid_from": "valid_from",
                "/valid_to": "valid_to",
                "/conditions": "conditions",
                "/uses": "uses",
                "/attachments": "files",
            },
        ),
    ),
    reads=(Reading(PermitGranted, N_("Permit granted"), note=_granted),),
)
