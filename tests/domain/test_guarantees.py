"""The guarantee ledger: nothing beyond the reference amount, whatever happens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import Document
from corridor.domain.days import days_between
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.asked import Wanted
from corridor.domain.guarantees.changing import ChangeTerms, GiveNewCode
from corridor.domain.guarantees.freeing import ReleaseReservation, ReservationReleased
from corridor.domain.guarantees.goods import SensitiveGoods, hs_of, traits_of
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.listings import listings
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.guarantees.reserving import (
    RESERVING,
    AmountReserved,
    ReservationRefused,
    ReserveAmount,
)
from corridor.domain.guarantees.showing import (
    SHOWING,
    AccessCodeShown,
    AccessCodeWrong,
    NoteWrongCode,
    ShowAccessCode,
)
from corridor.domain.guarantees.state import Guarantee, Wrong
from corridor.domain.guarantees.statement import Day, Entry, exposure_of, statement_of
from corridor.domain.guarantees.tables import is_low
from corridor.domain.guarantees.texts import TEXTS
from corridor.domain.guarantees.types import TYPES, type_of
from corridor.domain.listings import Row
from corridor.domain.refusal_texts import REFUSAL_TEXTS
from corridor.domain.refusals import Refused, refuse
from tests.domain.known import decide
from tests.domain.movement_world import DOSSIER, GRN, GUARANTEE, NOW, TODAY, context

SUBJECT = f"gr-{GRN}"
UZBEK = make_grn("26", "UZ", "000000000001")
GUARANTOR = Actor("", "kg-guarantor", "g1", "guarantor")
REGISTER = RegisterGuarantee(
    grn=GRN,
    holder="ala-too",
    kind="1",
    reference_minor=5_000_000,
    currency="EUR",
    valid_from="2026-01-01",
    valid_to="2027-12-31",
    access_code="A1B2",
    excluded_countries=("TM",),
)


def told(state: Guarantee | None, command: Any, actor: Actor = GUARANTOR, **changes: Any) -> Any:
    """Events, or the refusal."""
    return decide(GUARANTEES, state, command, context(actor, subject=SUBJECT, **changes))


def fact(payload: Any, node: str = "KG", number: int = 1) -> Fact[Any]:
    """The payload as this node's fact."""
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, GUARANTOR)


def ask(amount: int, movement: str = "mv-KG-1", **changes: Any) -> ReserveAmount:
    """A request to reserve."""
    return replace(ReserveAmount(movement, amount, "EUR", "ala-too"), **changes)


def ended(day: str) -> RegisterGuarantee:
    """Its registration with this last day."""
    return replace(REGISTER, valid_to=day)


def test_registered_with_its_access_code() -> None:
    (registered,) = told(None, REGISTER)
    state = GUARANTEES.evolve(None, fact(registered), SUBJECT)
    assert state is not None
    assert state == Guarantee(
        grn=GRN,
        node="KG",
        holder="ala-too",
        guarantor="kg-guarantor",
        kind="1",
        reference_minor=5_000_000,
        currency="EUR",
        valid_from="2026-01-01",
        valid_to="2027-12-31",
        access_digest=state.access_digest,
        excluded_countries=("TM",),
    )
    assert (state.id, state.reference) == (SUBJECT, GRN)
    assert state.opens_with("A1B2")
    assert not state.opens_with("A1B3")
    assert not replace(state, access_digest=f"x{state.access_digest}").opens_with("A1B2")
    assert "A1B2" not in repr(state)


def test_of_another_state_it_is_not_believed() -> None:
    (registered,) = told(None, REGISTER)
    assert GUARANTEES.evolve(None, fact(registered, "UZ"), SUBJECT) is None


def test_shown_to_guarantor_and_holder() -> None:
    state = replace(GUARANTEE, guarantor="kg-guarantor", reserved={"mv-KG-1": 100, "mv-KG-2": 20})
    data = {
        "grn": GRN,
        "kind": state.kind,
        "holder": "ala-too",
        "currency": "EUR",
        "reference_minor": 5_000_000,
        "available_minor": 4_999_880,
        "reservations": 2,
        "valid_to": state.valid_to,
        "valid_from": state.valid_from,
    }
    free, use = f"EUR {4_999_880:018d}", "000001"
    marks = ("use=below_half", "currency=EUR", "holder=ala-too")
    sums = (state.valid_from, free, use, marks)
    assert listings(state, "KG") == (
        Row("guarantor:kg-guarantor:guarantees", state.valid_to, GRN, "", data, *sums),
        Row("carrier:ala-too:guarantees", state.valid_to, GRN, "", data, *sums),
    )


@pytest.mark.parametrize(
    ("taken", "share", "use"),
    [
        (0, "000000", "none"),
        (2_500_000, "000500", "below_half"),
        (2_500_001, "000501", "above_half"),
        (4_000_001, "000801", "nearly_full"),
        (5_000_000, "001000", "nearly_full"),
        (6_000_000, "001200", "overdrawn"),
    ],
)
def test_a_guarantee_is_sorted_and_filtered_by_its_use(taken: int, share: str, use: str) -> None:
    row = listings(replace(GUARANTEE, reserved={"mv-KG-1": taken}), "KG")[0]
    assert row.share == share
    assert f"use={use}" in row.marks


def test_a_guarantee_of_nothing_is_not_used() -> None:
    row = listings(replace(GUARANTEE, reference_minor=0, reserved={}), "KG")[0]
    assert (row.share, row.marks[0]) == ("000000", "use=none")


@pytest.mark.parametrize(
    ("refused", "state", "command", "actor"),
    [
        (refuse("guarantor_only"), None, REGISTER, Actor("", "x", "x", "carrier")),
        (refuse("guarantee_exists", "/grn", grn=GRN), GUARANTEE, REGISTER, GUARANTOR),
        (
            refuse(
                "grn_check_digit",
                "/grn",
                "R0028",
                expected=make_grn("24", "GB", "ABCDEF123456")[-1],
            ),
            None,
            replace(REGISTER, grn="24GBABCDEF1234567"),
            GUARANTOR,
        ),
        (
            refuse("grn_other_country", "/grn", grn=UZBEK),
            None,
            replace(REGISTER, grn=UZBEK),
            GUARANTOR,
        ),
        (refuse("validity_order", "/valid_to"), None, ended("2026-11-20"), GUARANTOR),
        (
            refuse("day_impossible", "/valid_to", given="2027-02-31"),
            None,
            ended("2027-02-31"),
            GUARANTOR,
        ),
        (
            refuse("validity_order", "/valid_to"),
            None,
            replace(REGISTER, valid_from="2027-01-01", valid_to="2026-12-31"),
            GUARANTOR,
        ),
        (refuse("guarantee_unknown", "/grn", grn=GRN), None, ask(1), GUARANTOR),
    ],
)
def test_refused(refused: Refused, state: Guarantee | None, command: Any, actor: Actor) -> None:
    assert told(state, command, actor) == refused


def test_valid_for_one_day() -> None:
    (registered,) = told(None, replace(ended(TODAY), valid_from=TODAY))
    state = GUARANTEES.evolve(None, fact(registered), SUBJECT)
    assert state is not None
    (reserved,) = told(replace(state, holder="ala-too"), ask(1))
    assert reserved == AmountReserved("mv-KG-1", 1)


@pytest.mark.parametrize(
    ("code", "request_", "today"),
    [
        ("guarantee_not_valid", ask(1), "2028-01-01"),
        ("guarantee_not_yet_valid", ask(1), "2025-12-31"),
        ("guarantee_access_code", ask(1, home="UZ"), TODAY),
        ("guarantee_other_offices", ask(1, offices=("KGOSH001", "GEPOTI01")), TODAY),
        ("guarantee_not_for_suspension", ask(1, traits=("suspension",)), TODAY),
        ("guarantee_not_for_sensitive", ask(1, traits=("sensitive",)), TODAY),
        ("guarantee_goods_excluded", ask(1, goods=("080929", "240220")), TODAY),
        ("guarantee_goods_excluded", ask(1, goods=("080929", "990000")), TODAY),
        ("guarantee_other_holder", ask(1, holder="tien-shan"), TODAY),
        ("guarantee_currency", ask(1, currency="USD"), TODAY),
        ("guarantee_country_excluded", ask(1, countries=("UZ", "TM")), TODAY),
        ("guarantee_insufficient", ask(5_000_001), TODAY),
    ],
)
def test_not_reserved_and_says_why(code: str, request_: ReserveAmount, today: str) -> None:
    state = replace(
        GUARANTEE,
        excluded_countries=("TM",),
        offices=("KGOSH001", "KGBISH01"),
        goods=("08", "24"),
        excluded_goods=("2402",),
        excludes=("sensitive", "suspension"),
    )
    is_of_the_ledger = {**RESERVING.texts, **SHOWING.texts, **TEXTS}
    assert code in is_of_the_ledger
    assert code in REASON_OF
    (refused,) = told(state, request_, now=f"{today}T08:00:00.000Z")
    assert isinstance(refused, ReservationRefused)
    assert refused.code == code
    assert GUARANTEES.evolve(state, fact(refused), SUBJECT) == state


def test_asked_twice_reserved_once() -> None:
    (reserved,) = told(GUARANTEE, ask(100))
    state = GUARANTEES.evolve(GUARANTEE, fact(reserved), SUBJECT)
    assert state is not None
    assert state.available_minor() == 4_999_900
    assert told(state, ask(100)) == ()
    (freed,) = told(state, ReleaseReservation("mv-KG-1"))
    free = GUARANTEES.evolve(state, fact(freed), SUBJECT)
    assert free is not None
    assert free.available_minor() == 5_000_000
    assert told(free, ReleaseReservation("mv-KG-1")) == ()


def test_other_nodes_are_not_heard() -> None:
    reserved = AmountReserved("mv-KG-1", 100)
    assert GUARANTEES.evolve(GUARANTEE, fact(reserved, "UZ"), SUBJECT) == GUARANTEE
    assert GUARANTEES.evolve(None, fact(reserved), SUBJECT) is None


steps = st.tuples(st.integers(1, 12), st.integers(0, 2_000_000), st.booleans())


@given(st.lists(steps, max_size=60))
def test_never_more_than_the_reference_amount(found: list[tuple[int, int, bool]]) -> None:
    state: Guarantee = GUARANTEE
    for number, (movement, amount, is_release) in enumerate(found, start=1):
        name = f"mv-KG-{movement}"
        command = ReleaseReservation(name) if is_release else ask(amount, name)
        for payload in told(state, command):
            folded = GUARANTEES.evolve(state, fact(payload, number=number), SUBJECT)
            assert folded is not None
            state = folded
        assert 0 <= sum(state.reserved.values()) <= state.reference_minor
        assert state.available_minor() >= 0


def test_within_its_terms_it_is_reserved() -> None:
    state = replace(GUARANTEE, offices=("KGOSH001",), goods=("08",), excludes=("sensitive",))
    asked = ask(1, offices=("KGOSH001", "KGOSH001"), goods=("080929",), traits=("suspension",))
    assert told(state, asked) == (AmountReserved("mv-KG-1", 1),)


def test_each_reason_of_the_common_list_arises_or_is_not_asked() -> None:
    assert set(REASON_OF.values()) == set(REASONS) - {"G00"}
    assert set(REASON_OF) <= set(REFUSAL_TEXTS)


@pytest.mark.parametrize(
    ("kind", "code"), [("4", "guarantee_voucher_used"), ("2", "guarantee_individual_used")]
)
def test_what_covers_one_movement_is_used_once(kind: str, code: str) -> None:
    """Held by one it is not for another; given back unused it is, and after a journey never."""
    state = replace(GUARANTEE, kind=kind)
    held = evolved(state, told(state, ask(5)))
    (refused,) = told(held, ask(1, "mv-KG-2"))
    assert refused == ReservationRefused("mv-KG-2", 1, code)
    unused = evolved(held, told(held, ReleaseReservation("mv-KG-1")))
    assert told(unused, ask(1, "mv-KG-2")) == (AmountReserved("mv-KG-2", 1),)
    used = evolved(held, told(held, ReleaseReservation("mv-KG-1", is_used=True)))
    assert used.spent_by == "mv-KG-1"
    assert told(used, ask(1, "mv-KG-2")) == (refused,)
    many = replace(used, kind="1", spent_by="")
    freed = told(replace(many, reserved={"mv-KG-1": 5}), ReleaseReservation("mv-KG-1", 0, True))
    assert freed == (ReservationReleased("mv-KG-1"),)


def evolved(state: Guarantee, payloads: Any) -> Guarantee:
    for number, payload in enumerate(payloads, start=1):
        found = GUARANTEES.evolve(state, fact(payload, number=number), SUBJECT)
        assert found is not None
        state = found
    return state


def test_another_amount_takes_the_place_of_the_first_or_holds_nothing() -> None:
    held = evolved(GUARANTEE, told(GUARANTEE, ask(100)))
    more = told(held, ask(5_000_000))
    assert more == (AmountReserved("mv-KG-1", 5_000_000),)
    assert evolved(held, more).reserved == {"mv-KG-1": 5_000_000}
    too_much = told(held, ask(5_000_001))
    assert too_much == (
        ReservationRefused("mv-KG-1", 5_000_001, "guarantee_insufficient", freed_minor=100),
    )
    assert evolved(held, too_much) == GUARANTEE


@pytest.mark.parametrize(
    ("kind", "grn", "code"),
    [
        ("3", GRN, "guarantee_without_ledger"),
        ("8", GRN, "guarantee_without_ledger"),
        ("4", GRN, "grn_of_other_type"),
        ("1", f"{GRN}A000001", "grn_of_other_type"),
    ],
)
def test_only_what_has_a_ledger_is_registered(kind: str, grn: str, code: str) -> None:
    found = told(None, replace(REGISTER, kind=kind, grn=grn))
    assert [one.code for one in found.refusals] == [code]


def test_a_voucher_is_registered_by_its_long_number() -> None:
    (registered,) = told(None, replace(REGISTER, kind="4", grn=f"{GRN}A000001"))
    assert registered.grn == f"{GRN}A000001"


def test_its_guarantor_changes_its_terms() -> None:
    held = replace(GUARANTEE, reserved={"mv-KG-1": 900})
    terms = ChangeTerms(900, "2026-12-31", "asked by the holder", 50)
    (changed,) = told(held, terms)
    state = evolved(held, (changed,))
    assert (state.reference_minor, state.valid_to, state.warn_percent) == (900, "2026-12-31", 50)
    assert is_low(state)
    low = told(held, replace(terms, reference_minor=899))
    assert low == refuse("reference_below_taken", "/reference_minor", taken_minor=900)
    never = told(held, replace(terms, valid_to="2027-02-31"))
    assert never == refuse("day_impossible", "/valid_to", given="2027-02-31")
    early = told(held, replace(terms, valid_to="2026-11-20"))
    assert early == refuse("validity_order", "/valid_to")
    other = Actor("", "uz-guarantor", "g2", "guarantor")
    assert told(held, terms, other) == refuse("not_your_guarantee", grn=GRN)
    (entry,) = statement_of((fact(changed),))
    assert (entry.what, entry.change_minor) == ("changed", 900)


def test_a_new_code_opens_and_the_old_one_does_not() -> None:
    locked = replace(GUARANTEE, locked_until="2026-11-21T09:00:00.000Z", wrong=(Wrong(NOW),))
    state = evolved(locked, told(locked, GiveNewCode("Zz99")))
    assert state.opens_with("Zz99")
    assert not state.opens_with("A1B2")
    assert (state.locked_until, state.wrong) == ("", ())


ABROAD = ask(100, "mv-UZ-1", home="UZ", codes_shown=1)


def test_a_code_shown_abroad_opens_for_its_movement_alone() -> None:
    state = evolved(GUARANTEE, told(GUARANTEE, ShowAccessCode("mv-UZ-1", "A1B2", "1")))
    assert state.shown == ("mv-UZ-1",)
    assert told(state, ShowAccessCode("mv-UZ-1", "what", "2")) == ()
    assert told(state, ABROAD) == (AmountReserved("mv-UZ-1", 100),)
    (refused,) = told(state, replace(ABROAD, movement="mv-UZ-2", codes_shown=0))
    assert refused.code == "guarantee_access_code"
    freed = evolved(state, (*told(state, ABROAD), ReservationReleased("mv-UZ-1")))
    assert freed == GUARANTEE


def test_a_broker_abroad_uses_what_its_client_entrusted_it_with() -> None:
    asked = replace(ABROAD, holder="broker", named="ala-too")
    shown = replace(GUARANTEE, shown=("mv-UZ-1",))
    assert told(shown, asked) == (AmountReserved("mv-UZ-1", 100),)
    (refused,) = told(shown, replace(asked, named="tien-shan"))
    assert refused.code == "guarantee_other_holder"


def test_what_waits_for_its_code_is_answered_when_it_comes() -> None:
    waiting = evolved(GUARANTEE, told(GUARANTEE, ABROAD))
    assert waiting.awaiting == {"mv-UZ-1": Wanted(**asdict(ABROAD))}
    assert told(waiting, ABROAD) == ()
    right = told(waiting, ShowAccessCode("mv-UZ-1", "A1B2", "1"))
    assert right == (AccessCodeShown("mv-UZ-1"), AmountReserved("mv-UZ-1", 100))
    assert evolved(waiting, right).awaiting == {}
    wrong = told(waiting, ShowAccessCode("mv-UZ-1", "a1b2", "1"))
    assert wrong == (
        AccessCodeWrong("mv-UZ-1", "1"),
        ReservationRefused("mv-UZ-1", 100, "guarantee_access_code"),
    )
    assert evolved(waiting, wrong).missed == {"mv-UZ-1": 1}
    (freed,) = told(waiting, ReleaseReservation("mv-UZ-1", 7))
    assert freed == ReservationReleased("mv-UZ-1")
    assert evolved(waiting, (freed,)) == GUARANTEE


def test_of_two_codes_the_second_is_waited_for() -> None:
    twice = replace(ABROAD, codes_shown=2)
    waiting = evolved(GUARANTEE, told(GUARANTEE, twice))
    one = told(waiting, ShowAccessCode("mv-UZ-1", "xxxx", "1"))
    assert one == (AccessCodeWrong("mv-UZ-1", "1"),)
    again = evolved(waiting, one)
    repeated = told(again, ShowAccessCode("mv-UZ-1", "xxxx", "1"))
    assert repeated == refuse("guarantee_access_code", "/code", grn=GRN)
    assert told(again, ShowAccessCode("mv-UZ-1", "A1B2", "2"))[0] == AccessCodeShown("mv-UZ-1")
    (refused,) = told(replace(again, awaiting={}, missed={"mv-UZ-1": 2}), twice)
    assert refused.code == "guarantee_access_code"


def test_wrong_codes_lock_it_and_are_forgotten_after_a_while() -> None:
    state = GUARANTEE
    for number in range(5):
        state = evolved(state, told(state, ShowAccessCode(f"mv-UZ-{number}", "xxxx", f"{number}")))
    assert state.locked_until == "2026-11-21T09:00:00.000Z"
    assert told(state, NoteWrongCode("mv-KG-1")) == ()
    waiting = replace(state, awaiting={"mv-UZ-9": Wanted(**asdict(ABROAD))})
    ignored = told(waiting, ShowAccessCode("mv-UZ-9", "A1B2", "9"))
    assert ignored == (
        AccessCodeWrong("mv-UZ-9", "9", is_ignored=True),
        ReservationRefused("mv-UZ-9", 100, "guarantee_locked"),
    )
    assert evolved(waiting, ignored).locked_until == state.locked_until
    later = "2026-11-21T09:00:00.001Z"
    (noted,) = told(state, NoteWrongCode("mv-KG-1"), now=later)
    assert noted == AccessCodeWrong("mv-KG-1")
    assert told(state, ShowAccessCode("mv-UZ-9", "A1B2", "9"), now=later) == (
        AccessCodeShown("mv-UZ-9"),
    )


def test_goods_that_a_guarantee_may_exclude_are_known() -> None:
    assert traits_of(DOSSIER, TODAY) == ()
    house = DOSSIER.consignment.houses[0]
    paper = Document("supporting", "C651", "26KG1")
    spirits = replace(house.items[0], hs="220830", documents=(paper,))
    load = replace(DOSSIER.consignment, houses=(replace(house, items=(spirits,)),))
    dossier = replace(DOSSIER, consignment=load)
    assert traits_of(dossier, TODAY) == ("suspension", "sensitive")
    assert traits_of(dossier, "2024-12-31") == ("suspension",)
    assert hs_of(dossier) == ("220830",)
    ended = SensitiveGoods("2208", "spirits", "2025-01-01", "2025-12-31")
    assert (ended.holds("220830", "2025-12-31"), ended.holds("220830", "2026-01-01")) == (
        True,
        False,
    )


def test_each_type_of_the_list_says_what_it_needs() -> None:
    assert {code for code, one in TYPES.items() if one.has_ledger} == set("01249")
    for code in "0123456789ABCDEFGHIJR":
        one = type_of(code)
        assert one.needs
        assert one.has_ledger != bool(one.paper)


def test_exposure_is_the_most_of_each_day() -> None:
    def entry(at: str, what: Any, change: int, free: int) -> Entry:
        return Entry(f"2026-11-{at}:00:00.000Z", what, "m", change, free)

    entries = (
        entry("20T08", "registered", 100, 100),
        entry("21T01", "reserved", -70, 30),
        entry("21T02", "freed", 70, 100),
        entry("21T03", "reserved", -10, 90),
        entry("22T01", "changed", 50, 140),
        entry("22T02", "freed", 10, 150),
    )
    assert exposure_of(entries, "KG") == (
        Day("2026-11-22", 10, 0, 150),
        Day("2026-11-21", 70, 10, 100),
        Day("2026-11-20", 0, 0, 100),
    )
    assert days_between("2026-11-20", "2026-12-01") == 11
