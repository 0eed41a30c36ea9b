"""Changing truck, trailer or driver: the carrier asks, the office where it is shown confirms."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.codes import plate_of
from corridor.domain.consignment import Means, Vehicle
from corridor.domain.facts import Actor
from corridor.domain.movement.changing import (
    ChangeConfirmed,
    ChangeRefused,
    ChangeRequested,
    DecideChange,
    RequestChange,
    offices_to_show,
    with_means,
)
from corridor.domain.movement.parts import Change
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    when_at,
    why_of,
)
from corridor.web.acts.fields import reason_of
from corridor.web.acts.requests import Asking, answer_fields, answer_of
from corridor.web.templating import Reader
from corridor.web.views.desk_declaration import vehicle_text
from corridor.web.views.desk_permits import lacking_rows, missing_ahead
from corridor.web.views.measures import MEASURES, measure_fields, typed_vehicle
from corridor.web.views.measures import POINTERS as OF_MEASURES

TRUCK, TRAILER = "30", "31"


def _may_ask(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if state.status == "released" and state.pending_change is None else None


def _may_decide(state: Movement, actor: Actor) -> Place | None:
    return when_at(state.change_at(actor.office) is not None)


def _ask_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    if _permits_shown(deed):
        return _("Check the permits of the new vehicle below, then press the button once more.")
    return _(
        "The office looks at the vehicle and confirms. Until then papers and permits are those of "
        "the vehicle declared; afterwards the office of departure and those ahead know the new one "
        "and its permits are checked. If goods are reloaded or seals opened, customs must be there."
    )


def _declared(state: Movement) -> tuple[Means, ...]:
    return tuple(one for one in state.dossier.consignment.means if one.role == "departure")


def _ask_fields(deed: MovementDeed) -> list[Field]:
    _, reader, state = deed.reader.words, deed.reader, deed.state
    name = state.driver_name
    offices = [_option(reader, code) for code in offices_to_show(state)]
    truck, trailer = (*_declared(state), None, None)[:2]
    plates = {"autocapitalize": "characters", "spellcheck": "false"}
    near = _("The office where the vehicle stands, or the next one it comes to.")
    reads, which = _("The office reads this."), _("Which office looks at it?")
    return [
        field_of("text", "truck", _("Truck"), truck.id if truck else "", width="18", attrs=plates),
        _country("truck_of", _("Truck registered in"), truck, reader),
        field_of(
            "text",
            "trailer",
            _("Trailer"),
            trailer.id if trailer else "",
            optional=True,
            width="18",
            attrs=plates,
        ),
        _country("trailer_of", _("Trailer registered in"), trailer, reader),
        *measure_fields(deed),
        field_of("text", "driver", _("Driver, if another one drives"), name, optional=True),
        field_of(
            "select", "office", which, offices[0]["value"], near, options=offices, codes="offices"
        ),
        field_of("text", "place", _("Where it stands now"), optional=True),
        field_of("textarea", "reason", _("Reason"), hint=reads, rows=2),
        field_of("hidden", "permits_shown", "", _permits_shown(deed)),
    ]


def _option(reader: Reader, code: str) -> dict[str, str]:
    return {"value": code, "label": reader.names.office_of_state(code)}


def _country(name: str, label: str, means: Means | None, reader: Reader) -> Field:
    found = [
        {"value": code, "label": reader.names.country(code)} for code in reader.names.countries
    ]
    options = [{"value": "", "label": "—"}, *sorted(found, key=lambda one: one["label"])]
    country = (means.nationality or "") if means else ""
    return field_of(
        "select", name, label, country, options=options, optional=True, codes="countries"
    )


def _typed_means(deed: MovementDeed) -> tuple[Means, ...]:
    """Truck and trailer as typed, further ones as declared; nothing where none is another."""
    state, form = deed.state, deed.form
    known = _declared(state)
    kinds = [one.kind for one in known[:2]] + [TRUCK, TRAILER][len(known) :]
    typed = zip(("truck", "trailer"), kinds, strict=True)
    found = [
        Means("departure", kind, plate_of(form[name]), form[f"{name}_of"] or None)
        for name, kind in typed
        if form[name]
    ]
    means = (*found, *known[2:])
    return () if means == known else means


def _permits_shown(deed: MovementDeed) -> str:
    """What was typed, where the permits of that are to be seen before it is asked for."""
    vehicle = typed_vehicle(deed)
    if not deed.form["truck"] or deed.form.errors:
        return ""
    parts = [one.id for one in _typed_means(deed)]
    return ",".join((*parts, *(deed.form[name] for name in MEASURES if vehicle)))


def _ask_outlook(deed: MovementDeed) -> dict[str, Any]:
    if not _permits_shown(deed):
        return {}
    return _outlook(deed, _typed_means(deed), typed_vehicle(deed))


def _outlook(
    deed: MovementDeed, means: tuple[Means, ...], vehicle: Vehicle | None
) -> dict[str, Any]:
    """The permits that the states ahead would miss with these means, masses and sizes."""
    _, state = deed.reader.words, deed.state
    dossier = with_means(state.dossier, means, vehicle)
    lacking = lacking_rows(deed.reader, missing_ahead(state, dossier, deed.services))
    row = {"label": _("Permits"), "value": _("None is missing.")}
    return {"rows": [] if lacking else [row], "lacking": lacking}


def _ask(deed: MovementDeed) -> RequestChange | None:
    _, form = deed.reader.words, deed.form
    deed.needed("truck", _("Give the number of the truck."))
    office = deed.needed("office", _("Choose the office that looks at it."))
    reason = reason_of(deed)
    shown = _permits_shown(deed)
    if form.errors or (shown and form["permits_shown"] != shown):
        return None  # first the permits of the new vehicle are shown
    driver = one_line(form["driver"])
    return RequestChange(
        office,
        reason,
        _typed_means(deed),
        "" if driver == deed.state.driver_name else driver,
        one_line(form["place"]),
        typed_vehicle(deed),
    )


def _asked_already(deed: MovementDeed) -> tuple[str, str] | None:
    """The carrier has its one request, and waits."""
    asked = deed.state.pending_change
    if asked is None:
        return None
    tale = Tale(deed.reader, deed.services.node, deed.state)
    return deed.reader.words("A change was asked for"), " ".join(_waits(asked, tale))


def _decided_already(deed: MovementDeed) -> tuple[str, str] | None:
    """What was decided on the last request, where none waits."""
    _, state = deed.reader.words, deed.state
    if state.pending_change is not None:
        return None
    tale = Tale(deed.reader, deed.actor.office, state)
    told = [_of_decision(one, tale) for one in state.changes[-1:] if one.status != "requested"]
    said = [f"{one.title}. {one.text}" for one in told]
    said.append(_("Open the movement to see what has happened since."))
    return _("No change waits for a decision."), " ".join(said)


def _decide_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "Confirm what you see: from then on every office looks for this vehicle. Broken or new "
        "seals are recorded as an incident."
    )


def _asking(deed: MovementDeed) -> Asking:
    _ = deed.reader.words
    return Asking(
        "confirmed",
        _("Is this the vehicle and the driver?"),
        _("Say whether the change is confirmed."),
        _("Meanwhile another change is asked for than was shown: look at it anew."),
    )


def _decide_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("Needed when it is not confirmed; the carrier and the offices read it.")
    return answer_fields(deed, deed.state.pending_change, _asking(deed), hint)


def _decide(deed: MovementDeed) -> DecideChange | None:
    asked = deed.state.pending_change
    answer = answer_of(deed, asked, _asking(deed))
    if asked is None or answer is None:
        return None
    return DecideChange(asked.office, answer, deed.form["reason"])


def _decide_outlook(deed: MovementDeed) -> dict[str, Any]:
    asked = deed.state.pending_change
    if asked is None:
        return {}
    tale = Tale(deed.reader, deed.actor.office, deed.state)
    found = _outlook(deed, asked.means, asked.vehicle)
    rows = _rows(asked, tale, deed.state.dossier.vehicle)
    return found | {"rows": [*rows, *found["rows"]]}


def _rows(asked: Change, tale: Tale, known: Vehicle) -> list[dict[str, str]]:
    """What is asked for, beside what was declared: the officer measures or reads it off."""
    say, reader = tale.say, tale.reader
    would_be = vehicle_text(asked.vehicle, reader) if asked.vehicle else say("as declared")
    rows = [
        (say("Means of transport now"), ", ".join(asked.before)),
        (say("Would be"), _named(asked, tale)),
        (say("Masses and sizes now"), vehicle_text(known, reader) or say("not declared")),
        (say("Masses and sizes would be"), would_be if asked.means or asked.vehicle else ""),
        (say("Driver"), asked.driver),
        (say("Where it stands"), asked.place),
        (say("Reason"), asked.reason),
        (say("Asked for"), tale.moment(asked.asked_at)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _named(told: Any, tale: Tale) -> str:
    """The new vehicles with their states; of a change, or of an event about one."""
    names = tale.reader.names
    return ", ".join(
        f"{one.id} ({names.country(one.nationality)})" if one.nationality else one.id
        for one in told.means
    )


def _whats_new(told: Any, tale: Tale) -> Iterable[str]:
    if told.means:
        yield tale.say("Vehicle: %(vehicle)s.", vehicle=_named(told, tale))
    if told.vehicle:
        text = vehicle_text(told.vehicle, tale.reader)
        yield tale.say("Masses and sizes: %(sizes)s.", sizes=text)
    if told.driver:
        yield tale.say("Driver: %(driver)s.", driver=told.driver)


def _waits(asked: Change, tale: Tale) -> Iterable[str]:
    yield from _whats_new(asked, tale)
    yield tale.say("Reason: %(why)s", why=asked.reason.rstrip(".")) + "."
    yield tale.say("Who must act:") + f" {tale.reader.names.office(asked.office)}."
    yield tale.say("Until then papers and permits are those of the vehicle declared.")


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """The newest first; what came before it is folded away."""
    for age, change in enumerate(reversed(state.changes)):
        if change.status != "requested":
            yield _of_decision(change, tale)._replace(folded=age > 0)
        elif state.pending_change is not None:
            title = tale.say("A change of vehicle or driver is asked for")
            yield Banner(title, " ".join(_waits(change, tale)), "wait")


def _of_decision(change: Change, tale: Tale) -> Banner:
    office = tale.reader.names.office(change.office)
    when = tale.say(
        "%(office)s, %(moment)s",
        office=office,
        moment=tale.moment(change.decided_at, tale.where or change.office),
    )
    told = list(_whats_new(change, tale))
    if change.status == "refused":
        why = tale.say("Reason: %(why)s", why=change.answer.rstrip(".")) + "."
        return Banner(
            tale.say("The change was not confirmed"), " ".join((*told, why, when)), "wait"
        )
    if change.means:
        told.append(tale.say("Before: %(vehicle)s.", vehicle=", ".join(change.before)))
    return Banner(tale.say("Vehicle or driver changed"), " ".join((*told, when)), "info")


def _asked(said: ChangeRequested, tale: Tale) -> Iterable[str]:
    yield from _whats_new(said, tale)
    yield from why_of(said, tale)


CHANGING: Final = Shown[Movement](
    acts=(
        Act(
            name="vehicle",
            desk="carrier",
            label=N_("Change truck, trailer or driver"),
            title=N_("Another vehicle or driver for %(ref)s?"),
            consequence=_ask_means,
            command=_ask,
            done=N_("The office was asked to confirm the change"),
            offered=_may_ask,
            fields=_ask_fields,
            context=_ask_outlook,
            over=_asked_already,
            pointers={
                "/means/0": "truck",
                "/means/1": "trailer",
                "/means": "truck",
                **OF_MEASURES,
                "/driver": "driver",
                "/office": "office",
                "/place": "place",
                "/reason": "reason",
            },
            template="customs/wide_act.html",
        ),
        Act(
            name="change",
            desk="customs",
            label=N_("Decide on the change of vehicle"),
            title=N_("Change of vehicle or driver"),
            consequence=_decide_means,
            command=_decide,
            done=N_("The change was decided on"),
            offered=_may_decide,
            fields=_decide_fields,
            pointers={"/confirmed": "confirmed", "/reason": "reason"},
            context=_decide_outlook,
            over=_decided_already,
            stays=True,
        ),
    ),
    reads=(
        Reading(ChangeRequested, N_("Change of vehicle asked for"), "attention", _asked),
        Reading(ChangeConfirmed, N_("Vehicle or driver changed"), note=_whats_new, to_carrier=True),
        Reading(ChangeRefused, N_("Change of vehicle not confirmed"), "stopped", why_of, True),
    ),
    banners=_banners,
)
