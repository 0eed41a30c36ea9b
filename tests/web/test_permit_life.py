"""The permit desk and its carriers beyond yes and no: rules, fees, appeals, changes, trips."""

from collections.abc import Iterator
from dataclasses import replace as swapped

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.contacts.state import Ways, contact_id
from corridor.domain.contacts.stating import StateContact
from corridor.domain.facts import Actor
from corridor.domain.permit_types.types import load_permit_types, with_types
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.booked import Statement
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.state import Permit
from corridor.engine.queries import Queries
from corridor.gateways.camt.statement import read_statement
from tests.support.engines import CARRIER, MOVEMENT, do
from tests.support.pages import check_page
from tests.support.web import make_services, running
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, shown
from tests.web.test_after import at
from tests.web.test_desk_permits import DAYS, FIRST, apply
from tests.web.test_news import ROAD

NEW = "/carrier/permits/new/KG/road_annual"
YEAR = {"truck": "01KG777ABC", "wanted_from": "2027-01-01", "wanted_to": "2027-12-31"}
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt><AcctSvcrRef>{bank}</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Ala-Too</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>Fee {reference}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


@pytest.fixture
def desk(world: World) -> Iterator[Client]:
    """A node that reads statements, with a road permit applied for. Its annual permit holds in
    another state too, so that the own ministry gives it to own carriers.
    """
    apply(world.core, FIRST, MOVEMENT)
    annual = replace(load_permit_types()["road_annual"], holds_in=("UZ",))
    types = with_types(load_permit_types(), [("road_annual.json", msgspec.json.encode(annual))])
    world.core.settings = replace(world.core.settings, permit_types=types)
    services = make_services(world.client.app.state.services.data_dir, world.core, types=types)
    with running(swapped(services, statement=read_statement)) as client:
        yield client


def permit_of(world: World, id: str = FIRST) -> Permit:
    state = Queries(world.core).get(id).state
    assert isinstance(state, Permit)
    return state


def entry(bank: str, amount: str, reference: str, currency: str = "USD", sign: str = "CRDT") -> str:
    return ENTRY.format(bank=bank, amount=amount, reference=reference, currency=currency, sign=sign)


def bring(client: Client, data: bytes, status: int = 200) -> str:
    from tests.support.web import csrf

    answer = client.post(
        "/permits/fees",
        data={"_csrf_token": csrf(client)},
        files={"file": ("statement.xml", data, "text/xml")},
    )
    assert answer.status_code == status, answer.text
    return str(answer.text)


def annual(client: Client) -> str:
    """A permit for a year, applied for; its id."""
    enter(client, "aibek")
    assert NEW in shown(client, "/carrier/permits/new")
    shown(client, NEW)
    post(client, NEW, 422, truck="")
    assert "x" * 2_001 in post(client, NEW, 422, **(YEAR | {"note": "x" * 2_001})).text
    answer = post(client, NEW, **YEAR)
    id = str(answer.headers["location"]).rpartition("/")[2]
    text = shown(client, f"/carrier/permits/{id}")
    assert "Nothing is granted before it is paid." in text
    return id


def test_a_year_is_paid_in_parts_granted_and_used_by_a_trip(world: World, desk: Client) -> None:
    id = annual(desk)
    fee = permit_of(world, id).fee
    assert fee is not None
    enter(desk, "road")
    assert fee.reference in shown(desk, "/permits/fees")
    form = shown(desk, f"/permits/{id}/grant")
    assert 'value="2027-01-01"' in form
    assert 'value="2027-12-31"' in form
    year = {"valid_from": "2026-11-22", "valid_to": "2027-11-20", "uses": "2"}
    post(desk, f"/permits/{id}/grant", 422, **year)
    entries = (
        entry("B-1", "50.00", fee.reference)
        + entry("B-2", "10.00", "RF00NOTHING")
        + entry("B-3", "70.00", fee.reference, sign="DBIT")
        + entry("B-4", "70.00", fee.reference, currency="EUR")
    )
    text = bring(desk, CAMT.format(entries=entries).encode())
    assert "Paid in part" in text
    assert "No application of this authority has this reference" in text
    assert "1 entry is no booked credit" in text
    assert "The fee is in USD." in text
    again = bring(desk, CAMT.format(entries=entry("B-1", "50.00", fee.reference)).encode())
    assert permit_of(world, id).paid_minor == 5_000, again
    assert "Settled earlier, not counted again" in again
    assert "Still to be paid: $100.00 of $150.00." in shown(desk, f"/permits/{id}")
    spaced = f"{fee.reference[:4]} {fee.reference[4:8]} {fee.reference[8:]}"
    bring(desk, CAMT.format(entries=entry("B-5", "100.00", spaced)).encode())
    assert permit_of(world, id).owed_minor == 0
    post(desk, f"/permits/{id}/grant", **year)
    refund = {"day": "2026-11-26", "bank_reference": "B-9", "reason": "Granted for half a year."}
    shown(desk, f"/permits/{id}/record_refund")
    post(desk, f"/permits/{id}/record_refund", 422, amount="151.00", **refund)
    post(desk, f"/permits/{id}/record_refund", 422, amount="")
    post(desk, f"/permits/{id}/record_refund", amount="75.00", **refund)
    enter(desk, "aibek")
    card = check_page(desk.get(f"/carrier/permits/{id}"), "en").to_text()
    assert "$75.00, bank's reference B-9" in " ".join(card.split())
    receipt = permit_of(world, id).payments[0].receipt
    for paper in (f"receipt/{receipt}", "invoice.pdf"):
        assert desk.get(f"/carrier/permits/{id}/{paper}").content.startswith(b"%PDF")
    assert desk.get(f"/carrier/permits/{id}/receipt/none").status_code == 404
    assert MOVEMENT in shown(desk, f"/carrier/permits/{id}/assign")
    post(desk, f"/carrier/permits/{id}/assign", 422, dossier="mv-KG-9")
    post(desk, f"/carrier/permits/{id}/assign", dossier=MOVEMENT)
    assert "Kept for dossiers" in shown(desk, f"/carrier/permits/{id}")
    post(desk, f"/carrier/permits/{id}/unassign", dossier=MOVEMENT)
    assert permit_of(world, id).assigned == ()


def test_a_fee_is_waived_and_its_account_is_named(world: World, desk: Client) -> None:
    id = annual(desk)
    text = check_page(desk.get(f"/carrier/permits/{id}"), "en").to_text()
    assert "The authority stated no account here" in text
    place = "KG-ROAD"
    ways = Ways("+996000000001", account="0000000000000001", account_name=place, invented=True)
    operator = Actor("", "kg-operator", "operator", "operator")
    do(world.core, StateContact(place, ways), operator, contact_id(place))
    text = check_page(desk.get(f"/carrier/permits/{id}"), "en").to_text()
    assert "0000 0000 0000 0001, Road transport authority of Kyrgyzstan (invented)" in text
    enter(desk, "road")
    shown(desk, f"/permits/{id}/waive_fee")
    post(desk, f"/permits/{id}/waive_fee", 422, amount="", reason="")
    post(desk, f"/permits/{id}/waive_fee", 422, amount="150.01", reason="Hardship.")
    post(desk, f"/permits/{id}/waive_fee", amount="120.00", reason="Hardship.")
    permit = permit_of(world, id)
    assert (permit.owed_minor, permit.over_minor) == (3_000, 0)
    assert permit.fee is not None
    paid = CAMT.format(entries=entry("B-1", "40.00", permit.fee.reference)).encode()
    assert "More than was owed" in bring(desk, paid), "what was waived is not owed"
    assert "waived $120.00; to be sent back $10.00" in shown(desk, f"/permits/{id}")
    enter(desk, "aibek")
    text = check_page(desk.get(f"/carrier/permits/{id}"), "en").to_text()
    assert "Nothing is owed." in text
    assert "Waived by the authority: $120.00." in text


BAD = (
    b"",
    b"not xml",
    b"<Document/>",
    b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
)


@pytest.mark.parametrize("data", BAD)
def test_what_is_no_statement_settles_nothing(desk: Client, data: bytes) -> None:
    enter(desk, "road")
    bring(desk, data, 422)


def test_an_amount_is_a_plain_decimal_and_each_part_of_a_batch_has_its_own_reference() -> None:
    wild = ("1E+999999", "1_000", "\u0661", "-1", "NaN", "0.001")
    read = read_statement(
        CAMT.format(entries="".join(entry("B", one, "") for one in wild)).encode()
    )
    assert isinstance(read, Statement)
    assert read.booked == ()
    part = "<TxDtls><Amt Ccy='USD'>1.00</Amt></TxDtls>"
    batch = entry("B" * 35, "2.00", "").split("<TxDtls>")[0] + part * 2 + "</NtryDtls></Ntry>"
    read = read_statement(CAMT.format(entries=batch).encode())
    assert isinstance(read, Statement)
    assert {one.bank_reference for one in read.booked} == {"B" * 33 + "/1", "B" * 33 + "/2"}


def test_a_rule_grants_at_once_is_sampled_and_stopped_by_one_click(
    world: World, desk: Client
) -> None:
    enter(desk, "road")
    assert "No rule decides here" in shown(desk, "/permits/by-rule")
    post(desk, "/permits/by-rule", 422, kind="oversize", since="2020-01-01", uses="x")
    given = {"kind": "road_transit", "since": "2026-11-21", "conditions": ["no_dangerous"]}
    numbers = {"valid_days": "20", "uses": "1", "sample": "100", "registrations": "KG"}
    post(desk, "/permits/by-rule", 422, **given, **(numbers | {"registrations": "XX"}))
    post(desk, "/permits/by-rule", **given, **numbers)
    other = f"{FIRST[:-1]}7"
    apply(world.core, other, f"{MOVEMENT[:-1]}7")
    granted = permit_of(world, other)
    assert (granted.status, granted.by_rule, granted.review) == ("granted", "D001", "due")
    assert other in shown(desk, "/permits?lane=review")
    assert "Decided by rule D001" in shown(desk, f"/permits/{other}")
    post(desk, f"/permits/{other}/review", 422)
    post(desk, f"/permits/{other}/review", outcome="wrong", words="No approval.")
    post(desk, "/permits/by-rule/D001/stop")
    assert "stopped" in shown(desk, "/permits/by-rule")
    waits = f"{FIRST[:-1]}8"
    apply(world.core, waits, f"{MOVEMENT[:-1]}8")
    assert permit_of(world, waits).status == "applied"
    assert desk.post("/permits/by-rule/D999/stop").status_code in (403, 404)


def test_a_refusal_is_appealed_at_the_window_and_set_aside(world: World, desk: Client) -> None:
    enter(desk, "road")
    post(desk, f"/permits/{FIRST}/refuse", code="other", reason="No.")
    enter(desk, "aibek")
    assert "Appeals commission" in shown(desk, f"/carrier/permits/{FIRST}/appeal")
    post(desk, f"/carrier/permits/{FIRST}/appeal", 422)
    post(desk, f"/carrier/permits/{FIRST}/appeal", words="It was complete.")
    enter(desk, "road")
    assert FIRST in shown(desk, "/permits")
    outcome = {"outcome": "set_aside", "number": "17 of 1 December", "reason": "It was."}
    post(desk, f"/permits/{FIRST}/decide_appeal", 422, **outcome)
    assert permit_of(world).status == "appealed", "whoever refused it does not record the outcome"


def test_a_change_is_asked_at_the_window_and_allowed(world: World, desk: Client) -> None:
    enter(desk, "road")
    post(desk, f"/permits/{FIRST}/grant", **DAYS)
    number = permit_of(world).number
    enter(desk, "aibek")
    form = f"/carrier/permits/{FIRST}/change"
    shown(desk, form)
    post(desk, form, 422, cause="transferred", reason="Broken down.")
    post(desk, form, cause="transferred", reason="Broken down.", plates="01 KG 999 ZZZ")
    assert "this permit stays good until then" in shown(desk, f"/carrier/permits/{FIRST}")
    enter(desk, "road")
    assert "a change is asked for" in shown(desk, "/permits")
    post(desk, f"/permits/{FIRST}/allow_change")
    now = permit_of(world)
    assert (now.request.plates, now.earlier) == (("01KG999ZZZ",), (number,))
    assert "Decision times" in shown(desk, "/permits/times")


def test_a_deadline_that_passes_is_said_on_both_sides_and_grants_nothing(
    world: World, desk: Client
) -> None:
    said = "The deadline passed without a decision"
    enter(desk, "road")
    assert said not in shown(desk, f"/permits/{FIRST}")
    due = permit_of(world).due_at
    at(world.core, due)
    assert (permit_of(world).status, permit_of(world).overdue_at) == ("applied", due)
    for login, page in (("road", f"/permits/{FIRST}"), ("aibek", f"/carrier/permits/{FIRST}")):
        enter(desk, login)
        assert said in shown(desk, page)
    do(world.core, RefusePermit("other", "No."), ROAD, FIRST)
    enter(desk, "road")
    assert "Silence is no consent here" not in shown(desk, f"/permits/{FIRST}"), "it is decided"


def test_decision_times_remember_a_refusal_that_was_mended(world: World, desk: Client) -> None:
    request = permit_of(world).request
    do(world.core, RefusePermit("other", "No."), ROAD, FIRST)
    do(world.core, ApplyForPermit(request), CARRIER, FIRST)
    enter(desk, "road")
    page = check_page(desk.get("/permits/times"), "en").to_text()
    assert "1" in page.partition("Road transit permit")[2].split()[:1]


__all__ = ["CARRIER", "do", "replace"]
