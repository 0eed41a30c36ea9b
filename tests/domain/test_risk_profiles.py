"""Risk profiles: what is wrong with one, what it matches and why, what hits come to."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Party, Vehicle
from corridor.domain.movement.parts import Change, Destination, Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.reference import load_reference
from corridor.domain.risk.history import (
    BOUNDS,
    SERIES_MAX,
    Figures,
    Series,
    parted,
    step_of,
)
from corridor.domain.risk.matching import (
    _MAKERS,
    Elsewhere,
    Hit,
    Numbered,
    Reason,
    compiled,
    hits,
)
from corridor.domain.risk.profile import CONDITIONS, Profile, conditions_of, profile_faults
from corridor.domain.risk.scoring import (
    TEN_THOUSAND,
    Assessment,
    Outcome,
    Tally,
    Terms,
    assessed,
    channel_of,
    counted_under,
    grown,
    lot_of,
    outcome_of,
)
from corridor.domain.risk.texts import REASONS
from corridor.domain.risk.traits import Known, Traits, traits_of
from tests.support.engines import DOSSIER

REFERENCE = load_reference()
DAY = "2026-11-21"
MRN = "26KG0000000000001J1"
STATE = Movement(
    id="mv-KG-1",
    home="KG",
    owner="ala-too",
    dossier=DOSSIER,
    rules_on=DAY,
    lodged_at=f"{DAY}T08:00:00.000Z",
    status="accepted",
    mrn=MRN,
    accepted_at=f"{DAY}T09:00:00.000Z",
)


NO_FIGURES, NO_SERIES = Figures(), Series()


class PastOf:
    """What a node has seen, as a test says it."""

    reference = REFERENCE
    time_factor = 1

    def __init__(
        self,
        figures: Figures = NO_FIGURES,
        series: Series = NO_SERIES,
        known: bool = True,
        others: Iterable[Elsewhere] = (),
        weighed: Iterable[Decimal] = (),
    ) -> None:
        self._figures, self._series, self._known = figures, series, known
        self._others, self._weighed = tuple(others), tuple(weighed)

    def figures(self, heading: str, currency: str) -> Figures:
        """Of any heading."""
        return self._figures

    def series(self, office: str) -> Series:
        """Of any office."""
        return self._series

    def is_first(self, party: Known) -> bool:
        """The same of everybody."""
        return not self._known

    def elsewhere(self, kind: str, number: str) -> Iterable[Elsewhere]:
        """The same of everything."""
        return self._others

    def weighed(self, traits: Traits) -> Iterable[Decimal]:
        """The same of every vehicle."""
        return self._weighed


def matched(past: PastOf | None = None, state: Movement = STATE, **conditions: Any) -> str:
    """The code of the first reason by which a profile of these conditions matches; nothing."""
    profile = Profile("AB", "T", **conditions)
    found = hits(compiled([Numbered(1, profile)]), traits_of(state), past or PastOf(), DAY)
    return found[0].reasons[0].code if found else ""


def with_load(**changes: Any) -> Movement:
    return replace(STATE, dossier=replace(DOSSIER, consignment=replace(LOAD, **changes)))


LOAD = DOSSIER.consignment
FAR = DOSSIER.route.points[-1]
SEALED = replace(STATE, seals=("KG-778201",))


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        ({"departs": ("KG",)}, "departs"),
        ({"departs": ("GE",)}, ""),
        ({"arrives": ("GE",)}, "arrives"),
        ({"arrives": ("KG",)}, ""),
        ({"passes": ("TM", "UZ")}, "passes"),
        ({"passes": ("CN",)}, ""),
        ({"offices": ("KGOSH001",)}, "offices"),
        ({"offices": ("KZALMA01",)}, ""),
        ({"goods": ("0809",)}, "goods"),
        ({"goods": ("2402",)}, ""),
        ({"words": ("tobacco",)}, ""),
        ({"parties": ("Ала-Тоо",)}, "parties"),
        ({"parties": ("Ала-Тоо",), "party_roles": ("consignee",)}, ""),
        ({"parties": ("Нигде и никого",)}, ""),
        ({"departs": ("KG",), "goods": ("2402",)}, ""),
        ({"mass_apart": 10}, ""),
        ({"first_time": ("holder",)}, ""),
        ({"value_below": 50}, ""),
        ({"seals_apart": True}, ""),
        ({"twice": True}, ""),
        ({"too_fast": True}, ""),
    ],
)
def test_a_profile_matches_by_what_is_declared(conditions: dict[str, Any], reason: str) -> None:
    assert matched(**conditions) == reason


def test_a_party_is_known_by_number_or_by_all_words_of_a_name() -> None:
    holder = Party(name="ОсОО «Ала-Тоо Транс»", id="KG 123-45")
    state = replace(STATE, dossier=replace(DOSSIER, holder=holder))
    assert matched(state=state, parties=("kg12345",)) == "parties"
    assert matched(state=state, parties=("транс ала",)) == "parties"
    assert matched(state=state, parties=("транс памир",)) == ""
    bare = replace(STATE, dossier=replace(DOSSIER, holder=Party()))
    assert "holder" not in {one.role for one in traits_of(bare).parties}
    assert Known("holder", "", frozenset({"b", "a"}), "A b").key == "a b"


def test_words_of_a_description() -> None:
    words = DOSSIER.consignment.houses[0].items[0].description
    assert matched(words=("никто", words)) == "words"


def test_masses_that_disagree() -> None:
    light = replace(STATE, dossier=replace(DOSSIER, vehicle=Vehicle(gross_kg="1")))
    assert matched(state=light, mass_apart=10) == "lighter"
    none = replace(STATE, dossier=replace(DOSSIER, vehicle=Vehicle()))
    assert matched(state=none, mass_apart=10) == ""
    heavy = Change("UZDUST01", status="confirmed", vehicle=Vehicle(gross_kg="90000"))
    asked = replace(heavy, status="requested")
    stated = replace(STATE, dossier=replace(DOSSIER, vehicle=Vehicle(gross_kg="38000")))
    assert matched(state=replace(stated, changes=(asked,)), mass_apart=10) == ""
    assert matched(state=replace(stated, changes=(asked, heavy)), mass_apart=10) == "masses"
    scales = PastOf(weighed=[Decimal(43_000)])
    assert matched(scales, stated, mass_apart=10) == "masses"
    assert matched(scales, stated, mass_apart=20) == ""


def test_values_against_what_is_usual() -> None:
    below, above = Figures().plus([10**12] * 30), Figures().plus([1] * 30)
    assert matched(PastOf(below), value_below=50) == "worth"
    assert matched(PastOf(below), value_below=50, history_least=31) == ""
    assert matched(PastOf(above), value_above=200) == "worth"
    assert matched(PastOf(below), value_above=200) == ""
    assert matched(PastOf(Figures().plus([0] * 30)), value_above=200) == "", "nothing is usual"
    free = replace(DOSSIER.consignment.houses[0].items[0], value_minor=None)
    house = replace(DOSSIER.consignment.houses[0], items=(free,))
    assert not traits_of(with_load(houses=(house,))).worths


def test_first_time_parties_and_seals() -> None:
    assert matched(PastOf(known=False), first_time=("holder",)) == "first"
    seen = Series().plus(f"UZ-10000{n}" for n in range(6))
    assert matched(PastOf(series=seen), SEALED, seals_apart=True) == "seals"
    ours = Series().plus(f"KG-77820{n}" for n in range(6))
    assert matched(PastOf(series=ours), SEALED, seals_apart=True) == ""
    equipment = tuple(replace(box, seals=(), seal_count=0) for box in LOAD.equipment)
    assert matched(PastOf(series=seen), with_load(equipment=equipment), seals_apart=True) == ""


def test_the_same_vehicle_elsewhere() -> None:
    closed, still = Elsewhere("A", False, FAR, ""), Elsewhere("B", True, FAR, "")
    assert matched(PastOf(others=(closed,)), twice=True) == ""
    assert matched(PastOf(others=(closed, still)), twice=True) == "twice"
    unread = tuple(replace(one, id="--") for one in LOAD.means)
    boxes = tuple(replace(box, container="") for box in LOAD.equipment)
    assert not traits_of(with_load(means=unread, equipment=boxes)).things


@pytest.mark.parametrize(
    ("at", "is_too_fast"),
    [
        ("2026-11-21T08:00:00.000Z", True),
        ("2026-11-01T08:00:00.000Z", False),
        ("2026-11-21T10:00:00.000Z", False),
        ("never", False),
    ],
)
def test_a_vehicle_that_cannot_be_here_yet(at: str, is_too_fast: bool) -> None:
    past = PastOf(others=(Elsewhere("A", False, FAR, at),))
    assert bool(matched(past, too_fast=True)) == is_too_fast


def test_its_own_times_that_contradict_the_way() -> None:
    doubt = Discrepancy("seen_too_soon", at="", about="UZDUST01")
    assert matched(state=replace(STATE, discrepancies=(doubt,)), too_fast=True) == "own_times"


def test_days_of_validity() -> None:
    for first, last, is_valid in (
        ("", "", True),
        (DAY, DAY, True),
        ("2026-11-22", "", False),
        ("", "2026-11-20", False),
    ):
        profile = Profile("AB", "T", departs=("KG",), valid_from=first, valid_to=last)
        found = hits(compiled([Numbered(1, profile)]), traits_of(STATE), PastOf(), DAY)
        assert bool(found) == is_valid


def test_faults_are_told_all_at_once() -> None:
    wrong = Profile(
        "AB",
        " ",
        valid_from="2026-02-31",
        valid_to="2026-01-01",
        parties=("«»",),
        goods=("0000", "08", "080929", "8a"),
        departs=("QQ",),
        offices=("NOWHERE1",),
    )
    codes = [(one.code, one.pointer) for one in profile_faults(wrong, REFERENCE)]
    assert codes == [
        ("risk_untitled", "/title"),
        ("risk_no_such_day", "/valid_from"),
        ("risk_no_words", "/parties"),
        ("risk_unknown_goods", "/goods"),
        ("risk_unknown_goods", "/goods"),
        ("risk_unknown_country", "/departs"),
        ("risk_unknown_office", "/offices"),
    ]
    reversed_days = Profile("AB", "T", valid_from=DAY, valid_to="2026-01-01", twice=True)
    assert [one.code for one in profile_faults(reversed_days, REFERENCE)] == ["risk_days_reversed"]
    empty = Profile("AB", "T", party_roles=("holder",))
    assert [one.code for one in profile_faults(empty, REFERENCE)] == ["risk_no_condition"]
    right = Profile("AB", "T", valid_to=DAY, goods=("08",), parties=("Ала",))
    way = replace(right, departs=("KG",), offices=("KGOSH001",))
    assert not profile_faults(right, REFERENCE)
    assert not profile_faults(way, REFERENCE)


def test_every_condition_is_checked_and_every_reason_has_words() -> None:
    assert set(_MAKERS) == set(CONDITIONS)
    assert conditions_of(Profile("AB", goods=("08",), twice=True)) == ("goods", "twice")
    assert all(REASONS.values())


def test_scores_lots_and_channels() -> None:
    terms = Terms(yellow_from=20, red_from=60, random_of_10000=10, seed="s")
    hit = Hit("AB", 1, "T", 30, reasons=(Reason("departs"),))
    assert channel_of(0, False, terms) == "green"
    assert channel_of(0, True, terms) == "yellow"
    assert channel_of(20, False, terms) == "yellow"
    assert channel_of(60, True, terms) == "red"
    one = assessed((hit,), MRN, terms, "t", DAY, 4)
    assert (one.score, one.channel, one.revision, one.day) == (30, "yellow", 4, DAY)
    assert one.lot == lot_of("s", MRN, DAY)
    assert one.is_drawn == (one.lot < 10)
    drawn = assessed((), MRN, replace(terms, random_of_10000=TEN_THOUSAND), "t", DAY, 4)
    assert counted_under(drawn) == ("*every 0", "*drawn 0")
    assert counted_under(one) == ("*every 0", "AB 1")
    later = assessed((replace(hit, code="CD", weight=40),), MRN, terms, "u", DAY, 5)
    after = grown(one, later, terms)
    assert ([h.code for h in after.hits], after.score, after.channel) == (["AB", "CD"], 70, "red")
    assert grown(after, one, terms).channel == "red", "what was proposed is not taken back"


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_lot_is_the_same_each_time_and_in_range(seed: str, mrn: str) -> None:
    drawn = lot_of(seed, mrn, DAY)
    assert drawn == lot_of(seed, mrn, DAY)
    assert 0 <= drawn < TEN_THOUSAND


def test_the_lot_decides_at_its_edge() -> None:
    lot = lot_of("s", MRN, DAY)
    terms = Terms(seed="s", random_of_10000=lot)
    below, above = (
        assessed((), MRN, replace(terms, random_of_10000=share), "t", DAY, 1)
        for share in (lot, lot + 1)
    )
    assert (below.is_drawn, below.channel, below.lot) == (False, "green", lot)
    assert (above.is_drawn, above.channel, above.lot) == (True, "yellow", lot)
    assert assessed((), MRN, Terms(seed="s"), "t", DAY, 1).is_drawn is False


def test_lots_fall_as_often_as_they_should() -> None:
    drawn = sum(lot_of("seed", f"{number}", DAY) < 1_000 for number in range(10_000))
    assert 900 < drawn < 1_100


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (STATE, Outcome()),
        (replace(STATE, channel="red", control_result="B1"), Outcome("red", True, True)),
        (replace(STATE, channel="red", control_result="A1"), Outcome("red", True, False)),
        (replace(STATE, destination=Destination(conforms=True)), Outcome("", True, False)),
        (replace(STATE, destination=Destination(conforms=False)), Outcome("", True, True)),
        (replace(STATE, destination=Destination(result="A5")), Outcome("", False, True)),
        (replace(STATE, destination=Destination(seals_intact=False)), Outcome("", False, True)),
    ],
)
def test_what_came_of_a_movement(state: Movement, outcome: Outcome) -> None:
    assert outcome_of(state) == outcome


def test_tallies() -> None:
    hit, miss = Outcome("red", True, True), Outcome("red", True, False)
    two = Tally().plus(hit).plus(miss)
    assert (two.matched, two.controlled, two.found, two.rate) == (2, 2, 1, 50)
    assert two.plus(hit, -1).plus(miss, -1) == Tally()
    assert Tally().plus(Outcome("", False, True)).rate is None
    assert Assessment() == Assessment()


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_the_usual_value_is_the_median_to_a_tenth(amounts: list[int]) -> None:
    median = sorted(amounts)[(len(amounts) - 1) // 2]
    usual = Figures().plus(amounts).median
    assert usual <= median
    assert median <= max(1, usual) * 12 // 10 + 2


@given(st.lists(st.integers(0, 10**9), max_size=30), st.lists(st.integers(0, 10**9), max_size=30))
def test_figures_add_up_in_any_order(first: list[int], second: list[int]) -> None:
    assert Figures().plus(first).plus(second) == Figures().plus(second + first)


def test_figures_of_nothing_and_steps() -> None:
    assert Figures().median == 0
    assert Figures(3, {}).median == 0
    assert all(low < high for low, high in pairwise(BOUNDS))
    assert step_of(0) == 0
    assert step_of(10**40) == len(BOUNDS) - 1


def test_series_of_seals() -> None:
    assert parted("KG-778201") == ("KG", 778201)
    assert parted("no number") is None
    few = Series().plus(["KG-1", "sealed"])
    assert few.count == 1
    assert not few.is_apart("XX-1"), "too few to be a series"
    many = few.plus(f"KG-{n}" for n in range(2, 7))
    assert many.is_apart("XX-1")
    assert not many.is_apart("KG-900")
    assert many.is_apart("KG-99999")
    assert not many.is_apart("no number")
    fronts = Series().plus(f"{'A' * n}1" for n in range(1, SERIES_MAX + 5))
    assert len(fronts.spans) == SERIES_MAX
