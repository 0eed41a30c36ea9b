"""Fields that several acts share, and what is read from them."""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import quote

from corridor.domain.attachments import Attachments
from corridor.domain.codes import capitals
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.order import earliest_at
from corridor.domain.refusals import N_
from corridor.domain.typed import day, listed, moment
from corridor.web.act import Deed, Field, MovementDeed, field_of
from corridor.web.files.kinds import ACCEPT
from corridor.web.files.trays import TRAY, in_tray
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.trips.reports import Report, report_of
from corridor.web.views.attached import papers_options
from corridor.web.views.desk_times import instant_of, local_input

C = TypeVar("C")
Passing = Callable[[str, bool, str, str | None, tuple[str, ...]], C]
"""(office, whether the seals are intact, remarks, instant, broken seals) → the command."""
YES_NO: Final = {"yes": N_("Yes"), "no": N_("No")}


def driver_said(deed: MovementDeed) -> Report | None:
    """What the driver said from its page, where the carrier passes it on."""
    id = deed.request.query_params.get("report", "")
    return report_of(deed.services, deed.state.id, id) if id else None


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
        field_of("textarea", "remarks", _("Remarks"), hint=hint),
    ]


def result_of(deed: MovementDeed, results: tuple[str, ...]) -> str:
    """The result chosen; without one the form has an error."""
    _ = deed.reader.words
    value = deed.form["result"]
    if value not in results:
        deed.form.add_error("result", _("Choose the result of the control."))
        return ""
    return value


def here(deed: Deed[Any]) -> str:
    """In whose time a person reads and types: the office's, else that of the node's state."""
    return deed.actor.office or deed.services.node


def moment_field(deed: MovementDeed, name: str, label: str, more: str = "", at: str = "") -> Field:
    """A local time at this office; `at` or now, unless the officer says otherwise.

    `more`: to the hint.
    """
    _ = deed.reader.words
    now, office = deed.services.now(), here(deed)
    zone = deed.reader.formats.moment(now, office).zone
    value = local_input(at or now, office)
    hint = _("Local time here, %(zone)s", zone=zone)
    return field_of("moment", name, label, value, f"{hint}. {more}" if more else hint)


def not_before(deed: MovementDeed) -> str:
    """From when on it can be here, as far as that is known; in a demonstration, why so soon."""
    _, office, state = deed.reader.words, deed.actor.office, deed.state
    parts = []
    last = earliest_at(state, office)
    if last is not None:
        seen, least = last
        where, at = (
            deed.reader.names.office(seen.office),
            deed.reader.formats.moment(seen.at, office),
        )
        parts.append(
            _(
                "Seen at %(where)s on %(at)s; from there the way takes at least %(least)s.",
                where=where,
                at=at,
                least=deed.reader.formats.duration(least),
            )
        )
    if deed.services.demo:
        parts.append(_("In this demonstration a day of the road passes in a minute."))
    return " ".join(parts)


def broken_field(deed: MovementDeed) -> list[Field]:
    """Which seals are broken: those in force, and those found broken before."""
    _, broken = deed.reader.words, {one.seal: one.office for one in deed.state.broken}
    options = []
    for seal in known_seals(deed.state):
        where = deed.reader.names.office(broken[seal]) if seal in broken else ""
        hint = _("found broken already: %(where)s", where=where) if where else ""
        options.append({"value": seal, "label": seal, "hint": hint})
    if not options:
        return []
    hint = _("Only if they are not intact. Say in the remarks what was found.")
    label = _("Which seals are broken?")
    return [field_of("checkboxes", "broken", label, hint=hint, options=options)]


def remarks_field(deed: MovementDeed) -> Field:
    """Words about what was seen; needed where it has to be explained."""
    _ = deed.reader.words
    hint = _("Needed where seals are broken, or an office on the way has not recorded the entry.")
    return field_of("textarea", "remarks", _("Remarks"), hint=hint, optional=True, rows=2)


def broken_of(deed: MovementDeed) -> tuple[str, ...]:
    """The seals that were marked."""
    return tuple(seal for seal in deed.form.all("broken") if seal)


def moment_of(deed: MovementDeed, name: str) -> str | None:
    """The instant typed; the prefilled minute means now."""
    _ = deed.reader.words
    office, typed = here(deed), moment(deed.form[name])
    if typed in ("", local_input(deed.services.now(), office)):
        return None
    try:
        return instant_of(typed, office)
    except ValueError:
        deed.form.add_error(name, _(NOT_A_MOMENT))
        return None


def needed_day(deed: Deed[Any], name: str, complaint: str) -> str:
    """A day that may not be absent; without it the form has an error."""
    return day(deed.needed(name, complaint))


def seals_field(deed: MovementDeed, hint: str = "") -> Field:
    """Whether the seals in force are intact."""
    _, seals = deed.reader.words, ", ".join(deed.state.seals)
    label = _("Are the seals intact: %(seals)s?", seals=seals) if seals else _("Seals intact?")
    return yes_no_field(deed, "seals_intact", label, hint=hint)


def intact_of(deed: MovementDeed) -> bool | None:
    """Whether the seals were intact; None, with an error in the form, where it is not said."""
    intact = yes_no_of(deed, "seals_intact")
    if intact is None:
        deed.form.add_error("seals_intact", deed.reader.words("Say whether the seals are intact."))
    return intact


def passing_fields(deed: MovementDeed, at: str, label: str) -> list[Field]:
    """What an office at a frontier says of a vehicle that passes: its seals, remarks and when."""
    return [
        seals_field(deed),
        *broken_field(deed),
        remarks_field(deed),
        moment_field(deed, at, label, not_before(deed)),
    ]


def passing_of(deed: MovementDeed, at: str, command: Passing[C]) -> C | None:
    """The command that says it; None, with an error in the form, where the seals are not said."""
    intact = intact_of(deed)
    if intact is None:
        return None
    passed_at = moment_of(deed, at)
    return command(deed.actor.office, intact, deed.form["remarks"], passed_at, broken_of(deed))


def yes_no_field(deed: Deed[Any], name: str, label: str, value: str = "", hint: str = "") -> Field:
    """Two radios."""
    _ = deed.reader.words
    options = [{"value": code, "label": _(text)} for code, text in YES_NO.items()]
    return field_of("radios", name, label, value, hint, options=options)


def yes_no_of(deed: Deed[Any], name: str) -> bool | None:
    """What was answered; None where nothing was."""
    return {"yes": True, "no": False}.get(deed.form[name])


def seals_of(text: str) -> tuple[str, ...]:
    """The numbers of seals that were typed."""
    return tuple(map(capitals, listed(text)))


def files_field(deed: Deed[Any], hint: str = "", usual: str = "other") -> Field:
    """What was uploaded to go with it. `usual`: which paper it mostly is."""
    _, subject = deed.reader.words, deed.state.id
    waiting = in_tray(deed.services, subject, deed.actor)
    options = [{"value": one.sha256, "label": one.name} for one in waiting]
    is_sent = deed.request.method == "POST"
    return field_of(
        "files",
        "files",
        _("Papers and photographs"),
        hint=hint or _("PDF, pictures and XLSX; at most ten. They go with what you send here."),
        options=options,
        checked=deed.form.all("files") if is_sent else [one.sha256 for one in waiting],
        tray=f"{TRAY}{subject}",
        href=f"/attach/{subject}?next={quote(deed.request.url.path)}",
        papers=papers_options(deed.reader),
        usual=usual,
        accept=ACCEPT,
    )


def files_of(deed: Deed[Any]) -> Attachments:
    """Those that were left marked."""
    wanted = set(deed.form.all("files"))
    waiting = in_tray(deed.services, deed.state.id, deed.actor)
    return tuple(one for one in waiting if one.sha256 in wanted)
