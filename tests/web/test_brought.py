"""Permits from outside, at the desk and for systems: certificates, tables, what is told back."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace as swapped
from datetime import date

import msgspec
import pytest

from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.domain.permits.assigning import CountForDossier
from corridor.domain.permits.bringing_in import BringInCertificate
from corridor.domain.permits.brought import brought_id
from corridor.domain.permits.requirements import standings
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal, Refused
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.gateways.ephyto.reading import read_certificate
from corridor.gateways.ephyto.texts import TEXTS
from corridor.gateways.ephyto.writing import write_certificate
from corridor.gateways.ncts.texts import TEXTS as XML_TEXTS
from corridor.web.brought.rows import rows_in
from corridor.web.brought.taking import look
from corridor.web.tables.model import Brought, Sheet
from corridor.web.xroad.line import LINE, Asked, Line
from tests.gateways.test_ephyto import XML
from tests.support.engines import DOSSIER, MOVEMENT, REFERENCE, RULES, START, do, make_core
from tests.support.web import bearer, csrf, make_services, running
from tests.web.conftest import World
from tests.web.desk_world import Client, Hear, enter, post, shown
from tests.web.test_desk_permits import FIRST, apply
from tests.web.test_tables import book

DESK = "/permits/certificates"
NUMBER = "KG-0002/26"
HERE = (
    XML.replace("<ExportSPSCountry><ID>KG", "<ExportSPSCountry><ID>CN")
    .replace("<TransitSPSCountry><ID>UZ", "<TransitSPSCountry><ID>KG")
    .encode()
)
ID = brought_id("KG", "CN", NUMBER)
API = "/api/v1/permits"


@pytest.fixture
def desk(world: World) -> Iterator[Client]:
    """A node that reads certificates."""
    services = make_services(world.client.app.state.services.data_dir, world.core)
    with running(
        swapped(
            services,
            read_certificate=read_certificate,
            write_certificate=write_certificate,
            refusal_texts=TEXTS | XML_TEXTS,
        )
    ) as client:
        yield client


def bring(client: Client, data: bytes, status: int, **fields: str) -> str:
    answer = client.post(
        DESK,
        data={"_csrf_token": csrf(client), **fields},
        files={"file": ("certificate.xml", data, "text/xml")},
        follow_redirects=False,
    )
    assert answer.status_code == status, answer.text
    return str(answer.headers.get("location", "")) or answer.text


def permit_of(world: World, id: str = ID) -> Permit:
    state = Queries(world.core).get(id).state
    assert isinstance(state, Permit)
    return state


def test_a_certificate_is_taken_in_counted_for_a_dossier_and_goes_out_again(
    world: World, desk: Client
) -> None:
    enter(desk, "plant")
    assert "SPS XML" in shown(desk, DESK)
    assert bring(desk, HERE, 303, dossier=world.mrn).startswith(f"/permits/{ID}")
    permit = permit_of(world)
    assert [one.dossier for one in permit.assigned] == [MOVEMENT]
    text = shown(desk, f"/permits/{ID}")
    assert permit.brought is not None
    for said in ("Triticum aestivum", NUMBER, "Phosphine", permit.brought.digest[:16]):
        assert said in text
    sent = desk.get(f"/permits/{ID}/certificate.xml")
    assert read_certificate(sent.content) == (permit.brought.certificate)
    assert NUMBER in shown(desk, "/permits?lane=decided")
    freed = post(desk, f"/permits/{ID}/stop-counting", dossier=MOVEMENT)
    assert freed.status_code == 303
    post(desk, f"/permits/{ID}/stop-counting", 422, dossier="")
    assert "I have compared them" in shown(desk, f"/permits/{ID}/count")
    post(desk, f"/permits/{ID}/count", 422, dossier="")
    post(desk, f"/permits/{ID}/count", 422, dossier="nothing")
    post(desk, f"/permits/{ID}/count", dossier=world.mrn, goods="seen")
    assert "The officer has compared the goods." in shown(desk, f"/permits/{ID}")
    assert [one.dossier for one in permit_of(world).assigned] == [MOVEMENT]
    enter(desk, "aibek")
    shown(desk, f"/carrier/dossiers/{MOVEMENT}")
    assert desk.get(f"/carrier/permits/{ID}").status_code == 404
    enter(desk, "osh")
    shown(desk, f"/customs/{MOVEMENT}")


def test_what_is_wrong_with_a_certificate_is_said_and_nothing_is_kept(
    world: World, desk: Client
) -> None:
    enter(desk, "plant")
    assert "Choose the XML" in bring(desk, b"", 422)
    assert "not well-formed" in bring(desk, b"<a", 422)
    assert "neither as importer" in bring(
        desk, XML.replace("<ID>UZ</ID>", "<ID>KZ</ID>").encode(), 422
    )
    wrong = bring(desk, HERE, 422, dossier="nothing", valid_to="soon")
    assert "No open dossier" in wrong
    assert "Give a day." in wrong
    assert Queries(world.core).get(ID).state is None
    enter(desk, "road")
    assert "Not the business of this desk" in shown(desk, DESK)
    assert bring(desk, HERE, 422)
    assert desk.get("/permits/pm-KG-00000000000000000001/certificate.xml").status_code == 404


def test_systems_take_certificates_in_by_the_api(world: World, desk: Client) -> None:
    kind = {"content-type": "application/xml"}
    plant = bearer("plant") | kind
    assert desk.post(f"{API}/certificates", content=HERE, headers=plant).status_code == 201
    again = desk.post(f"{API}/certificates", content=HERE, headers=plant)
    assert again.json()["code"] == "permit_brought_same"
    gone = HERE.replace(b"<StatusCode>70", b"<StatusCode>40")
    assert desk.post(f"{API}/certificates", content=gone, headers=plant).status_code == 201
    assert permit_of(world).status == "revoked"
    out = desk.get(f"{API}/{ID}/certificate.xml", headers=bearer("plant"))
    assert b"<ram:StatusCode>40" in out.content
    wrong = desk.post(f"{API}/certificates", content=b"<a/>", headers=plant)
    assert wrong.json()["code"] == "ephyto_no_certificate"
    assert (
        desk.post(f"{API}/certificates", content=HERE, headers=bearer("plant")).status_code == 415
    )
    long = desk.post(f"{API}/certificates?valid_to=2026-12-31T00", content=HERE, headers=plant)
    assert long.status_code == 400
    new = HERE.replace(b"KG-0002/26", b"KG-0003/26")
    assert (
        desk.post(f"{API}/certificates", content=new, headers=bearer("osh") | kind).status_code
        == 403
    )


def test_a_node_without_the_gateway_says_so(world: World) -> None:
    enter(world.client, "plant")
    assert "reads no certificates" in bring(world.client, HERE, 422)


TABLE = """number,kind,issued_on,valid_from,valid_to,uses,holder,plates,status,reason
KG/26/1,road_annual,2026-11-01,2026-11-01,2026-12-31,2,Ala-Too,01KG777ABC|01KG5678PA,,
KG/26/2,road_annual,2026-11-01,2026-11-01,2026-12-31,1,Ala-Too,,,
"""
BRING = "/permits/bring"


def brought(client: Client, text: str | bytes, name: str = "permits.csv") -> str:
    """The address of the preview of a table, or the page that says what is wrong with it."""
    data = text.encode() if isinstance(text, str) else text
    answer = client.post(
        BRING,
        data={"_csrf_token": csrf(client)},
        files={"file": (name, data, "text/csv")},
        follow_redirects=False,
    )
    return str(answer.headers.get("location", "")) or answer.text


def test_a_table_is_looked_at_first_and_the_same_permit_twice_is_one(
    world: World, desk: Client
) -> None:
    enter(desk, "road")
    assert "road_annual" in shown(desk, BRING)
    assert b"valid_to" in desk.get(f"{BRING}/sample.csv").content
    at = brought(desk, TABLE)
    id = brought_id("KG", "KG", "KG/26/1")
    assert "New: 2" in shown(desk, at)
    assert Queries(world.core).get(id).state is None
    assert "KG/26/1" in post(desk, at, 200, act="take").text
    permit = permit_of(world, id)
    assert (permit.uses_granted, permit.credential[:5]) == (2, "DTC1.")
    assert "QR" in shown(desk, f"/permits/{id}")
    assert desk.get(at).status_code == 404
    again = TABLE.replace("2026-12-31,1", "2027-01-31,1") + "KG/26/1,road_annual,,,,,,,revoked,No\n"
    shown_again = shown(
        desk, brought(desk, again.replace("KG/26/1,road_annual,2", "KG/26/3,road_annual,2"))
    )
    for said in ("New: 1", "Changes: 1", "Revoked: 1"):
        assert said in shown_again
    assert post(desk, brought(desk, TABLE), act="drop").headers["location"] == BRING
    assert "Nothing would change" in shown(desk, brought(desk, TABLE))
    enter(desk, "plant")
    assert desk.get(brought(desk, TABLE).replace("pb-", "pb-X")).status_code == 404


def test_nothing_is_taken_where_a_row_is_broken_unless_it_is_asked_for(
    world: World, desk: Client
) -> None:
    enter(desk, "road")
    broken = TABLE + (
        "KG/26/2,road_annual,2026-11-01,2026-11-01,2026-12-31,1,Other,,,\n"
        "KG/26/5,phytosanitary,2026-11-01,2026-11-01,2026-12-31,1,Other,,,\n"
        "KG/26/6,road_annual,2026-11-01,2026-11-01,2026-10-31,1,,,,\n"
        "KG/26/7,road_annual,soon,2026-11-01,2026-12-31,many,A,,lost,\n"
        ",,,,,,A,,,\n"
        "KG/26/8,road_annual\n"
    )
    at = brought(desk, broken)
    text = shown(desk, at)
    for said in ("row 3 already", "no kind of permit", "valid_to", "uses", "status", "Wrong: 6"):
        assert said in text
    assert "Nothing was taken" in post(desk, at, 422, act="take").text
    assert Queries(world.core).get(brought_id("KG", "KG", "KG/26/1")).state is None
    post(desk, at, 200, act="take", partial="yes")
    assert permit_of(world, brought_id("KG", "KG", "KG/26/1")).status == "granted"
    assert Queries(world.core).get(brought_id("KG", "KG", "KG/26/6")).state is None
    for wrong, said in (
        ("", "Choose a table"),
        ("colour,number,number\n1,2,3\n", "no column colour"),
        ("number,kind\n", "no rows"),
        ("number,kind\n" + "1,x\n" * 2_001, "more than 2,000"),
    ):
        page = brought(desk, wrong)
        assert said in (shown(desk, page) if page.startswith("/") else page)


def test_systems_bring_permits_and_follow_what_becomes_of_them(world: World, desk: Client) -> None:
    road, url = bearer("road"), f"{API}/brought"
    one = RECORD
    tried = desk.post(url, json={"records": [one], "try_only": True}, headers=road).json()
    assert [(r["becomes"], "credential" in r) for r in tried["records"]] == [("new", False)]
    bad = one | {"number": "KG/26/2", "valid_to": "2026-10-01"}
    refused = desk.post(url, json={"records": [one, bad]}, headers=road)
    assert refused.status_code == 422
    assert "/records/1/valid_to" in refused.text
    body = {"records": [one, bad, one], "partial": True}
    taken = desk.post(url, json=body, headers=road).json()["records"]
    assert [r["becomes"] for r in taken] == ["new", "wrong", "wrong"]
    assert taken[0]["credential"].startswith("DTC1.")
    id = taken[0]["subject"]
    enter(desk, "road")
    post(desk, f"/permits/{id}/count", dossier=world.mrn)
    gone = {"number": "KG/26/1", "kind": "road_annual", "status": "revoked", "reason": "No."}
    assert (
        desk.post(url, json={"records": [gone]}, headers=road).json()["records"][0]["becomes"]
        == "revoked"
    )
    feed = desk.get(url, headers=road).json()
    assert [(c["event"], c["status"]) for c in feed["changes"]] == [
        ("permit.brought_in/1", "revoked"),
        ("permit.assigned/1", "revoked"),
        ("permit.revoked/1", "revoked"),
    ]
    assert feed["changes"][1]["dossier"] == MOVEMENT
    first = desk.get(f"{url}?limit=1", headers=road).json()
    assert (len(first["changes"]), first["more"]) == (1, True)
    rest = desk.get(f"{url}?after={first['next']}", headers=road).json()
    assert [c["position"] for c in rest["changes"]] == [c["position"] for c in feed["changes"][1:]]
    assert desk.get(url, headers=bearer("plant")).json()["changes"] == []


CLIENT = "KG/GOV/70000005/road"
MESSAGE = {"x-road-client": CLIENT, "x-road-id": "m-1", "x-road-userid": "KG12345"}
XROAD = "/api/v1/xroad"
OTHERS = "KG/GOV/70000009/other/permits"
AGAINST = Refusal("permit_takes_two", args={"kind": "road_transit"})


@pytest.fixture
def on_xroad(world: World) -> Iterator[Client]:
    """A node that a client of X-Road may call, and whose road authority has a system of its own."""
    services = make_services(world.client.app.state.services.data_dir, world.core)
    changed = swapped(
        services,
        xroad_callers={CLIENT: "KG-ROAD"},
        xroad_client="KG/GOV/70000001/corridor",
        behind_xroad={"KG-ROAD": "KG/GOV/70000005/road/permits"},
    )
    with running(changed) as client:
        yield client


RECORD = {
    "number": "KG/26/1",
    "kind": "road_annual",
    "issued_on": "2026-11-01",
    "valid_from": "2026-11-01",
    "valid_to": "2026-12-31",
    "holder": {"name": "Ala-Too"},
}


def test_systems_behind_x_road_bring_permits_and_read_their_status(
    world: World, on_xroad: Client
) -> None:
    said = bearer("road") | MESSAGE
    taken = on_xroad.post(f"{XROAD}/permits", json={"records": [RECORD]}, headers=said)
    assert taken.json()["records"][0]["becomes"] == "new"
    permit = permit_of(world, brought_id("KG", "KG", "KG/26/1"))
    assert permit.brought is not None
    assert permit.brought.reference == f"{CLIENT}; x-road-id=m-1; x-road-userid=KG12345"
    assert len(on_xroad.get(f"{XROAD}/permits", headers=said).json()["changes"]) == 1
    more = {"records": [RECORD | {"uses": 5}]}
    on_xroad.post(f"{XROAD}/permits", json=more, headers=said | {"x-road-id": "m-2"})
    on_xroad.post(f"{XROAD}/permits", json={"records": [RECORD]}, headers=said)
    assert permit_of(world, permit.id).uses_granted == 5, "an old message that comes again"
    one = on_xroad.get(f"{XROAD}/permits/{permit.id}", headers=said).json()
    assert one["number"] == "KG/26/1"
    dossier = msgspec.to_builtins(DOSSIER)
    asked = on_xroad.post(f"{XROAD}/requirements", json={"dossier": dossier}, headers=said)
    assert asked.json()["requirements"]
    described = on_xroad.get(f"{XROAD}/openapi.json").json()
    paths = set(described["paths"])
    assert (described["openapi"], paths) == (
        "3.0.3",
        {"/requirements", "/permits", "/permits/{reference}"},
    )


@pytest.mark.parametrize(
    ("headers", "login", "status", "said"),
    [
        ({}, "road", 400, "Client.InvalidClientId"),
        ({"x-road-client": "KG/GOV"}, "road", 400, "Client.InvalidClientId"),
        (MESSAGE | {"x-road-service": "a"}, "road", 400, "Client.InvalidServiceId"),
        (MESSAGE | {"x-road-service": OTHERS}, "road", 400, "Client.InvalidServiceId"),
        (MESSAGE | {"x-road-issue": "i" * 300}, "road", 400, "Client.InvalidHeader"),
        (MESSAGE | {"x-road-client": "KG/GOV/1/x"}, "road", 403, "Server.AccessDenied"),
        (MESSAGE, "plant", 403, "Server.AccessDenied"),
    ],
)
def test_a_client_speaks_for_its_own_authority_alone(
    on_xroad: Client, headers: dict[str, str], login: str, status: int, said: str
) -> None:
    answer = on_xroad.get(f"{XROAD}/permits", headers=bearer(login) | headers)
    assert (answer.status_code, answer.json()["type"]) == (status, said)


def test_the_desk_reads_how_its_own_system_answers(world: World, on_xroad: Client) -> None:
    assert on_xroad.get(f"{XROAD}/permits", headers=MESSAGE).status_code == 401
    apply(world.core, FIRST, MOVEMENT)
    enter(on_xroad, "road")
    assert "Your own system decides" in shown(on_xroad, "/permits")
    assert "Nothing was asked yet" in shown(on_xroad, "/permits/xroad")
    line = Line(
        "KG-ROAD",
        "KG/GOV/70000005/road/permits",
        since="2026-11-18T08:00:00.000Z",
        error="Server.ServerProxy.NetworkError",
        again="2026-11-21T09:00:00.000Z",
        fails=40,
        asked={FIRST: Asked("2026-11-21T08:00:00.000Z", "granted", refused=(AGAINST,))},
    )
    document = Document("KG-ROAD", "KG-ROAD", line.since, msgspec.json.encode(line))
    on_xroad.app.state.services.writer.submit(PutDocument(LINE, document)).result()
    assert "does not answer" in shown(on_xroad, "/permits")
    text = shown(on_xroad, "/permits/xroad")
    for words in (
        "3 days.",
        "NetworkError",
        "it granted it",
        "two officers decide",
        "Nothing is lost",
    ):
        assert words in text
    enter(on_xroad, "plant")
    assert on_xroad.get("/permits/xroad").status_code == 404
    assert on_xroad.get("/permits").status_code == 200


def test_a_workbook_is_read_like_a_table_also_where_its_days_are_days(
    world: World, desk: Client
) -> None:
    enter(desk, "road")
    days = (date(2026, 11, 1), date(2026, 11, 1), date(2026, 12, 31))
    heads = ("number", "kind", "issued_on", "valid_from", "valid_to", "uses", "holder")
    data = book(["KG/26/9", "road_annual", *days, "2", "Ала-Тоо"], heads=heads)
    at = brought(desk, data, "permits.xlsx")
    assert "New: 1" in shown(desk, at)
    post(desk, at, 200, act="take")
    permit = permit_of(world, brought_id("KG", "KG", "KG/26/9"))
    assert (permit.valid_to, permit.uses_granted) == ("2026-12-31", 2)
    assert permit.request.holder.name == "Ала-Тоо"


def test_the_carrier_of_another_state_reads_by_which_certificate_it_is_satisfied(
    world: World,
) -> None:
    """And the state of departure counts it; the crossing would write off its use."""
    there = make_core("UZ", clock=world.clock, rules=RULES)
    with world.core.store.read() as reader:
        log = reader.log(0, reader.size())
    there.run_one(Hear([one for one in log if one.subject.startswith("mv-")]))
    plant = Actor("UZ-PLANT", "uz-plant", "p", "permit")
    found = read_certificate(XML.encode())
    assert not isinstance(found, Refused)
    id = brought_id("UZ", "KG", NUMBER)
    assert not do(there, BringInCertificate(found), plant, id).refusals
    plain = do(there, CountForDossier(MOVEMENT, "KG"), plant, id)
    assert [one.code for one in plain.refusals] == ["permit_goods_unclear"], "it has no HS code"
    assert not do(there, CountForDossier(MOVEMENT, "KG", goods_seen=True), plant, id).refusals
    with there.store.read() as reader:
        said = [one for one in reader.log(0, reader.size()) if one.subject == id]
    world.core.run_one(Hear(said))
    state = Queries(world.core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    permits = Queries(world.core).permits_of(MOVEMENT)
    held = standings(state.dossier, RULES, permits, REFERENCE, START)
    (mine,) = [one for one in held if one.permit == id]
    assert (mine.state, mine.number, mine.requirement.country) == ("have", NUMBER, "UZ")
    enter(world.client, "aibek")
    text = shown(world.client, f"/carrier/dossiers/{MOVEMENT}")
    assert f"Certificate {NUMBER}: Служба карантина растений" in text
    assert f"/carrier/permits/{id}" not in text


def test_every_cell_that_is_wrong_is_told_at_once(world: World, desk: Client) -> None:
    enter(desk, "road")
    heads = ("number", "kind", "issued_on", "valid_from", "valid_to", "holder_country", "firm")
    far = ("KG/1", "road_annual", "2026-11-01", "2026-11-01", "2126-12-31", "ZZ", "nobody")
    odd = ("KG/2", "road_annual", "yesterday", "2026-02-31", "2026-12-31", "Kyrgyzstan", "")
    rows = rows_in(Brought("csv", (Sheet("", (heads, far, odd)),)))
    assert {one.column for one in rows.faults} == {"holder_country", "issued_on", "valid_from"}
    services = desk.app.state.services
    officer = Actor("KG-ROAD", "kg-road", "road", "permit")
    (found,) = asyncio.run(look(services, officer, rows.rows, "table"))
    columns = {one.column for one in found.faults}
    assert columns == {"firm", "valid_to", "holder", "holder_country"}


def test_a_call_that_names_two_clients_is_refused(on_xroad: Client) -> None:
    said = [*(bearer("road") | MESSAGE).items(), ("x-road-client", "KG/GOV/70000009/other")]
    answer = on_xroad.get(f"{XROAD}/permits", headers=said)
    assert (answer.status_code, answer.json()["type"]) == (400, "Client.InvalidClientId")
