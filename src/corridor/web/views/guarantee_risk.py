"""The amount at risk with each step of its reckoning, and what a guarantor would say now."""

from collections.abc import Iterable
from typing import Any

from corridor.domain.consignment import Dossier, GuaranteeUse, carnet_of, items_of
from corridor.domain.guarantees.reserving import ReserveAmount, reason_against
from corridor.domain.guarantees.risk import Goods, StateRisk, greatest, load_rates, risks_of
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.entrusting import named_in
from corridor.domain.movement.guarantee import amount_of
from corridor.domain.refdata.rates import converted
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.routes import countries_of
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]


def risk_view(
    goods: Iterable[Goods], countries: Iterable[str], currency: str, day: str, reader: Reader
) -> View | None:
    """For macros/risk.html; None where no state's rates are known for these goods."""
    risks = risks_of(goods, countries, load_rates(), day)
    most = greatest(risks)
    if most is None:
        return None
    return {
        "states": [_state(risk, most, reader) for risk in risks],
        "most": most.country,
        "amount_minor": most.amount_minor,
        "currency": currency,
        "day": day,
        "rates_of": "",
    }


def _state(risk: StateRisk, most: StateRisk, reader: Reader) -> View:
    return {
        "country": reader.names.country(risk.country),
        "steps": risk.steps,
        "amount_minor": risk.amount_minor,
        "is_known": risk.is_known,
        "is_most": risk is most,
    }


def risk_of_dossier(
    dossier: Dossier, day: str, reader: Reader, reference: Reference
) -> View | None:
    """Of what is declared: where all goods have a value, and rates are known for its currencies.

    Several currencies become that of the guarantee, by the rates that the state of departure
    issued for the day.
    """
    items, home = items_of(dossier), "".join(countries_of(dossier.route)[:1])
    currencies = {item.currency or "" for item in items}
    into = currencies.pop() if len(currencies) == 1 else _asked_in(dossier)
    rates = reference.on(day).rates.get(home, {})
    values = [
        converted(item.value_minor or 0, item.currency or "", into, rates) or 0 for item in items
    ]
    if not all(values):
        return None
    goods = (Goods(item.hs, value) for item, value in zip(items, values, strict=True))
    found = risk_view(goods, countries_of(dossier.route), into, day, reader)
    return found | {"rates_of": home} if found and currencies else found


def _asked_in(dossier: Dossier) -> str:
    use = named_in(dossier)
    return (use.currency if use else "") or "EUR"


def left_to_first(dossier: Dossier, risk: View) -> int:
    """What the first has to cover of the amount at risk, after what the others do."""
    others = dossier.guarantees[1:]
    same = (use.amount_minor or 0 for use in others if use.currency == risk["currency"])
    return max(0, int(risk["amount_minor"]) - sum(same))


def too_little(dossier: Dossier, risk: View | None, reader: Reader) -> str:
    """That several guarantees together cover less than is at risk, as far as one sum is theirs."""
    uses = dossier.guarantees
    is_one = {use.currency for use in uses} == {risk["currency"]} if risk else False
    if risk is None or len(uses) < 2 or not is_one or any(u.amount_minor is None for u in uses):
        return ""
    together, at_risk = sum(use.amount_minor or 0 for use in uses), risk["amount_minor"]
    if together >= at_risk:
        return ""
    money, currency = reader.formats.money, risk["currency"]
    return reader.words(
        "Together they cover %(together)s; at risk is %(at_risk)s.",
        together=money(together, currency),
        at_risk=money(at_risk, currency),
    )


def would_refuse(dossier: Dossier, org: str, services: Services, reader: Reader) -> str:
    """Why its own guarantees would be refused were they asked now; nothing where they would not.

    A guarantee of another, or at another guarantor's node, is not known here.
    """
    if carnet_of(dossier):
        return ""
    several = len(dossier.guarantees) > 1
    found = ((use, _against(use, dossier, org, services, reader)) for use in dossier.guarantees)
    return " ".join(f"{use.grn}: {why}" if several else why for use, why in found if why)


def _against(
    use: GuaranteeUse, dossier: Dossier, org: str, services: Services, reader: Reader
) -> str:
    state = services.queries.get(f"gr-{use.grn}").state if use.grn else None
    if not isinstance(state, Guarantee) or state.holder != org:
        return ""
    needed, currency = amount_of(use), use.currency or "EUR"
    ask = ReserveAmount("-", needed, currency, org, countries_of(dossier.route))
    code = reason_against(state, ask, services.day_at(services.node))
    if not code:
        return ""
    said = reader.refusals.say(Refusal(code, "", "", {"grn": state.grn}))
    money = reader.formats.money
    figures = reader.words(
        "Needed: %(needed)s, free: %(free)s.",
        needed=money(needed, currency),
        free=money(max(0, state.available_minor()), state.currency),
    )
    return f"{said.text} {figures} {said.remedy}"
