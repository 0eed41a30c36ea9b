"""Indicators: figures as reported, vintages kept, and what is derived by hand."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor, Fact
from corridor.domain.growth import year_before
from corridor.domain.indicators.answering import AnswerFigure, FigureAnswered
from corridor.domain.indicators.derived import alike, growth_of, implied_base
from corridor.domain.indicators.kind import INDICATORS
from corridor.domain.indicators.state import Figure, Indicator, Kept, Series, yearly_of
from corridor.domain.indicators.stating import IndicatorStated, StateIndicator
from corridor.domain.kind import TO_ALL
from corridor.domain.refusals import Refused, refuse
from corridor.domain.reported import Said, Source
from tests.domain.known import decide
from tests.domain.movement_world import NOW, context

REGISTRAR = Actor("", "KZ-REGISTRY", "registrar", "registrar")
SERIES = Series(Said("Взаимная торговля", "Mutual trade"), "USD_m", ("KZ", "KG"))
SOURCE = Source(Said("пресса", "press"), "2025-08-22")
ID = "in-KZ-F14"


def figure(period: str, value: str = "", **more: Any) -> Figure:
    return Figure(period, Said(value or "слова", value), SOURCE, value=value, **more)


def fact(payload: Any, node: str = "KZ", role: str = "registrar", number: int = 1) -> Fact[Any]:
    actor = replace(REGISTRAR, role=role)
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)


def stated(*figures: Figure, series: Series = SERIES) -> Indicator:
    state = INDICATORS.fold(ID, [fact(IndicatorStated("F14", series, figures))])
    assert state is not None
    return state


def after(state: Indicator, payload: Any, node: str = "KZ") -> Indicator:
    found = INDICATORS.evolve(state, fact(payload, node, number=5), ID)
    assert found is not None
    return found


def told(state: Indicator | None, command: Any, node: str = "KZ") -> Any:
    return decide(INDICATORS, state, command, context(REGISTRAR, subject=ID, node=node))


def codes(found: Any) -> list[tuple[str, str]]:
    assert isinstance(found, Refused)
    return [(one.code, one.pointer) for one in found.refusals]


def test_only_what_is_new_of_a_series_is_said() -> None:
    first, second = figure("2024", "1700"), figure("2025", "1800")
    said = StateIndicator("F14", SERIES, (first,))
    assert told(None, said) == (IndicatorStated("F14", SERIES, (first,)),)
    state = stated(first)
    assert told(state, said) == refuse("indicator_same")
    more = StateIndicator("F14", SERIES, (first, second))
    assert told(state, more) == (IndicatorStated("F14", SERIES, (second,)),)
    assert told(state, said, "KG") == refuse("register_other_state")
    assert told(None, said, "KG") == refuse("register_row_other", "/number")
    assert told(None, AnswerFigure(1, "agreed")) == refuse("indicator_unknown")


def test_a_revised_figure_is_a_new_vintage_and_the_old_one_stays() -> None:
    state = stated(figure("2024", "1700", standing="provisional"))
    state = after(
        state, IndicatorStated("F14", SERIES, (figure("2024", "1750", standing="final"),))
    )
    [newest] = state.newest
    assert newest.figure.value == "1750"
    assert [one.figure.value for one in state.earlier(newest)] == ["1700"]
    assert after(state, IndicatorStated("F15", SERIES, ())).kept == state.kept


@pytest.mark.parametrize(
    ("series", "figures", "code", "pointer"),
    [
        (replace(SERIES, parties=("KG",)), ("1",), "register_not_party", "/series/parties"),
        (replace(SERIES, unit="t"), ("1",), "indicator_unit", "/series/unit"),
        (SERIES, ("1", "1"), "indicator_period_twice", "/figures/0/period"),
    ],
)
def test_what_does_not_fit_is_refused(
    series: Series, figures: tuple[str, ...], code: str, pointer: str
) -> None:
    command = StateIndicator("F14", series, tuple(figure("2026", one) for one in figures))
    assert codes(told(stated(figure("2024", "1")), command))[0] == (code, pointer)


def test_growth_from_nothing_is_refused_and_not_worked_out() -> None:
    from_nought = StateIndicator(
        "F14", SERIES, (figure("2024", "0"), figure("2025", "5", change="100"))
    )
    assert codes(told(None, from_nought)) == [("indicator_base", "/figures/1/change")]
    state = stated(figure("2024", "0"), figure("2025", "5"), figure("", "7"))
    assert [one.percent for one in growth_of(state)] == [""]


def test_a_row_takes_no_more_than_it_can_keep() -> None:
    full = replace(stated(), kept=(Kept(1, figure("2024", "1"), NOW, "x"),) * 5_000)
    found = told(full, StateIndicator("F14", SERIES, (figure("2025", "1"),)))
    assert codes(found) == [("register_full", "")]


def test_growth_is_against_the_same_period_of_the_year_before() -> None:
    state = stated(
        figure("2025-01/2025-08", "1700"), figure("2024-01/2024-08", "1491.2"), figure("2024", "9")
    )
    [growth] = growth_of(state)
    assert (growth.base_period, growth.percent) == ("2024-01/2024-08", "14.0")
    assert year_before("2024-02-29") == "2023-02-28"
    assert list(growth_of(replace(state, series=replace(SERIES, unit="percent")))) == []


def test_a_stated_growth_implies_a_base() -> None:
    """1.7 bn after 14 per cent comes from 1491.2 m; 135 m after 15 per cent from 117.4 m."""
    assert implied_base(figure("2025-01/2025-08", "1700", change="14"), "USD_m") == "1491.2"
    assert implied_base(figure("2024", "135", change="15"), "USD_m") == "117.4"
    assert implied_base(figure("2024", "135"), "USD_m") == ""
    assert implied_base(figure("2024", "135", change="-100"), "USD_m") == ""
    assert implied_base(figure("2024", "94", change="94"), "percent") == ""


def test_two_series_with_one_figure_are_told_apart() -> None:
    mine = stated(figure("2024", "1700"))
    other = replace(mine, id="in-KG-F12", series=replace(SERIES, parties=("KG", "UZ")))
    less = replace(stated(figure("2024", "5")), id="in-KG-F13")
    counted = replace(
        stated(figure("2024", "1700"), series=replace(SERIES, unit="count")), id="in-KG-F2"
    )
    assert list(alike(mine, (mine, other, less, counted))) == [other]
    assert yearly_of(stated(figure("2024", "1700"), figure("2025"), figure("2025-03", "1"))) == {
        "2024": 1700
    }


def test_a_party_agrees_on_a_figure_or_disputes_it() -> None:
    state = stated(figure("2024", "1700"))
    assert told(state, AnswerFigure(1, "disputed", "1600", "Ours."), "KG") == (
        FigureAnswered(1, "disputed", "1600", "Ours."),
    )
    assert told(state, AnswerFigure(2, "agreed")) == refuse("indicator_figure", "/number")
    assert told(state, AnswerFigure(1, "agreed"), "UZ") == refuse("register_not_party")
    state = after(
        after(state, FigureAnswered(1, "disputed", "1600"), "KG"), FigureAnswered(1, "agreed"), "KG"
    )
    [answer] = state.answers
    assert (answer.node, answer.answer) == ("KG", "agreed")


@pytest.mark.parametrize(("node", "role"), [("UZ", "registrar"), ("KZ", "operator")])
def test_nobody_else_is_believed(node: str, role: str) -> None:
    assert INDICATORS.fold(ID, [fact(IndicatorStated("F14", SERIES), node, role)]) is None


def test_all_nodes_hear_of_it_and_anybody_may_read_it() -> None:
    state = stated()
    assert {"KG", "UZ", "GE"} <= INDICATORS.audience(state)
    assert INDICATORS.sees(Actor(), state)
    assert INDICATORS.keys(state, "KG") == (TO_ALL,)
    assert INDICATORS.keys(state, "GE") == ()
    assert INDICATORS.found_by(state, "KG").desks == frozenset()
    (marked,) = INDICATORS.listings(stated(figure("2024", "1700.0")), "GE")
    assert marked.list == "register:series"
    assert marked.marks == ("party=KZ", "party=KG", "figure=USD_m:1700")
    assert INDICATORS.expects(state, INDICATORS.told[IndicatorStated], fact(None))
