"""Permits and quotas of states that have no node here: admitted, passed by, taken back, relayed."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM
from corridor.domain.consignment import Party
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import may_see
from corridor.domain.needs import Ask
from corridor.domain.permits.admitting import (
    AdmitPermit,
    AdmittedTakenBack,
    TakeBackAdmitted,
)
from corridor.domain.permits.dossier import _is_owners
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.listings import admitted_key, found_by, keys, listings
from corridor.domain.permits.passing import (
    NoteUseAbroad,
    PassByPermit,
    PermitPassed,
    PermitPresented,
    PresentPermit,
)
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import UsePermit
from corridor.domain.quota import TRANCHES_MAX, Quota
from corridor.domain.quotas.giving_back import GiveBackNumbers
from corridor.domain.quotas.kind import QUOTAS
from corridor.domain.quotas.relaying import QuotaRelayed, RelayQuota
from corridor.domain.refusals import Refused
from corridor.domain.serials import Range
from tests.domain.known import decide
from tests.support.engines import REFERENCE

NUMBER = "TR-UZ-2026-1-7"
ID = f"pm-UZ-{NUMBER}"
QT = "qt-TR-KG-2026-1"
NOW = "2026-11-21T08:00:00.000Z"
NOBODY = Actor(role=SYSTEM)
GATE = Actor("UZDUST01", "uz-border", "gate", "checkpoint")
CUSTOMS = Actor("UZDUST01", "uz-customs", "dustlik", "customs")
MINISTRY = Actor("UZ-ROAD", "uz-road", "road", "permit")
ADMIT = AdmitPermit(
    NUMBER,
    "TR",
    "road_transit",
    "UZ-ROAD",
    Party("Tır A.Ş."),
    "2026-11-20",
    "2027-01-31",
    "message-1",
    ("34ABC123", "34TR34"),
    ("TR", "UZ"),
    "eyJ.a.b",
)


def context(actor: Actor, node: str = "UZ", subject: str = ID, **more: Any) -> Context:
    return Context(NOW, node, subject, actor, REFERENCE, "A" * 12, **more)


def said(kind: Any, state: Any, command: Any, here: Context) -> Any:
    """The state after a command that is accepted."""
    found = decide(kind, state, command, here)
    assert not isinstance(found, Refused), found
    for payload in found:
        fact = Fact(payload, here.node, 1, NOW, NOW, here.actor)
        state = kind.evolve(state, fact, here.subject)
    return state


def codes(kind: Any, state: Any, command: Any, here: Context) -> list[str]:
    """Why it is not."""
    found = decide(kind, state, command, here)
    assert isinstance(found, Refused)
    return [one.code for one in found.refusals]


def told_of() -> Any:
    """The event that begins it."""
    found = decide(PERMITS, None, ADMIT, context(NOBODY))
    assert not isinstance(found, Refused)
    return found[0]


@pytest.fixture
def admitted() -> Permit:
    state = said(PERMITS, None, ADMIT, context(NOBODY))
    assert isinstance(state, Permit)
    return state


def test_it_is_born_granted_where_it_holds(admitted: Permit) -> None:
    assert (admitted.status, admitted.home, admitted.issuer) == ("granted", "UZ", "UZ")
    assert (admitted.owner, admitted.admitted_from) == ("", "TR")
    assert PERMITS.audience(admitted) == {"UZ", "TR"}
    assert codes(PERMITS, admitted, ADMIT, context(NOBODY)) == ["permit_admitted_before"]


@pytest.mark.parametrize(
    ("node", "actor", "subject"),
    [("KZ", NOBODY, ID), ("UZ", MINISTRY, ID), ("UZ", NOBODY, "pm-KG-1")],
)
def test_nobody_else_can_make_one(node: str, actor: Actor, subject: str) -> None:
    fact = Fact(told_of(), node, 1, NOW, NOW, actor)
    assert PERMITS.evolve(None, fact, subject) is None


def test_said_twice_it_is_marked(admitted: Permit) -> None:
    again = PERMITS.evolve(admitted, Fact(told_of(), "UZ", 2, NOW, NOW, NOBODY), ID)
    assert again is not None
    assert again.discrepancies == ("admitted_twice",)


def test_who_sees_and_finds_it(admitted: Permit) -> None:
    for actor in (GATE, CUSTOMS, MINISTRY):
        assert may_see(actor, admitted)
    for actor in (replace(GATE, office="KZTAZH01"), Actor("", "", "x", "carrier")):
        assert not may_see(actor, admitted)
    assert admitted_key("34 abc-123") in keys(admitted, "UZ")
    assert {row.list for row in listings(admitted, "UZ")} == {"permits:UZ-ROAD:decided"}
    assert found_by(admitted, "UZ").desks == frozenset({"permits:UZ-ROAD"})
    assert PERMITS.firms(admitted, "UZ") == {}


def test_its_issuer_alone_takes_it_back(admitted: Permit) -> None:
    back = TakeBackAdmitted(NOW, "message-2")
    taken = said(PERMITS, admitted, back, context(NOBODY))
    assert taken.status == "revoked"
    assert codes(PERMITS, taken, back, context(NOBODY)) == ["permit_wrong_status"]
    revoke = RevokePermit("No.")
    assert codes(PERMITS, admitted, revoke, context(MINISTRY)) == ["permit_not_your_desk"]
    used = said(PERMITS, admitted, PassByPermit("in", "34ABC123"), context(GATE))
    assert codes(PERMITS, used, back, context(NOBODY)) == ["permit_used_stays"]
    own = replace(admitted, admitted_from="")
    assert codes(PERMITS, own, back, context(NOBODY)) == ["permit_not_admitted"]


def test_a_post_lets_in_once_and_out_after(admitted: Permit) -> None:
    enter, leave = PassByPermit("in", "34 ABC 123"), PassByPermit("out", "34ABC123")
    assert codes(PERMITS, admitted, leave, context(GATE)) == ["permit_not_inside"]
    other = PassByPermit("in", "01KG777ABC")
    assert codes(PERMITS, admitted, other, context(GATE)) == ["permit_use_other_plate"]
    inside = said(PERMITS, admitted, enter, context(GATE))
    assert (inside.status, inside.uses[0].office) == ("exhausted", "UZDUST01")
    assert codes(PERMITS, inside, enter, context(GATE)) == ["permit_used_up"]
    left = said(PERMITS, inside, leave, context(GATE))
    assert (len(left.uses), len(left.exits)) == (1, 1)
    assert codes(PERMITS, left, leave, context(GATE)) == ["permit_not_inside"]


def test_a_permit_that_names_no_vehicle_is_for_any(admitted: Permit) -> None:
    request = replace(admitted.request, plates=())
    inside = said(
        PERMITS, replace(admitted, request=request), PassByPermit("in", "X1"), context(GATE)
    )
    assert inside.uses


def test_out_of_its_days_nobody_passes(admitted: Permit) -> None:
    late = replace(admitted, valid_to="2026-11-20")
    enter = PassByPermit("in", "34ABC123")
    assert codes(PERMITS, late, enter, context(GATE)) == ["permit_not_valid_on"]
    abroad = context(replace(GATE, office="KZTAZH01"), "KZ")
    assert codes(PERMITS, admitted, enter, abroad) == ["permit_no_post"]


def test_shown_for_a_movement_its_crossing_uses_it(admitted: Permit) -> None:
    present = PresentPermit("mv-KG-1", "KG")
    shown = said(PERMITS, admitted, present, context(CUSTOMS))
    assert PERMITS.audience(shown) == {"UZ", "TR", "KG"}
    assert codes(PERMITS, shown, present, context(CUSTOMS)) == ["permit_assigned_already"]
    other = PresentPermit("mv-KG-2", "KG")
    assert codes(PERMITS, shown, other, context(CUSTOMS)) == ["permit_no_free_use"]
    assert _is_owners(shown, Ask("mv-KG-1", admitted))
    used = said(PERMITS, shown, UsePermit("UZDUST01", "mv-KG-1"), context(NOBODY))
    assert used.status == "exhausted"


def test_what_was_used_abroad_is_used(admitted: Permit) -> None:
    note = NoteUseAbroad("in", "2026-11-22T08:00:00.000Z", "Sarp", "message-3")
    assert codes(PERMITS, admitted, note, context(NOBODY)) == ["permit_no_post"]
    request = replace(admitted.request, country="TR", quota=QT)
    ours = replace(admitted, home="KG", owner="ala-too", admitted_from="", request=request)
    here = context(NOBODY, "KG")
    used = said(PERMITS, ours, note, here)
    assert (used.status, used.uses[0].office, used.uses[0].used_at) == ("exhausted", "TR", NOW)
    out = replace(note, direction="out", at="2026-11-20T08:00:00.000Z")
    assert said(PERMITS, used, out, here).exits[0].used_at == out.at
    twice = said(PERMITS, replace(used, uses_granted=3), note, here)
    assert (twice.status, len(twice.uses)) == ("granted", 2)
    revoked = said(PERMITS, replace(ours, status="revoked"), note, here)
    assert (revoked.status, len(revoked.uses)) == ("revoked", 1)
    assert revoked.discrepancies == ("passed_while_revoked",)
    often = replace(used, uses=used.uses * 60, exits=used.uses * 40)
    assert codes(PERMITS, often, note, here) == ["permit_used_up"]


def relay(state: Quota | None, count: int, subject: str = QT, **more: Any) -> Any:
    """So many permits more."""
    command = RelayQuota(count, "2027-01-31", "message-4")
    return said(QUOTAS, state, command, context(NOBODY, "KG", subject, **more))


def test_numbers_of_a_state_without_a_node_are_the_holders() -> None:
    first = relay(None, 10)
    assert (first.relayed, first.total, first.left, first.terms.valid_to) == (
        True,
        10,
        10,
        "2027-01-31",
    )
    more = relay(first, 5)
    assert (more.total, more.delivered, more.free) == (15, 15, (Range(1, 15),))
    assert len(more.terms.tranches) == 1
    heard = QUOTAS.told[QuotaRelayed].heard
    assert list(heard.offices(more, None)) == [("permits:KG-ROAD", "")]
    back = GiveBackNumbers(1, "Not needed.")
    road = Actor("KG-ROAD", "kg-road", "road", "permit")
    assert codes(QUOTAS, more, back, context(road, "KG", QT)) == ["quota_is_relayed"]


def test_a_year_has_so_many_tranches_and_no_more() -> None:
    state = relay(None, 1)
    for number in range(TRANCHES_MAX + 2):
        day = f"2026-01-{number + 1:02d}"
        fact = Fact(QuotaRelayed(1, "2027-01-31", "m"), "KG", 2, NOW, f"{day}T08:00:00Z", NOBODY)
        state = QUOTAS.evolve(state, fact, QT)
    assert (len(state.terms.tranches), state.total) == (TRANCHES_MAX, TRANCHES_MAX + 3)


def test_who_has_a_node_agrees_there() -> None:
    command = RelayQuota(1, "2027-01-31", "message-4")
    nodes = frozenset({"KG", "TR"})
    assert codes(QUOTAS, None, command, context(NOBODY, "KG", QT, nodes=nodes)) == ["quota_by_node"]
    agreed = Quota(QT, "TR", "KG", 2026, "1")
    assert codes(QUOTAS, agreed, command, context(NOBODY, "KG", QT)) == ["quota_by_node"]
    for subject in ("qt-KG-TR-2026-1", "qt-none"):
        assert codes(QUOTAS, None, command, context(NOBODY, "KG", subject)) == ["quota_foreign"]
    payload = QuotaRelayed(1, "2027-01-31", "m")
    for node, actor in (("TR", NOBODY), ("KG", MINISTRY)):
        assert QUOTAS.evolve(None, Fact(payload, node, 1, NOW, NOW, actor), QT) is None


def test_what_nobody_may_say_has_no_effect(admitted: Permit) -> None:
    for payload in (
        AdmittedTakenBack(NOW, "m"),
        PermitPassed("KZTAZH01", "in", NOW),
        PermitPresented("mv-KG-1", "KG"),
    ):
        fact = Fact(payload, "KZ", 9, NOW, NOW, NOBODY)
        after = PERMITS.evolve(admitted, fact, ID)
        assert after == replace(admitted, unheard=("KZ:9",))
