"""Stating what the way costs, by the carrier: at a place or on a stretch; and taking it back."""

from collections.abc import Iterable
from typing import Final, cast

from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.movement.costs import Cost, CostKind
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import (
    AFTER_RELEASE,
    COSTS_MAX,
    DOLLAR,
    CostStated,
    CostWithdrawn,
    StateCost,
    WithdrawCost,
)
from corridor.domain.refusals import N_
from corridor.domain.typed import day, one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.fields import driver_said, here
from corridor.web.labels.costs import COST_KINDS
from corridor.web.labels.currencies import OFFERED
from corridor.web.templating import Reader
from corridor.web.trips.reports import Report
from corridor.web.views.costs_shown import amount_text, dollars_text, where_text
from corridor.web.views.desk_money import paid_in


def _may(state: Movement, actor: Actor) -> Place | None:
    is_open = state.status in AFTER_RELEASE and len(state.costs) < COSTS_MAX
    return BESIDES if is_open else None


def _may_withdraw(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if state.status in AFTER_RELEASE and state.costs else None


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "It is your word, and whoever sees this movement reads it: the offices and posts of the "
        "way among them. Nothing of the procedure depends on it. The observatory tells what a "
        "crossing and a stretch cost, of five or more movements together."
    )


def _withdrawal_means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "It counts no more, as if it had not been stated. That it was stated stays on record."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, said, points = deed.reader.words, driver_said(deed), _places(deed)
    kinds = [{"value": code, "label": _(text)} for code, text in COST_KINDS.items()]
    stretch = _("Of a stretch of the way, where it ends: the place above is its beginning.")
    where = _("Only if it was paid for a stretch")
    currencies = [{"value": code, "label": code} for code in _currencies(said)]
    home = here(deed)
    today = deed.services.day_at(home)
    note = _("For instance which fee, or the number of the receipt.")
    return [
        field_of(
            "radios", "what", _("What was it paid for?"), said.what if said else "", options=kinds
        ),
        field_of("text", "amount", _("Amount"), said.amount if said else "", width="18"),
        field_of(
            "select",
            "currency",
            _("Currency"),
            said.currency if said else DOLLAR,
            options=currencies,
        ),
        field_of("select", "place", _("Where"), _place_of(said, points), options=points),
        field_of(
            "select",
            "to",
            where,
            "",
            stretch,
            optional=True,
            options=[{"value": "", "label": "—"}, *points[1:]],
        ),
        field_of("date", "paid_on", _("Day of payment"), day_at(said.at, home) if said else today),
        field_of("text", "note", _("Note"), _note_of(said), note, optional=True),
    ]


def _currencies(said: Report | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*filter(None, (said.currency if said else "",)), *OFFERED)))


def _places(deed: MovementDeed) -> list[dict[str, str]]:
    """Those of the way, each once."""
    names, points = deed.reader.names, deed.state.dossier.route.points
    places = dict.fromkeys(point.place for point in points)
    return [{"value": place, "label": names.place(place)} for place in places]


def _place_of(said: Report | None, points: list[dict[str, str]]) -> str:
    """The place whose name the driver wrote, if it is one of the way."""
    wanted = said.place.strip().casefold() if said else ""
    return next((one["value"] for one in points if one["label"].casefold() == wanted), "")


def _note_of(said: Report | None) -> str:
    return one_line(", ".join(filter(None, (said.place, said.text))))[:140] if said else ""


def _state(deed: MovementDeed) -> StateCost | None:
    _, form = deed.reader.words, deed.form
    what = deed.chosen("what", COST_KINDS)
    minor, currency = paid_in(form, _)
    places = [point.place for point in deed.state.dossier.route.points]
    place, to = deed.chosen("place", places), form["to"]
    if form.errors:
        return None
    return StateCost(
        cast(CostKind, what),
        minor,
        currency,
        place,
        to,
        day(form["paid_on"]) or None,
        one_line(form["note"]),
    )


def _withdrawal_fields(deed: MovementDeed) -> list[Field]:
    _, reader = deed.reader.words, deed.reader
    options = [
        {"value": one.id, "label": cost_text(one, reader)} for one in reversed(deed.state.costs)
    ]
    return [field_of("radios", "cost", _("Which one?"), options=options)]


def cost_text(cost: Cost, reader: Reader) -> str:
    """`Official fee, 25,00 USD, Dostuk, 22 November`."""
    parts = (
        reader.labels(cost.what, "cost"),
        amount_text(cost.amount_minor, cost.currency, reader),
        where_text(cost.place, cost.to, reader),
        reader.formats.day(cost.paid_on),
        cost.note,
    )
    return ", ".join(filter(None, parts))


def _withdraw(deed: MovementDeed) -> WithdrawCost | None:
    cost = deed.chosen("cost", [one.id for one in deed.state.costs])
    return None if deed.form.errors else WithdrawCost(cost)


def _stated(said: CostStated, tale: Tale) -> Iterable[str]:
    reader = tale.reader
    amount = amount_text(said.amount_minor, said.currency, reader)
    yield f"{reader.labels(said.what, 'cost')}: {amount}."
    yield tale.say("Where: %(place)s.", place=where_text(said.place, said.to, reader))
    yield tale.say("Paid on %(day)s.", day=reader.formats.day(said.paid_on))
    yield dollars_text(said, reader)
    yield said.note


def _withdrawn(said: CostWithdrawn, tale: Tale) -> Iterable[str]:
    yield tale.say("What was stated by mistake counts no more.")


STATING_COSTS: Final = Shown[Movement](
    acts=(
        Act(
            name="cost",
            desk="carrier",
            label=N_("State a cost"),
            title=N_("What was paid on the way?"),
            consequence=_means,
            command=_state,
            done=N_("The cost is on record"),
            offered=_may,
            aside=True,
            stays=True,
            go=N_("Put it on record"),
            fields=_fields,
            pointers={
                "/what": "what",
                "/amount_minor": "amount",
                "/currency": "currency",
                "/place": "place",
                "/to": "to",
                "/paid_on": "paid_on",
                "/note": "note",
            },
            template="customs/wide_act.html",
        ),
        Act(
            name="withdraw-cost",
            desk="carrier",
            label=N_("Take back a cost"),
            title=N_("Which cost was stated by mistake?"),
            consequence=_withdrawal_means,
            command=_withdraw,
            done=N_("The cost was taken back"),
            offered=_may_withdraw,
            aside=True,
            stays=True,
            fields=_withdrawal_fields,
            pointers={"/cost": "cost"},
            template="customs/wide_act.html",
        ),
    ),
    reads=(
        Reading(CostStated, N_("Cost stated by the carrier"), note=_stated),
        Reading(CostWithdrawn, N_("Cost taken back by the carrier"), note=_withdrawn),
    ),
)
