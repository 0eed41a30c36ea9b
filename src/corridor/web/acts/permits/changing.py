"""A permit in force extended, passed to another vehicle, or replaced."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.codes import plate_of
from corridor.domain.facts import Actor
from corridor.domain.permits.changing import (
    AllowPermitChange,
    AskPermitChange,
    DenyPermitChange,
    PermitChangeAsked,
    PermitChangeDenied,
    PermitReissued,
)
from corridor.domain.permits.state import Change, ChangeCause, Permit
from corridor.domain.refusals import N_
from corridor.domain.typed import day, listed
from corridor.web.act import (
    ASIDE,
    LAST,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    hears,
    when_at,
)
from corridor.web.acts.fields import files_field, files_of
from corridor.web.templating import Reader

CAUSES: Final[dict[ChangeCause, str]] = {
    "extended": N_("It should hold longer"),
    "transferred": N_("It should pass to another vehicle"),
    "replaced": N_("It was lost or has a mistake"),
}


def _may(state: Permit, actor: Actor) -> Place | None:
    is_open = state.status == "granted" and state.change is None and not state.request.quota
    return ASIDE if is_open else None


def _means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "The authority decides. The permit you have stays good until then; the new one has a "
        "number and a QR code of its own, and the earlier code counts no more."
    )


def _causes(deed: Deed[Permit]) -> dict[ChangeCause, str]:
    """What the type of the permit allows to be asked."""
    kind = deed.services.types[deed.state.request.kind]
    allowed = {
        "extended": bool(kind.extension_days_most),
        "transferred": kind.transfer and not deed.state.uses,
        "replaced": True,
    }
    return {cause: text for cause, text in CAUSES.items() if allowed[cause]}


def _fields(deed: Deed[Permit]) -> list[Field]:
    _, causes = deed.reader.words, _causes(deed)
    kind = deed.services.types[deed.state.request.kind]
    options = [{"value": code, "label": _(text)} for code, text in causes.items()]
    fields = [field_of("radios", "cause", _("What should be changed"), options=options)]
    if "extended" in causes:
        hint = _("At most %(days)s days longer.", days=kind.extension_days_most)
        fields.append(field_of("date", "valid_to", _("New last day"), hint=hint, optional=True))
    if "transferred" in causes:
        hint = _("Truck and trailers, separated by commas")
        plates = field_of("text", "plates", _("New vehicle"), hint=hint, optional=True)
        fields.append(plates)
    why = field_of("textarea", "reason", _("Reason"), hint=_("The authority reads this."))
    return [*fields, why, files_field(deed)]


def _ask(deed: Deed[Permit]) -> AskPermitChange | None:
    _, form = deed.reader.words, deed.form
    cause = next((one for one in _causes(deed) if one == form["cause"]), None)
    if cause is None:
        form.add_error("cause", _("Choose what should be changed."))
    reason = deed.needed("reason", _("Give the reason."))
    if cause == "extended":
        deed.needed("valid_to", _("Give the last day."))
    if cause == "transferred":
        deed.needed("plates", _("Name the vehicle."))
    if cause is None or form.errors:
        return None
    plates = tuple(map(plate_of, listed(form["plates"]))) if cause == "transferred" else ()
    last = day(form["valid_to"]) if cause == "extended" else None
    return AskPermitChange(cause, reason, plates, last, files_of(deed))


def _asked_now(state: Permit, actor: Actor) -> Place | None:
    return when_at(state.change is not None and state.status == "granted")


def _deny_now(state: Permit, actor: Actor) -> Place | None:
    return LAST if _asked_now(state, actor) is not None else None


def _allow_means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "The permit is signed anew and sent to the carrier at once; the earlier code counts no "
        "more."
    )


def _allow(deed: Deed[Permit]) -> AllowPermitChange:
    return AllowPermitChange()


def _deny_means(deed: Deed[Permit]) -> str:
    return deed.reader.words("The permit stays as it is.")


def _deny_fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    return [field_of("textarea", "reason", _("Reason"), hint=_("The carrier reads this."))]


def _deny(deed: Deed[Permit]) -> DenyPermitChange | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return DenyPermitChange(reason) if reason else None


def _asked(said: PermitChangeAsked | Change, tale: Tale) -> Iterable[str]:
    yield f"{tale.say(CAUSES[said.cause])}."
    if said.plates:
        yield tale.say("New vehicle: %(plates)s.", plates=", ".join(said.plates))
    if said.valid_to:
        yield tale.say("New last day: %(day)s.", day=tale.reader.formats.day(said.valid_to))
    yield said.reason


def _reissued(said: PermitReissued, tale: Tale) -> Iterable[str]:
    last = tale.reader.formats.day(said.valid_to)
    yield tale.say("No. %(number)s, valid to %(day)s.", number=said.number, day=last)
    if said.plates:
        yield ", ".join(said.plates)


def _denied(said: PermitChangeDenied, tale: Tale) -> Iterable[str]:
    return [said.reason]


def change_lines(permit: Permit, reader: Reader) -> list[str]:
    """What its holder asks to be changed, with why; nothing where nothing is asked."""
    return list(_asked(permit.change, Tale(reader, permit.issuer))) if permit.change else []


CHANGING: Final = Shown[Permit](
    acts=(
        Act(
            name="change",
            desk="carrier",
            label=N_("Ask for a change"),
            title=N_("Extend, transfer or replace the permit"),
            consequence=_means,
            command=_ask,
            done=N_("The change was asked for"),
            offered=_may,
            fields=_fields,
            pointers={
                "/cause": "cause",
                "/valid_to": "valid_to",
                "/plates": "plates",
                "/reason": "reason",
                "/attachments": "files",
            },
            kind="quiet",
            aside=True,
        ),
        Act(
            name="allow_change",
            desk="permit",
            label=N_("Allow the change"),
            title=N_("Allow the change?"),
            consequence=_allow_means,
            command=_allow,
            done=N_("The permit was issued anew"),
            offered=_asked_now,
            hears=hears(PermitChangeAsked),
        ),
        Act(
            name="deny_change",
            desk="permit",
            label=N_("Deny the change"),
            title=N_("Deny the change?"),
            consequence=_deny_means,
            command=_deny,
            done=N_("The change was denied"),
            offered=_deny_now,
            fields=_deny_fields,
            hears=hears(PermitChangeAsked),
            pointers={"/reason": "reason"},
            kind="stop",
        ),
    ),
    reads=(
        Reading(PermitChangeAsked, N_("Change of the permit asked for"), "attention", note=_asked),
        Reading(PermitReissued, N_("Permit issued anew"), note=_reissued, to_carrier=True),
        Reading(
            PermitChangeDenied,
            N_("Change of the permit denied"),
            "stopped",
            note=_denied,
            to_carrier=True,
        ),
    ),
)
