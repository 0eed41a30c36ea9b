"""What a carrier stated of costs, as its own page and the timeline tell it."""

from collections.abc import Iterable
from typing import Any

from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import DOLLAR, CostStated
from corridor.web.templating import Reader

View = dict[str, Any]


def amount_text(minor: int, currency: str, reader: Reader) -> str:
    """With its currency."""
    return str(reader.formats.money(minor, currency))


def where_text(place: str, to: str, reader: Reader) -> str:
    """A place, or the two ends of a stretch."""
    return " — ".join(reader.names.place(one) for one in (place, to) if one)


def dollars_text(said: CostStated, reader: Reader) -> str:
    """In US dollars, and by which rates; that there was none; nothing where it was paid in them."""
    say, formats = reader.words, reader.formats
    if said.currency == DOLLAR:
        return ""
    if said.usd_minor is None:
        return say("No state of the way had issued a rate for that day: no measure counts it.")
    rates = ", ".join(
        f"{formats.number(one.per)} {one.currency} = {formats.rate(one.rate)} {one.base}"
        for one in said.rates
    )
    return say(
        "In US dollars: %(amount)s, by the rates of %(state)s in force on %(day)s: %(rates)s.",
        amount=amount_text(said.usd_minor, DOLLAR, reader),
        state=reader.names.country(said.issuer),
        day=formats.day(said.paid_on),
        rates=rates,
    )


def costs_of(state: Movement, reader: Reader) -> View | None:
    """For macros/costs.html; None where nothing was stated."""
    if not state.costs:
        return None
    rows = [
        {
            "what": reader.labels(one.what, "cost"),
            "where": where_text(one.place, one.to, reader),
            "day": reader.formats.day(one.paid_on),
            "amount": amount_text(one.amount_minor, one.currency, reader),
            "dollars": amount_text(one.usd_minor, DOLLAR, reader)
            if one.usd_minor is not None
            else "",
            "note": one.note,
        }
        for one in state.costs
    ]
    known = [one.usd_minor for one in state.costs if one.usd_minor is not None]
    return {"rows": rows, "sum": _sum(known, reader), "unrated": len(state.costs) - len(known)}


def _sum(known: Iterable[int], reader: Reader) -> str:
    found = [*known]
    return amount_text(sum(found), DOLLAR, reader) if found else ""
