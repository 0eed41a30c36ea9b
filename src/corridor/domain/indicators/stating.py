"""Stating figures of an indicator: what is new of a period is a new vintage, the old one stays."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.growth import year_before
from corridor.domain.indicators.state import (
    KEPT_MAX,
    Figure,
    Figures,
    Indicator,
    Kept,
    Series,
    indicator_id,
    news_in,
)
from corridor.domain.refusals import N_, Refusal, RefusalText, refuse
from corridor.domain.registrars import REGISTRAR, is_registrar
from corridor.domain.reported import Ref, decided, wrong_said, wrong_source


class StateIndicator(Command, frozen=True, tag="indicator.state"):
    """State the definition of a series, and figures of it."""

    number: Ref
    series: Series
    figures: Figures


class IndicatorStated(Payload, frozen=True, tag="indicator.stated/1"):
    """The definition of a series as it holds now, and those figures that are new."""

    number: Ref
    series: Series
    figures: tuple[Figure, ...] = ()


def _state(state: Indicator | None, command: StateIndicator, context: Context) -> Decision:
    if indicator_id(context.node, command.number) != context.subject:
        return refuse("register_row_other", "/number")
    news = tuple(news_in(state, command.figures))
    if state is not None and state.series == command.series and not news:
        return refuse("indicator_same")
    said = IndicatorStated(command.number, command.series, news)
    return decided(_wrong(state, command, context.node), said)


def _wrong(state: Indicator | None, command: StateIndicator, node: str) -> Iterator[Refusal]:
    series = command.series
    if node not in series.parties:
        yield Refusal("register_not_party", "/series/parties")
    yield from wrong_said(series.title, "/series/title")
    yield from wrong_said(series.definition, "/series/definition", needed=False)
    if state is not None and state.series.unit != series.unit:
        yield Refusal("indicator_unit", "/series/unit", "", {"unit": state.series.unit})
    if state is not None and len(state.kept) + len(command.figures) > KEPT_MAX:
        yield Refusal("register_full", "", "", {"limit": str(KEPT_MAX)})
    yield from _wrong_figures(state, command)


def _wrong_figures(state: Indicator | None, command: StateIndicator) -> Iterator[Refusal]:
    periods = Counter(one.period for one in command.figures)
    known = () if state is None else state.newest
    figures = (*(one.figure for one in known), *command.figures)
    values = {one.period: one.value for one in figures}
    for place, one in enumerate(command.figures):
        at = f"/figures/{place}"
        if periods[one.period] > 1:
            yield Refusal("indicator_period_twice", f"{at}/period", "", {"period": one.period})
        if _is_from_nought(one, values):
            yield Refusal("indicator_base", f"{at}/change", "", {"period": year_before(one.period)})
        yield from wrong_said(one.said, f"{at}/said")
        yield from wrong_said(one.period_said, f"{at}/period_said", needed=False)
        yield from wrong_said(one.base, f"{at}/base", needed=False)
        yield from wrong_source(one.source, f"{at}/source")


def _is_from_nought(figure: Figure, values: dict[str, str]) -> bool:
    """Whether growth is stated against a base that is nought."""
    base = values.get(year_before(figure.period), "") if figure.change and figure.period else ""
    return bool(base) and not Decimal(base)


def _begin(fact: Fact[Any], subject: str) -> Indicator | None:
    """Only in the register of the own state."""
    said = fact.payload
    if subject != indicator_id(fact.node, said.number) or not is_registrar(fact, fact.node):
        return None
    who = fact.actor.person
    first = Indicator(
        subject, fact.node, said.number, said.series, fact.at, who, updated_at=fact.at
    )
    return _stated(first, said, fact)


def _stated(s: Indicator, p: IndicatorStated, f: Fact[Any]) -> Indicator:
    if p.number != s.number:
        return s
    first = len(s.kept) + 1
    kept = tuple(Kept(n, one, f.at, f.actor.person) for n, one in enumerate(p.figures, first))
    return replace(
        s, series=p.series, kept=(*s.kept, *kept), stated_at=f.at, stated_by=f.actor.person
    )


STATING: Final = Act[Indicator](
    "stating",
    asked=(
        Asked(
            StateIndicator,
            by="registrar",
            decide=_state,
            voice=REGISTRAR,
            begins=True,
            names=lambda command, node: indicator_id(node, command.number),
        ),
    ),
    told=(Told(IndicatorStated, REGISTRAR, frozenset(), _stated, begin=_begin),),
    texts={
        "indicator_same": RefusalText(
            N_("The series says this already."), N_("Nothing is left to do.")
        ),
        "indicator_unit": RefusalText(
            N_("The series is counted in another unit: {unit}."),
            N_("Give the figures in that unit, or begin another series."),
        ),
        "indicator_period_twice": RefusalText(
            N_("The period {period} stands there twice."), N_("Leave one figure of a period.")
        ),
        "indicator_base": RefusalText(
            N_("Growth is stated, but the value of {period} is zero."),
            N_("Leave the growth out: from zero there is none."),
        ),
    },
)
