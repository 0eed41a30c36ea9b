"""Traders' systems: messages in and out over HTTP, and what came of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from lxml import etree
from msgspec.structs import replace

from corridor.domain.consignment import Aside, Dossier, Vehicle
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.enquiring import Enquire
from corridor.domain.movement.following_parts import RecordPart
from corridor.domain.movement.recovering import OpenRecovery
from corridor.domain.movement.unloading import PermitUnloading
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.engine.told import Message as Told
from corridor.gateways.ncts.message import Message, read_message
from corridor.node.demo import messages
from corridor.web.auth.accounts import TOKEN, token_document
from corridor.web.telling.hooks import body_of
from tests.domain.test_splitting import SPLIT
from tests.support.engines import (
    DOSSIER,
    MOVEMENT,
    START,
    customs,
    do,
    make_core,
    register_guarantee,
)
from tests.support.web import bearer, make_services, put_people, running, token_of
from tests.web.desk_world import ABROAD, abroad, pass_on, released

OSH = customs("KGOSH001")
BASE = "/api/v1/customs/transits/movements"
XML = {"content-type": "application/xml", "accept-language": "en"}
Client = TestClient[Litestar]


@pytest.fixture
def core() -> Any:
    """A node with a guarantee and people, and nothing lodged."""
    core = make_core()
    put_people(core)
    assert not register_guarantee(core).refusals
    return core


@pytest.fixture
def client(core: Any, tmp_path: Path) -> Iterator[Client]:
    """Its web."""
    with running(make_services(tmp_path, core)) as found:
        yield found


def declaration(dossier: Dossier = DOSSIER, *given: str, **more: str) -> bytes:
    return messages.declaration(dossier, *given, **more)


def cancellation(**more: str) -> bytes:
    return messages.cancellation(DOSSIER, **more)


def post(
    client: Client, path: str, body: bytes, login: str = "aibek", **more: str
) -> httpx.Response:
    return client.post(f"{BASE}{path}", content=body, headers=XML | bearer(login) | more)


def get(client: Client, path: str, login: str = "aibek", **more: str) -> httpx.Response:
    return client.get(f"{BASE}{path}", headers=bearer(login) | more)


def types(client: Client, path: str) -> list[str]:
    return [one["messageType"] for one in get(client, f"{path}/messages").json()["messages"]]


def begin(client: Client, **given: Any) -> str:
    """A declaration that is sent; the address of its movement."""
    answer = post(client, "/departures", declaration(**given))
    assert answer.status_code == 202, answer.text
    return f"/departures/{answer.json()['id']}"


def message(client: Client, at: str, name: str) -> etree._Element:
    """The last message of a type, well built."""
    found = get(client, f"{at}/messages").json()["messages"]
    one = next(one for one in reversed(found) if one["messageType"] == name)
    answer = client.get(f"/api/v1{one['_links']['self']['href']}/body", headers=bearer("aibek"))
    assert answer.headers["content-type"] == "application/xml"
    read = read_message(answer.content)
    assert isinstance(read, Message), read
    return read.root


def core_state(core: Any, at: str) -> Any:
    """The movement of an address."""
    return Queries(core).get(at.rpartition("/")[2]).state


def errors(root: etree._Element) -> list[tuple[str, str, str, str]]:
    """Pointer, code, reason and value of each."""
    names = ("errorPointer", "errorCode", "errorReason", "originalAttributeValue")
    return [
        tuple(one.findtext(name, "") for name in names)  # type: ignore[misc]
        for one in root.iterfind("FunctionalError")
    ]


def test_a_declaration_becomes_a_movement_and_is_acknowledged(client: Client, core: Any) -> None:
    at = begin(client)
    assert types(client, at) == ["CC015C", "CC928C"]
    root = message(client, at, "CC928C")
    assert root.findtext("correlationIdentifier") == "T-15"
    assert root.findtext("messageRecipient") == "TRADER.SYSTEM"
    subject = at.rpartition("/")[2]
    assert not do(core, AcceptDeclaration(), OSH, subject).refusals
    assert types(client, at) == ["CC015C", "CC928C", "CC028C"]
    mrn = message(client, at, "CC028C").findtext("TransitOperation/MRN")
    found = get(client, f"/departures/{mrn}").json()
    assert (found["id"], found["movementReferenceNumber"]) == (subject, mrn)
    assert found["localReferenceNumber"] == DOSSIER.lrn


def test_the_access_code_is_kept_nowhere(client: Client, core: Any) -> None:
    at = begin(client)
    assert message(client, at, "CC015C").findtext(".//accessCode") == "****"
    with core.store.read() as reader:
        kept = [*reader.documents("trader-message", None, 9)]
        kept += [*reader.documents("trader-message-text", None, 9)]
        said = [event.data for event in reader.log(0, 99)]
    assert len(kept) == 2
    assert not any(b"A1B2" in data for data in (*said, *(one.body for one in kept)))


def test_the_same_message_again_gets_the_first_answer_again(client: Client) -> None:
    first = post(client, "/departures", declaration())
    again = post(client, "/departures", declaration())
    assert first.json() == again.json()
    other = post(client, "/departures", declaration(replace(DOSSIER, lrn="OSH-2026-2")))
    assert (other.status_code, other.json()["code"]) == (409, "message_number_taken")
    assert get(client, "/departures").json()["totalCount"] == 1


def test_a_message_that_is_not_well_built_is_refused_at_once(client: Client) -> None:
    answer = post(client, "/departures", declaration().replace(b"<security>0<", b"<security>x<"))
    assert answer.status_code == 400, answer.text
    [refusal] = answer.json()["refusals"]
    assert refusal["pointer"] == "/CC015C/TransitOperation/security"
    assert post(client, "/departures", cancellation()).status_code == 400
    assert post(client, "/departures", b"<x").status_code == 400
    json = post(client, "/departures", b"{}", **{"content-type": "application/json"})
    assert (json.status_code, json.json()["code"]) == (415, "not_xml")
    assert get(client, "/departures").json()["totalCount"] == 0


def test_what_breaks_a_rule_is_rejected_with_code_pointer_and_reason(client: Client) -> None:
    load = replace(DOSSIER.consignment, gross_kg="1")
    at = begin(client, dossier=replace(DOSSIER, consignment=load), code="ZZZZ")
    assert types(client, at) == ["CC015C", "CC056C"]
    root = message(client, at, "CC056C")
    assert root.findtext("correlationIdentifier") == "T-15"
    assert root.findtext("TransitOperation/LRN") == DOSSIER.lrn
    assert root.findtext("TransitOperation/businessRejectionType") == "015"
    found = errors(root)
    assert ("/CC015C/Consignment/grossMass", "14", "R0994", "1") in found, found
    listed = get(client, "/departures").json()
    assert [one["id"] for one in listed["departures"]] == [at.rpartition("/")[2]]
    assert post(client, f"{at}/messages", cancellation()).status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "pointer", "code"),
    [
        (b"<sequenceNumber>2</sequenceNumber><referenceNumber>TMFARA01", None, "", ""),
        (
            b"UZDUST01",
            b"UZNONE01",
            "/CC015C/CustomsOfficeOfTransitDeclared[1]/referenceNumber",
            "12",
        ),
        (
            b"26KG0000010000018",
            b"26KG0000010000019",
            "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN",
            "14",
        ),
    ],
)
def test_what_only_a_message_can_have_wrong_is_rejected_too(
    client: Client, old: bytes, new: bytes | None, pointer: str, code: str
) -> None:
    data = declaration()
    assert old in data
    if new is None:
        return
    answer = post(client, "/departures", data.replace(old, new))
    at = f"/departures/{answer.json()['id']}"
    assert answer.json()["status"] == "Failed"
    assert (pointer, code) in [one[:2] for one in errors(message(client, at, "CC056C"))]


def test_an_lrn_is_used_once(client: Client) -> None:
    begin(client)
    at = begin(client, number="T-16")
    [error] = errors(message(client, at, "CC056C"))
    assert error == ("/CC015C/TransitOperation/LRN", "26", "N/A", DOSSIER.lrn)


def test_an_amendment_and_a_cancellation_are_answered(client: Client, core: Any) -> None:
    at = begin(client)
    core.settings.clock.turn(1_000)
    later = replace(DOSSIER, limit_date="2026-12-05")
    assert post(client, f"{at}/messages", declaration(later, "T-13", "CC013C")).status_code == 202
    assert types(client, at)[-2:] == ["CC013C", "CC004C"]
    assert message(client, at, "CC004C").findtext("correlationIdentifier") == "T-13"
    state = core_state(core, at)
    assert state.dossier.limit_date == "2026-12-05"
    assert state.dossier.vehicle == Vehicle()
    core.settings.clock.turn(1_000)
    assert post(client, f"{at}/messages", cancellation()).status_code == 202
    assert types(client, at)[-2:] == ["CC014C", "CC009C"]
    assert core_state(core, at).status == "cancelled"
    again = post(client, f"{at}/messages", cancellation(number="T-14b"))
    assert again.json()["status"] == "Failed"
    assert errors(message(client, at, "CC056C"))[0][1] == "92"


def test_goods_lodged_before_are_presented_with_what_is_known_then(
    client: Client, core: Any
) -> None:
    load = replace(DOSSIER.consignment, inland_mode="")
    early = replace(DOSSIER, additional_type="D", consignment=load)
    at = begin(client, dossier=early)
    assert core_state(core, at).awaits_goods, types(client, at)
    data = messages.presentation(early, inland_mode="3")
    assert post(client, f"{at}/messages", data).json()["status"] == "Success"
    assert not core_state(core, at).awaits_goods
    assert core_state(core, at).dossier.consignment.inland_mode == "3"


def test_messages_of_another_firm_are_unknown(client: Client) -> None:
    at = begin(client)
    key = get(client, f"{at}/messages").json()["messages"][0]["id"]
    ways = ("", "/messages", f"/messages/{key}", f"/messages/{key}/body")
    for way in ways:
        assert get(client, f"{at}{way}", "rival").status_code == 404
        assert client.get(f"{BASE}{at}{way}").status_code == 401
    assert post(client, f"{at}/messages", cancellation(), "rival").status_code == 404
    assert post(client, "/departures", declaration(), "osh").status_code == 403
    assert get(client, "/departures", "rival").json()["totalCount"] == 0


def test_answers_are_polled_since_an_instant(client: Client, core: Any) -> None:
    at = begin(client)
    core.settings.clock.turn(60_000)
    assert not do(core, AcceptDeclaration(), OSH, at.rpartition("/")[2]).refusals
    since = "2026-11-21T08:00:30Z"
    found = get(client, f"{at}/messages?receivedSince={since}").json()["messages"]
    assert [one["messageType"] for one in found] == ["CC028C"]
    assert get(client, f"/departures?updatedSince={since}").json()["totalCount"] == 1
    assert (
        get(client, "/departures?updatedSince=2026-11-21T13:02:00+05:00").json()["totalCount"] == 0
    )
    assert get(client, "/departures?updatedSince=then").status_code == 400


def test_an_answer_is_asked_for_as_xml_or_inside_json(client: Client) -> None:
    at = begin(client)
    one = get(client, f"{at}/messages").json()["messages"][1]
    path = f"{at}/messages/{one['id']}"
    whole = get(client, path).json()
    xml = get(client, path, accept="application/vnd.hmrc.2.1+xml")
    assert whole["body"].encode() == xml.content == get(client, f"{path}/body").content
    assert get(client, f"{at}/messages/none").status_code == 404


@pytest.fixture
def poti(tmp_path: Path) -> Iterator[tuple[Any, Client, str]]:
    """The node of destination, which has heard of a movement on its way there, and the MRN."""
    departed = released()
    with abroad("GE", tmp_path, departed) as (core, client):
        officer = next(one for one in ABROAD if one.login == "poti")
        token = token_document(token_of("poti"), officer, "tests", START)
        core.run_one(PutDocument(TOKEN, token))
        heard = [departed]
        for office in ("UZDUST01", "TMFARA01", "AZALAT01"):
            heard.append(make_core(office[:2]))
            for one in heard[:-1]:
                pass_on(one, heard[-1])
            assert not do(heard[-1], RecordCrossing(office), customs(office)).refusals
            pass_on(heard[-1], core)
        assert not do(core, RecordCrossing("GETSIT01"), customs("GETSIT01")).refusals
        yield core, client, Queries(departed).get(MOVEMENT).state.mrn


def test_the_office_of_destination_speaks_in_messages_too(poti: tuple[Any, Client, str]) -> None:
    core, client, mrn = poti
    came = messages.arrival(mrn, "GEPOTI01", at="2026-11-21T12:00:00")
    answer = post(client, "/arrivals", came, "poti")
    assert answer.json()["status"] == "Success", answer.text
    there = Queries(core).get(MOVEMENT).state.destination
    assert there.arrived_at == "2026-11-21T08:00:00.000Z"
    assert not do(core, PermitUnloading(), customs("GEPOTI01")).refusals
    at = f"/arrivals/{mrn}"
    found = get(client, f"{at}/messages", "poti").json()["messages"]
    assert [one["messageType"] for one in found] == ["CC007C", "CC043C"]
    body = get(client, f"{at}/messages/{found[1]['id']}/body", "poti").content
    assert etree.fromstring(body).findtext("correlationIdentifier") == "T-7"
    found_short = Aside(
        "/CC044C/Consignment/HouseConsignment/1/ConsignmentItem/1/Packaging/1/numberOfPackages",
        "1200",
    )
    numbers = tuple(
        Aside(f"/CC044C/Consignment/HouseConsignment/1/{path}", "1")
        for path in (
            "sequenceNumber",
            "ConsignmentItem/1/goodsItemNumber",
            "ConsignmentItem/1/declarationGoodsItemNumber",
            "ConsignmentItem/1/Packaging/1/sequenceNumber",
        )
    )
    looked = messages.remarks(mrn, "GEPOTI01", conforms=False, aside=(*numbers, found_short))
    answer = post(client, f"{at}/messages", looked, "poti")
    assert answer.json()["status"] == "Success", answer.text
    [doubt] = Queries(core).get(MOVEMENT).state.discrepancies
    assert doubt.code == "packages_missing"
    assert doubt.text == "/consignment/houses/0/items/0/packages/0/count: 1240 → 1200"


INCIDENT = (
    b"<Incident><sequenceNumber>1</sequenceNumber><code>3</code><text>Split</text><Location>"
    b"<qualifierOfIdentification>U</qualifierOfIdentification><UNLocode>UZALT</UNLocode>"
    b"<country>UZ</country></Location><Transhipment><containerIndicator>0</containerIndicator>"
    b"<TransportMeans><typeOfIdentification>30</typeOfIdentification>"
    b"<identificationNumber>10AB123</identificationNumber><nationality>UZ</nationality>"
    b"</TransportMeans></Transhipment></Incident></Consignment>"
)
"""Onto what a part of the goods was moved, as CC007C says it."""


@pytest.fixture
def poti_split(tmp_path: Path) -> Iterator[tuple[Any, Client, str]]:
    """The same of a load that was split over two vehicles at the first frontier."""
    departed = released()
    with abroad("GE", tmp_path, departed) as (core, client):
        officer = next(one for one in ABROAD if one.login == "poti")
        token = token_document(token_of("poti"), officer, "tests", START)
        core.run_one(PutDocument(TOKEN, token))
        heard = [departed]
        for office, *said in (
            ("UZDUST01", RecordCrossing("UZDUST01"), SPLIT),
            *((one, RecordPart(one, 1), RecordPart(one, 2)) for one in ("TMFARA01", "AZALAT01")),
        ):
            heard.append(make_core(office[:2]))
            for one in heard[:-1]:
                pass_on(one, heard[-1])
            for told in said:
                assert not do(heard[-1], told, customs(office)).refusals
            pass_on(heard[-1], core)
        for part in (1, 2):
            assert not do(core, RecordPart("GETSIT01", part), customs("GETSIT01")).refusals
        yield core, client, Queries(departed).get(MOVEMENT).state.mrn


def test_of_a_split_load_each_vehicle_arrives_and_the_last_ends_the_unloading(
    poti_split: tuple[Any, Client, str],
) -> None:
    core, client, mrn = poti_split
    came = messages.arrival(mrn, "GEPOTI01", at="2026-11-21T12:00:00")
    assert post(client, "/arrivals", came, "poti").json()["status"] == "Failed"
    at = f"/arrivals/{mrn}"
    told = get(client, f"{at}/messages", "poti").json()["messages"][-1]
    body = get(client, f"{at}/messages/{told['id']}/body", "poti").content
    assert "10AB123" in body.decode()
    named = messages.arrival(mrn, "GEPOTI01", "T-8", "2026-11-21T12:00:00")
    named = named.replace(b"</Consignment>", INCIDENT)
    named = named.replace(b"<incidentFlag>0", b"<incidentFlag>1")
    answer = post(client, "/arrivals", named, "poti")
    assert answer.json()["status"] == "Success", answer.text
    assert [one.number for one in Queries(core).get(MOVEMENT).state.parts if one.has_arrived] == [2]
    assert not do(core, PermitUnloading(), customs("GEPOTI01")).refusals
    whole = messages.remarks(mrn, "GEPOTI01", "T-45")
    assert post(client, f"{at}/messages", whole, "poti").json()["status"] == "Failed"
    part = whole.replace(b"T-45", b"T-46")
    part = part.replace(b"<unloadingCompletion>1", b"<unloadingCompletion>0")
    answer = post(client, f"{at}/messages", part, "poti")
    assert answer.json()["status"] == "Success", answer.text
    last = messages.arrival(mrn, "GEPOTI01", "T-9", "2026-11-21T12:00:00")
    assert post(client, "/arrivals", last, "poti").json()["status"] == "Success"
    again = post(client, f"{at}/messages", whole.replace(b"T-45", b"T-47"), "poti")
    assert again.json()["status"] == "Success", again.text
    assert Queries(core).get(MOVEMENT).state.destination.status == "results_due"


def test_an_arrival_that_cannot_be_is_rejected(poti: tuple[Any, Client, str]) -> None:
    _, client, mrn = poti
    late = messages.arrival(mrn, "GEPOTI01", at="2026-12-21T12:00:00")
    assert post(client, "/arrivals", late, "poti").json()["status"] == "Failed"
    [_, rejection] = get(client, f"/arrivals/{mrn}/messages", "poti").json()["messages"]
    assert rejection["messageType"] == "CC057C"
    body = get(client, f"/arrivals/{mrn}/messages/{rejection['id']}/body", "poti").content
    read = read_message(body)
    assert isinstance(read, Message), read
    assert read.root.findtext("TransitOperation/MRN") == mrn
    assert read.root.findtext("TransitOperation/businessRejectionType") == "007"


def test_a_webhook_names_the_message_that_an_event_is(core: Any, tmp_path: Path) -> None:
    services = make_services(tmp_path, core)
    with running(services) as client:
        at = begin(client)
        sent = next(
            one for one in reversed(services.queries.recent(9)) if one.tag.startswith("mov")
        )
        told = Told("n", "news", subject=sent.subject, event=sent.tag, index=sent.index)
        data = json.loads(body_of(services, "https://kg.test", "carrier:ala-too", told))["data"]
        assert data["message"]["type"] == "CC928C"
        found = client.get(f"/api/v1{data['message']['uri']}", headers=bearer("aibek")).json()
        assert found["id"] == data["message"]["id"]
        assert found["departureId"] == at.rpartition("/")[2]


def test_an_enquiry_is_asked_and_answered_by_message(tmp_path: Path) -> None:
    core = released()
    core.settings.clock.turn(60 * 86_400_000)  # type: ignore[attr-defined]
    assert not do(core, Enquire("Where is it?"), OSH).refusals
    with running(make_services(tmp_path, core)) as client:
        at = f"/departures/{MOVEMENT}"
        asked = message(client, at, "CC140C")
        assert asked.findtext("CustomsOfficeOfEnquiryAtDeparture/referenceNumber") == "KGOSH001"
        mrn = asked.findtext("TransitOperation/MRN", "")
        answer = post(client, f"{at}/messages", messages.enquiry_answer(DOSSIER, mrn, "Stolen."))
        assert answer.json()["status"] == "Success", types(client, at)
        [enquiry] = Queries(core).get(MOVEMENT).state.pursuit.enquiries
        assert (enquiry.answer, enquiry.said) == ("not_arrived", "Stolen.")
        late = messages.enquiry_answer(DOSSIER, mrn, "Again.", "T-141b")
        assert post(client, f"{at}/messages", late).json()["status"] == "Failed"
        assert types(client, at)[-1] == "CC056C"
        assert not do(core, OpenRecovery("enquiry_failed", 12_345, "Stolen."), OSH).refusals
        owed = message(client, at, "CC035C")
        assert owed.findtext("TransitOperation/MRN", "") == mrn
        assert owed.findtext("RecoveryNotification/recoveryNotificationDate")
        assert "123.45" in etree.tostring(owed).decode()
