"""Fields that several acts share, and what is read from them."""

from typing import Final

from corridor.domain.refusals import N_
from corridor.web.acts.act import Field, MovementDeed, field_of
from corridor.web.views.desk_times import instant_of, local_input

YES_NO: Final = {"yes": N_("Yes"), "no": N_("No")}


def reason_field(deed: MovementDeed, hint: str = "") -> list[Field]:
    """One field for the reason of a refusal; the carrier reads it."""
    _ = deed.reader.words
    hint = hint or _("The carrier reads this: say what is wrong and what would put it right.")
    return [field_of("textarea", "reason", _("Reason"), hint=hint)]


def reason_of(deed: MovementDeed) -> str:
    """The reason typed; without one the form has an error."""
    _ = deed.reader.words
    return deed.needed("reason", _("Give the reason."))


def result_fields(deed: MovementDeed, results: tuple[str, ...]) -> list[Field]:
    """The result of a control, and words about it."""
    _ = deed.reader.words
    options = [{"value": code, "label": deed.reader.labels(code, "result")} for code in results]
    hint = _("Needed when the result is not satisfactory.")
    return [
        field_of("radios", "result", _("Result"), options=options),
        field_of("textarea", "remarks", _("Remarks"), hint=hint, optional=True),
    ]


def result_of(deed: MovementDeed, results: tuple[str, ...]) -> str:
    """The result chosen; without one the form has an error."""
    _ = deed.reader.words
    value = deed.form["result"]
    if value not in results:
        deed.form.add_error("result", _("Choose the result of the control."))
        return ""
    return value


def moment_field(deed: MovementDeed, name: str, label: str) -> Field:
    """A local time at this office; now, unless the officer says otherwise."""
    _ = deed.reader.words
    now, office = deed.services.now(), deed.actor.office
    zone = deed.reader.formats.moment(now, office).zone
    value = local_input(now, office)
    return field_of("moment", name, label, value, _("Local time here, %(zone)s", zone=zone))


def moment_of(deed: MovementDeed, name: str) -> str | None:
    """The instant typed; the prefilled minute means now."""
    _ = deed.reader.words
    office, typed = deed.actor.office, deed.form[name]
    if typed in ("", local_input(deed.services.now(), office)):
        return None
    try:
        return instant_of(typed, office)
    except ValueError:
        deed.form.add_error(name, _("Give the date and the time, for example 22.11.2026 10:40."))
        return None


def yes_no_field(deed: MovementDeed, name: str, label: str, value: str = "") -> Field:
    """Two radios."""
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in YES_NO.items()]
    return field_of("radios", name, label, value, options=options)
