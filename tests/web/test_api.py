"""The API: what it answers to right calls, and to wrong ones."""

import json
import re
from functools import partial
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.web.api.bodies import has_twice
from corridor.web.api.problems import MEDIA_TYPE
from tests.support.engines import DOSSIER, GRN, MOVEMENT
from tests.support.web import bearer
from tests.web.conftest import PERMIT, World

JSON = {"content-type": "application/json"}
ENGLISH = {"accept-language": "en"}


def declaration(lrn: str = "OSH-2026-7", **given: Any) -> bytes:
    """The story's declaration under another LRN."""
    dossier = msgspec.structs.replace(DOSSIER, lrn=lrn)
    return msgspec.json.encode(LodgeDeclaration(dossier, "A1B2", **given))


def call(
    client: TestClient[Litestar], path: str, body: bytes, login: str = "aibek", **headers: str
) -> httpx.Response:
    """POST some bytes as JSON."""
    sent = JSON | ENGLISH | bearer(login) | {k.replace("_", "-"): v for k, v in headers.items()}
    return client.post(f"/api/v1{path}", content=body, headers=sent)


def lodge(client: TestClient[Litestar], body: bytes, **headers: str) -> httpx.Response:
    """File a declaration."""
    return call(client, "/declarations", body, **headers)


def ask(client: TestClient[Litestar], path: str, login: str = "aibek") -> httpx.Response:
    """GET."""
    return client.get(f"/api/v1{path}", headers=bearer(login) | ENGLISH)


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document, which says what to do."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    said: dict[str, Any] = answer.json()
    assert (said["status"], said["code"]) == (status, code)
    assert said["detail"]
    assert said["remedy"]
    return said


def test_a_declaration_is_filed(client: TestClient[Litestar]) -> None:
    answer = lodge(client, declaration())
    assert answer.status_code == 201
    said = answer.json()
    assert said["events"][0]["tag"] == "movement.lodged/1"
    assert answer.headers["location"] == f"/api/v1/movements/{said['subject']}"
    found = ask(client, f"/movements/{said['subject']}").json()
    assert found["version"] == 1
    assert found["movement"]["dossier"]["lrn"] == "OSH-2026-7"
    assert "A1B2" not in ask(client, f"/movements/{said['subject']}/timeline").text


def test_the_same_key_gets_the_first_answer_again(client: TestClient[Litestar]) -> None:
    first = lodge(client, declaration(), idempotency_key="k1")
    again = lodge(client, declaration(), idempotency_key="k1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = lodge(client, declaration("OSH-2026-8"), idempotency_key="k1")
    problem(other, 409, "idempotency_key_reused")
    problem(lodge(client, declaration(), idempotency_key="k" * 201), 400, "invalid")


def test_the_same_lrn_twice(client: TestClient[Litestar]) -> None:
    said = problem(lodge(client, declaration("OSH-2026-1")), 409, "lrn_taken")
    assert said["pointer"] == "/dossier/lrn"


def test_a_dossier_keeps_the_id_under_which_permits_were_asked_for(
    client: TestClient[Litestar],
) -> None:
    chosen = "mv-KG-0123456789ABCDEFG"
    assert lodge(client, declaration(id=chosen)).json()["subject"] == chosen
    problem(lodge(client, declaration("X-1", id="mv-UZ-0123456789ABCDEFG")), 400, "invalid")
    problem(lodge(client, declaration("X-1", id="mv-KG-x")), 400, "invalid")
    problem(call(client, "/declarations", declaration("X-1", id=chosen), "rival"), 404, "not_found")


def twice(body: bytes) -> bytes:
    """The body with its LRN named twice."""
    return body.replace(b'"lrn":', b'"lrn":"first","lrn":', 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed"),
        (b"{", "malformed"),
        (b'{"dossier":NaN}', "malformed"),
        (b'{"dossier":Infinity}', "malformed"),
        (b"\xff\xfe", "malformed"),
        (b'{"a":' * 5_000, "malformed"),
        (b"[" * 100_000, "malformed"),
        (b"[]", "invalid"),
        (b"null", "invalid"),
        (b"{}", "invalid"),
        (b'{"do":"movement.accept"}', "invalid"),
        (twice(declaration()), "duplicate_key"),
        (declaration().replace(b'{"do"', b'{"access_code":"1","do"', 1), "duplicate_key"),
        (declaration().replace(b'"OSH-2026-7"', b'"OSH-2026-7\\n"'), None),
    ],
)
def test_what_is_no_declaration(
    client: TestClient[Litestar], body: bytes, code: str | None
) -> None:
    size = client.get("/healthz").json()["size"]
    if code is not None:
        problem(lodge(client, body), 400, code)
        assert client.get("/healthz").json()["size"] == size


def test_all_faults_are_told_at_once(client: TestClient[Litestar]) -> None:
    body = {
        "dossier": {
            "lrn": "",
            "colour": "red",
            "holder": {"country": "KGZ"},
            "limit_date": "tomorrow",
            "consignment": {
                "houses": [{"number": 0, "items": []}, {"items": [{"hs": "12345678901"}]}]
            },
            "additional_type": "Z",
        },
        "surprise/d": 1,
    }
    said = problem(lodge(client, msgspec.json.encode(body)), 400, "invalid")
    told = {one["pointer"]: one["text"] for one in said["refusals"]}
    assert told["/dossier/colour"] == "There is no member of this name."
    assert told["/surprise~1d"] == "There is no member of this name."
    assert told["/dossier/lrn"] == "At least 1 characters are needed here."
    assert told["/dossier/holder/country"] == "At most 2 characters fit here."
    assert "form" in told["/dossier/limit_date"]
    assert told["/dossier/consignment/houses/0/items"] == "At least 1 entries are needed here."
    assert told["/dossier/consignment/houses/0/number"] == "The number is below 1."
    assert told["/dossier/consignment/houses/1/number"] == "This is required."
    assert told["/dossier/consignment/houses/1/items/0/hs"] == "At most 10 characters fit here."
    assert told["/dossier/additional_type"] == "'Z' is none of the known codes."
    assert told["/dossier/route"] == "This is required."
    assert all(one["remedy"] for one in said["refusals"])
    assert {"limit": "1"} in [one["args"] for one in said["refusals"]]


def test_a_member_named_twice_is_seen_however_it_is_written() -> None:
    for text in (
        b'{"a":1,"a":1}',
        b'{ "a" : 1 ,\n "a" : "x" }',
        b'[{"b":{"c":[1,{"d":1,"d":2}]}}]',
        b'{"a":"\\u0022\\u0022","a":"\\u0022"}',
        b'{"\\u0061":1,"a":2}',
    ):
        assert has_twice(text)
    for text in (
        b'{"a":1,"b":1}',
        b'{"a":{"a":1},"b":[{"a":1},{"a":1}]}',
        b'{ "a\\"" : "\\"a\\":" }',
        b'{"a":"\\u0022\\\\u0022","b":"\\\\\\""}',
        b'"a"',
    ):
        assert not has_twice(text)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='"\\\\u02ab'),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(alphabet='"\\\\u02ab', max_size=3), inner)
    ),
)


@given(JSON_VALUES, st.booleans())
def test_no_way_to_write_quotation_marks_makes_a_member_twice(value: Any, escaped: bool) -> None:
    written = json.dumps(value, ensure_ascii=False)
    if escaped:
        written = re.sub(
            r"\\(.)", lambda m: r"\u0022" if m[1] == '"' else m[0], written, flags=re.DOTALL
        )
    assert not has_twice(written.encode())


def test_goods_may_be_called_by_quotation_marks_however_they_are_written(
    client: TestClient[Litestar],
) -> None:
    goods = DOSSIER.consignment.houses[0].items[0].description.encode()
    for number, name in enumerate((b'\\"A\\"', b"\\u0022A\\u0022", b"\\\\u0022A\\\\u0022")):
        body = declaration(f"OSH-2026-3{number}").replace(goods, name)
        assert name in body
        assert lodge(client, body).status_code == 201


def test_refusals_of_the_law_come_all_at_once(client: TestClient[Litestar]) -> None:
    bad = msgspec.structs.replace(
        DOSSIER,
        lrn="OSH-2026-9",
        consignment=msgspec.structs.replace(DOSSIER.consignment, gross_kg="1"),
    )
    said = problem(
        lodge(client, msgspec.json.encode(LodgeDeclaration(bad, "A1B2"))),
        422,
        said_code(bad, client),
    )
    assert all(one["text"] and one["pointer"].startswith("/dossier") for one in said["refusals"])
    first = said["refusals"][0]
    assert said["args"] == first["args"]
    assert all(value in first["text"] for value in first["args"].values()), first


def said_code(bad: Any, client: TestClient[Litestar]) -> str:
    """The first refusal's code: which rule speaks first is the domain's matter."""
    answer = lodge(client, msgspec.json.encode(LodgeDeclaration(bad, "A1B2")))
    return str(answer.json()["code"])


def test_problems_are_told_in_the_readers_language(client: TestClient[Litestar]) -> None:
    english = lodge(client, b"{}").json()["detail"]
    russian = lodge(client, b"{}", accept_language="ru").json()["detail"]
    assert english != russian
    assert lodge(client, b"{}", accept_language="ru").headers["content-language"] == "ru"


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"a" 1}', b'{"a":"\xff"}', b"[" * 100_000, b'{"dossier":NaN}', b"[1e999]"]
)
def test_what_is_wrong_with_json_is_told_in_one_language(
    client: TestClient[Litestar], body: bytes
) -> None:
    said = problem(lodge(client, body, accept_language="ru"), 400, "malformed")
    words = said["detail"].replace("JSON", "").replace("UTF-8", "")
    assert not re.search("[A-Za-z]", words), said
    assert "{" not in said["detail"]


def test_a_spoilt_byte_is_named_by_its_field(client: TestClient[Litestar]) -> None:
    body = declaration().replace(b'"description":"', b'"description":"\xd0', 1)
    said = problem(lodge(client, body), 400, "malformed")
    assert re.fullmatch(r"/dossier/consignment/houses/0/items/0/description", said["pointer"])
    assert said["refusals"][0]["remedy"]
    assert "pointer" not in problem(lodge(client, b'{"a\xff'), 400, "malformed")


def test_the_place_of_a_mistake_is_told(client: TestClient[Litestar]) -> None:
    said = problem(lodge(client, b'{"a" 1}'), 400, "malformed")
    assert said["args"] == {"byte": "5"}
    assert "byte 5" in said["detail"]


def test_who_asks(client: TestClient[Litestar]) -> None:
    body = declaration()
    bare = client.post("/api/v1/declarations", content=body, headers=JSON)
    assert problem(bare, 401, "not_authenticated")
    assert bare.headers["www-authenticate"] == "Bearer"
    for value in ("Bearer wrong", "Basic token-of-aibek", "Bearer", "token-of-aibek"):
        sent = JSON | {"authorization": value}
        answer = client.post("/api/v1/declarations", content=body, headers=sent)
        problem(answer, 401, "not_authenticated")
    problem(call(client, "/declarations", body, "osh"), 403, "not_allowed")
    assert (
        client.post(
            "/api/v1/declarations",
            content=body,
            headers=JSON | {"authorization": "bearer token-of-aibek"},
        ).status_code
        == 201
    )


def test_size_and_kind_of_a_body(client: TestClient[Litestar]) -> None:
    problem(lodge(client, b" " * ((1 << 20) + 1)), 413, "too_large")
    problem(lodge(client, declaration(), content_type="text/plain"), 415, "not_json")
    problem(lodge(client, declaration(), content_type="application/xml"), 415, "not_json")
    sent = lodge(client, declaration(), content_type="application/json; charset=utf-8")
    assert sent.status_code == 201


def test_a_command_by_its_desk(world: World) -> None:
    client = world.client
    body = b'{"do":"movement.decide_control","channel":"green"}'
    done = call(client, f"/subjects/{world.mrn}/commands", body, "osh")
    assert done.status_code == 200, done.text
    assert done.json()["subject"] == MOVEMENT
    problem(call(client, f"/subjects/{world.mrn}/commands", body, "aibek"), 403, "role_may_not")
    problem(call(client, f"/subjects/{world.mrn}/commands", body, "bishkek"), 404, "not_found")
    problem(call(client, "/subjects/mv-KG-none/commands", body, "osh"), 404, "not_found")
    problem(call(client, "/subjects/new/commands", body, "osh"), 404, "not_found")
    problem(call(client, f"/subjects/{PERMIT}/commands", body, "osh"), 404, "not_found")
    problem(call(client, f"/subjects/{world.mrn}/commands", b'{"do":"fly"}', "osh"), 400, "invalid")


def test_a_command_that_names_its_subject_is_taken_at_no_other_address(world: World) -> None:
    ways = {"ways": {"phone": "+996312621234", "invented": True}}
    said = {"do": "contact.state", "place": "KGOSH001", **ways}
    send = partial(call, world.client, login="operator")
    first = send("/subjects/new/commands", json.dumps(said).encode())
    assert first.status_code == 200, first.text
    there = f"/subjects/{first.json()['subject']}/commands"
    other = json.dumps(said | {"place": "KGDOST01"}).encode()
    problem(send(there, other), 422, "subject_other")
    assert send(there, json.dumps(said).encode()).status_code == 200


def test_commands_that_begin_a_subject(client: TestClient[Litestar]) -> None:
    arrival = b'{"do":"checkpoint.arrive","office":"KGDOST01","plate":"01KG555","direction":"exit"}'
    visit = call(client, "/subjects/new/commands", arrival, "gate").json()["subject"]
    assert visit.startswith("cp-KG-")
    gate_in = call(client, f"/subjects/{visit}/commands", b'{"do":"checkpoint.gate_in"}', "gate")
    assert gate_in.status_code == 200
    said = problem(call(client, "/subjects/new/commands", arrival, "gate"), 422, "visit_live")
    assert said["remedy"]


def test_permits_are_applied_for_with_one_call(client: TestClient[Litestar]) -> None:
    body = msgspec.json.encode({"dossier": MOVEMENT})
    done = call(client, "/permits", body)
    assert done.status_code == 201, done.text
    applied = done.json()["applications"]
    assert {one["country"] for one in applied} == {"UZ", "TM", "AZ", "GE"}
    assert all(one["subject"].startswith("pm-KG-") for one in applied)
    again = call(client, "/permits", body)
    assert (again.status_code, again.json()["applications"]) == (200, [])
    assert len(ask(client, f"/movements/{MOVEMENT}/permits").json()["permits"]) == len(applied) + 1
    problem(call(client, "/permits", body, "rival"), 404, "not_found")
    wrong = {"dossier": MOVEMENT, "requirements": [{"rule": "R999", "country": "UZ"}]}
    problem(call(client, "/permits", msgspec.json.encode(wrong)), 422, "permit_rule_unknown")


def test_the_same_call_for_permits_gets_the_first_answer_again(
    client: TestClient[Litestar],
) -> None:
    body = msgspec.json.encode({"dossier": MOVEMENT})
    first = call(client, "/permits", body, idempotency_key="p1")
    assert (first.status_code, len(first.json()["applications"]) > 3) == (201, True)
    again = call(client, "/permits", body, idempotency_key="p1")
    assert (again.status_code, again.content) == (201, first.content)
    assert call(client, "/permits", body, idempotency_key="p2").json()["applications"] == []


def test_permits_before_the_dossier_is_filed(client: TestClient[Litestar]) -> None:
    draft = "mv-KG-0123456789ABCDEFH"
    dossier = msgspec.structs.replace(DOSSIER, lrn="OSH-2026-20")
    asked = {"dossier": draft, "declared": dossier, "note": "Urgent"}
    done = call(client, "/permits", msgspec.json.encode(asked))
    assert done.status_code == 201
    lodged = lodge(client, msgspec.json.encode(LodgeDeclaration(dossier, "A1B2", id=draft)))
    assert lodged.status_code == 201, lodged.text
    permits = ask(client, f"/movements/{draft}/permits").json()["permits"]
    assert len(permits) == len(done.json()["applications"])
    assert {permit["request"]["note"] for permit in permits} == {"Urgent"}


def test_nobody_applies_under_anothers_dossier(client: TestClient[Litestar]) -> None:
    request = ask(client, f"/permits/{PERMIT}").json()["request"]
    for path, body in (
        ("/permits", {"request": request}),
        ("/permits", {"dossier": MOVEMENT, "declared": DOSSIER}),
        ("/subjects/new/commands", {"do": "permit.apply", "request": request}),
    ):
        problem(call(client, path, msgspec.json.encode(body), "rival"), 404, "not_found")


def test_what_a_dossier_needs_is_told_to_anybody(client: TestClient[Litestar]) -> None:
    body = msgspec.json.encode({"dossier": DOSSIER})
    answer = client.post("/api/v1/requirements", content=body, headers=JSON)
    said = answer.json()
    assert said["illustrative"] is True
    assert {one["country"] for one in said["requirements"]} == {"UZ", "TM", "AZ", "GE"}
    assert len(said["verdicts"]) == 5
    book = client.get("/api/v1/requirements").json()
    assert book["illustrative"] is True
    assert len(book["rules"]) > 50


def test_lists_page_by_page(client: TestClient[Litestar]) -> None:
    for number in range(5):
        assert lodge(client, declaration(f"PAGE-{number}")).status_code == 201
    seen: list[str] = []
    after = ""
    for _ in range(10):
        path = f"/lists/carrier:ala-too:open?limit=2&sort=name&dir=desc&after={after}"
        page = ask(client, path).json()
        seen += [row["name"] for row in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == 6
    assert seen == sorted(seen, reverse=True)
    problem(ask(client, "/lists/carrier:ala-too:open?sort=colour"), 400, "invalid")
    problem(ask(client, "/lists/carrier:ala-too:open?limit=-1"), 400, "invalid")
    problem(ask(client, "/lists/carrier:ala-too:open?limit=100000"), 400, "invalid")
    assert ask(client, "/lists/carrier:ala-too:open?after=%21%21").status_code == 200


def test_lists_are_filtered_as_on_their_pages(client: TestClient[Litestar]) -> None:
    for number in range(3):
        assert lodge(client, declaration(f"FILTER-{number}")).status_code == 201
    path = "/lists/carrier:ala-too:open?limit=2"

    def found(query: str) -> list[str]:
        names, after = [], ""
        while True:
            page = ask(client, f"{path}&{query}&after={after}").json()
            names += [row["name"] for row in page["rows"]]
            if not (after := page["next"]):
                return names

    everything = found("sort=name")
    assert len(everything) == 4
    assert found("sort=name&vehicle=01+kg+777-abc") == everything
    assert found("vehicle=01KG000XXX") == []
    assert found("date=since&first=2026-11-21&last=2026-11-21&sort=since")
    assert found("first=2020-01-01&last=2020-01-02") == []
    for query, pointer in (
        ("colour=red", "/colour"),
        ("first=yesterday", "/first"),
        ("date=amount", "/date"),
        ("officer=me", "/officer"),
    ):
        said = problem(ask(client, f"{path}&{query}"), 400, "invalid")
        assert said["refusals"][0]["pointer"] == pointer
    problem(ask(client, "/lists/checkpoint:KGDOST01:waiting?state=x", "gate"), 400, "invalid")
    assert ask(client, "/guarantees?sort=share").status_code == 200


@pytest.mark.parametrize(
    ("login", "name", "status"),
    [
        ("aibek", "carrier:ala-too:open", 200),
        ("rival", "carrier:ala-too:open", 404),
        ("osh", "customs:KGOSH001:decide", 200),
        ("dostuk", "customs:KGOSH001:decide", 404),
        ("gate", "customs:KGDOST01:expected", 404),
        ("gate", "checkpoint:KGDOST01:waiting", 200),
        ("road", "permits:KG-ROAD:open", 200),
        ("plant", "permits:KG-ROAD:open", 404),
        ("gulnara", "guarantor:kg-guarantor:guarantees", 200),
        ("operator", "customs:KGOSH001:decide", 404),
        ("osh", "map:KG-OSH:KG-DOST", 404),
        ("osh", "customs:", 404),
        ("osh", "customs::decide", 404),
        ("osh", "decide", 404),
    ],
)
def test_lists_are_their_desks_own(
    client: TestClient[Litestar], login: str, name: str, status: int
) -> None:
    assert ask(client, f"/lists/{name}", login).status_code == status


def test_search_finds_what_the_asker_may_see(world: World) -> None:
    spaced = f"{world.mrn[:4].lower()} {world.mrn[4:]}"
    for text in (world.mrn, spaced, "01KG777ABC", "01 kg 777-abc"):
        found = ask(world.client, f"/search?q={text}").json()["found"]
        assert [one["subject"] for one in found][:1] == [MOVEMENT]
        assert ask(world.client, f"/search?q={text}", "rival").json()["found"] == []
    assert ask(world.client, "/search?q=").json()["found"] == []


def test_the_feed_is_what_the_asker_may_see(client: TestClient[Litestar]) -> None:
    mine = ask(client, "/events?limit=2").json()
    assert len(mine["events"]) == 2
    assert mine["more"]
    rest = ask(client, f"/events?after={mine['next']}").json()
    tags = [one["tag"] for one in [*mine["events"], *rest["events"]]]
    assert tags == [
        "guarantee.registered/1",
        "movement.lodged/1",
        "movement.accepted/1",
        "permit.applied/1",
    ]
    assert not rest["more"]
    assert ask(client, f"/events?after={rest['next']}").json()["events"] == []
    assert ask(client, "/events", "rival").json()["events"] == []
    assert [one["tag"] for one in ask(client, "/events", "gulnara").json()["events"]] == tags[:1]
    problem(ask(client, "/events?after=x"), 400, "invalid")


def test_guarantees(client: TestClient[Litestar]) -> None:
    row = ask(client, "/guarantees").json()["rows"][0]["data"]
    assert (row["grn"], row["available_minor"]) == (GRN, 5_000_000)
    assert ask(client, "/guarantees", "gulnara").json()["rows"]
    assert ask(client, "/guarantees", "rival").json()["rows"] == []


def test_open_facts(client: TestClient[Litestar]) -> None:
    node = client.get("/api/v1/node").json()
    assert (node["node"], node["demo"], len(node["peers"])) == ("KG", True, 5)
    assert node["checkpoint"].startswith("corridor/KG\n")
    assert len(client.get("/api/v1/reference/places").json()["places"]) > 100
    assert client.get("/api/v1/reference/offices").json()["offices"]
    stations = client.get("/api/v1/reference/stations").json()["stations"]
    assert {"708507": False, "716607": True}.items() <= {
        o["code"]: o["approx"] for o in stations
    }.items()
    assert client.get("/api/v1/reference/countries").json()["countries"]
    assert len(client.get("/api/v1/reference/routes").json()["routes"]) >= 6
    way = client.get("/api/v1/reference/routes?from=KG-OSH&to=GE-POTI").json()
    assert way["routes"][0]["route"]["points"][0]["office"] == "KGOSH001"
    problem(client.get("/api/v1/reference/routes?from=KG-OSH&to=XX-NONE"), 404, "not_found")


def test_evidence_where_the_node_makes_none(client: TestClient[Litestar]) -> None:
    problem(ask(client, f"/movements/{MOVEMENT}/evidence"), 404, "not_found")
    problem(ask(client, f"/movements/{MOVEMENT}/evidence", "rival"), 404, "not_found")
