"""Refusing a permit."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import PermitRefused, RefusePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import UNDECIDED
from corridor.domain.refusals import N_
from corridor.web.act import (
    LAST,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
)
from corridor.web.acts.fields import files_field, files_of


def _may(state: Permit, actor: Actor) -> Place | None:
    return LAST if state.status in UNDECIDED and not state.four_eyes else None


def _refuse_means(deed: Deed[Permit]) -> str:
    _ = deed.reader.words
    return _(
        "The carrier reads the reason and may mend the application and send it again; this "
        "decision stays in the record."
    )


def refusal_fields(deed: Deed[Permit]) -> list[Field]:
    """A coded reason, and words."""
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in REFUSAL_REASONS.items()]
    hint = _("Say what is missing and how to put it right.")
    return [
        field_of("radios", "code", _("Reason"), options=options),
        field_of("textarea", "reason", _("In words"), hint=hint),
        files_field(deed),
    ]


def refusal_in(deed: Deed[Permit]) -> tuple[str, str] | None:
    """Code and words; None where something is missing."""
    _ = deed.reader.words
    code = chosen(deed.form["code"], REFUSAL_REASONS)
    if not code:
        deed.form.add_error("code", _("Choose a reason."))
    reason = deed.needed("reason", _("Give the reason in words."))
    return (code, reason) if code and reason else None


def _refuse(deed: Deed[Permit]) -> RefusePermit | None:
    found = refusal_in(deed)
    return RefusePermit(*found, files_of(deed)) if found else None


def _why(said: PermitRefused, tale: Tale) -> Iterable[str]:
    return [f"{tale.say(REFUSAL_REASONS.get(said.code, said.code))}: {said.reason}"]


REFUSING: Final = Shown[Permit](
    acts=(
        Act(
            name="refuse",
            desk="permit",
            label=N_("Refuse the permit"),
            title=N_("Refuse the permit?"),
            consequence=_refuse_means,
            command=_refuse,
            done=N_("The permit was refused"),
            offered=_may,
            fields=refusal_fields,
            pointers={"/code": "code", "/reason": "reason", "/attachments": "files"},
            kind="stop",
        ),
    ),
    reads=(
        Reading(
            PermitRefused,
            N_("Permit refused"),
            "stopped",
            note=_why,
            to_carrier=True,
            settled=lambda said, state: (state.status, state.reason) != ("refused", said.reason),
        ),
    ),
)
