"""Bad input at the API of a real node: each gets a clear answer in two languages, and is harmless.

Every row is sent in English and in Russian. The answer is a problem document with the right code,
pointer, text and remedy; afterwards the node is as it was.
"""

import copy
import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from corridor.domain.codes import check_grn
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.world import carrier_of
from tests.acceptance.conftest import World
from tests.support.journeys import API, dossier_for
from tests.support.untouched import untouched

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
PROBLEM = "application/problem+json"


def declaration(world: World, lrn: str = "BAD-1") -> dict[str, Any]:
    """A right declaration as plain JSON, to be spoilt."""
    code = carrier_of("KG", STORY_CARRIER).guarantee.access_code
    command = LodgeDeclaration(dossier_for(lrn, world.people.today()), code)
    found: dict[str, Any] = json.loads(msgspec.json.encode(command))
    return found


def post(
    world: World, body: bytes, lang: str = "en", path: str = "/declarations", **headers: str
) -> httpx.Response:
    """A call of the story's carrier."""
    given = {
        "authorization": f"Bearer {world.network.token('KG', 'carrier', STORY_CARRIER)}",
        "content-type": "application/json",
        "accept-language": lang,
    } | headers
    return world.network.client("KG").post(API + path, content=body, headers=given)


def assert_problem(
    english: httpx.Response,
    russian: httpx.Response,
    status: int,
    code: str,
    pointer: str = "",
) -> None:
    """Both answers say the same thing, each in its language, and what to do about it."""
    for answer in (english, russian):
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"].startswith(PROBLEM)
        problem = answer.json()
        assert problem["status"] == status
        assert problem["code"] == code, answer.text
        assert problem.get("pointer", "") == pointer, answer.text
        assert problem["title"]
        assert problem["detail"]
        assert problem["remedy"], f"{code} has no remedy"
    said, gesagt = english.json(), russian.json()
    assert not CYRILLIC.search(said["title"] + said["remedy"]), said
    assert CYRILLIC.search(gesagt["detail"]), gesagt
    assert CYRILLIC.search(gesagt["remedy"]), gesagt
    assert english.headers["content-language"] == "en"
    assert russian.headers["content-language"] == "ru"


class Bytes(NamedTuple):
    """A body that is no declaration, and the answer to it."""

    name: str
    body: Callable[[bytes], bytes]
    status: int
    code: str
    pointer: str = ""
    headers: Mapping[str, str] = MappingProxyType({})


BYTES = (
    Bytes("malformed", lambda good: good[:-1], 400, "malformed"),
    Bytes("empty", lambda good: b"", 400, "malformed"),
    Bytes("two values", lambda good: good + good, 400, "malformed"),
    Bytes("nested objects", lambda good: b'{"dossier":' * 10_000 + b"1", 400, "malformed"),
    Bytes("nested arrays", lambda good: b"[" * 10_000 + b"]" * 10_000, 400, "malformed"),
    Bytes("oversized", lambda good: good + b" " * (2 << 20), 413, "too_large"),
    Bytes("twice", lambda good: good[:-1] + b',"access_code":"ZZZZ"}', 400, "duplicate_key"),
    Bytes(
        "twice, escaped",
        lambda good: good[:-1] + b',"access_c\\u006fde":"ZZZZ"}',
        400,
        "duplicate_key",
    ),
    Bytes("NaN", lambda good: good.replace(b"1850000", b"NaN"), 400, "malformed"),
    Bytes("infinity", lambda good: good.replace(b"1850000", b"Infinity"), 400, "malformed"),
    Bytes(
        "a fraction of a cent",
        lambda good: good.replace(b"1850000", b"1.5"),
        400,
        "invalid",
        "/dossier/guarantees/0/amount_minor",
    ),
    Bytes(
        "an endless number",
        lambda good: good.replace(b"1850000", b"9" * 500),
        400,
        "invalid",
        "/dossier/guarantees/0/amount_minor",
    ),
    Bytes(
        "bad UTF-8",
        lambda good: good.replace(b"BAD-1", b"BAD\xff\xfe"),
        400,
        "malformed",
        "/dossier/lrn",
    ),
    Bytes("half a surrogate", lambda good: good.replace(b"BAD-1", b"\\ud800"), 400, "malformed"),
    Bytes(
        "a zero byte",
        lambda good: good.replace(b"BAD-1", b"BAD\\u00001"),
        400,
        "invalid",
        "/dossier/lrn",
    ),
    Bytes(
        "letters that turn others round",
        lambda good: good.replace(b"BAD-1", "BAD\u202e1".encode()),
        400,
        "invalid",
        "/dossier/lrn",
    ),
    Bytes(
        "a status of its own",
        lambda good: good.replace(b'"lrn":', b'"status":"released","lrn":'),
        400,
        "invalid",
        "/dossier/status",
    ),
    Bytes(
        "another content type",
        lambda good: good,
        415,
        "not_json",
        headers={"content-type": "text/plain"},
    ),
    Bytes("XML", lambda good: b"<a/>", 415, "not_json", headers={"content-type": "text/xml"}),
    Bytes(
        "an endless key",
        lambda good: good,
        400,
        "invalid",
        headers={"idempotency-key": "k" * 500},
    ),
    Bytes(
        "a wrong token",
        lambda good: good,
        401,
        "not_authenticated",
        headers={"authorization": "Bearer nobody"},
    ),
    Bytes("no token", lambda good: good, 401, "not_authenticated", headers={"authorization": ""}),
)


@pytest.mark.parametrize("case", BYTES, ids=lambda case: case.name)
def test_bytes_that_are_no_declaration(settled: World, case: Bytes) -> None:
    plain = msgspec.json.encode(declaration(settled))
    body = case.body(plain)
    with untouched(settled.network):
        english = post(settled, body, "en", **case.headers)
        russian = post(settled, body, "ru", **case.headers)
    assert_problem(english, russian, case.status, case.code, case.pointer)


class Spoilt(NamedTuple):
    """A declaration with one thing wrong in it: code, pointer, and the rule of the field's book."""

    name: str
    spoil: Callable[[dict[str, Any]], None]
    code: str
    pointer: str
    rule: str = ""


def _route(place: Callable[[list[dict[str, Any]]], None]) -> Callable[[dict[str, Any]], None]:
    return lambda dossier: place(dossier["route"]["points"])


def _box(dossier: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dossier["consignment"]["equipment"][0]
    return found


def _wrong_grn(dossier: dict[str, Any]) -> None:
    grn = dossier["guarantees"][0]["grn"]
    other = str((int(grn[16]) + 1) % 10)
    dossier["guarantees"][0]["grn"] = grn[:16] + other + grn[17:]
    assert not check_grn(dossier["guarantees"][0]["grn"]).ok


SPOILT = (
    Spoilt(
        "check digit of the GRN", _wrong_grn, "rule.R0028", "/dossier/guarantees/0/grn", "R0028"
    ),
    Spoilt(
        "unknown office",
        _route(lambda points: points[2].update(office="UZNONE99")),
        "route.office_unknown",
        "/dossier/route/points/2/office",
    ),
    Spoilt(
        "unknown place",
        _route(lambda points: points[2].update(place="UZ-NOWHERE")),
        "route.place_unknown",
        "/dossier/route/points/2/place",
    ),
    Spoilt(
        "unknown country",
        lambda dossier: dossier["consignment"].update(country_of_destination="XQ"),
        "rule.CL008",
        "/dossier/consignment/country_of_destination",
        "CL008",
    ),
    Spoilt(
        "a route with a gap",
        _route(lambda points: points.__delitem__(slice(3, 5))),
        "route.gap",
        "/dossier/route/points/2/mode",
    ),
    Spoilt(
        "a seal too few",
        lambda dossier: _box(dossier).update(seal_count=3),
        "rule.R0106",
        "/dossier/consignment/equipment/0/seal_count",
        "R0106",
    ),
    Spoilt(
        "a seal twice",
        lambda dossier: _box(dossier).update(seals=["KG-1", "KG-1"]),
        "rule.R0107",
        "/dossier/consignment/equipment/0/seals/1",
        "R0107",
    ),
)


@pytest.mark.parametrize("case", SPOILT, ids=lambda case: case.name)
def test_declarations_with_one_thing_wrong(settled: World, case: Spoilt) -> None:
    wrong = declaration(settled)
    case.spoil(wrong["dossier"])
    body = msgspec.json.encode(wrong)
    with untouched(settled.network):
        english, russian = post(settled, body, "en"), post(settled, body, "ru")
    problem = english.json()
    reasons = {(said["code"], said["pointer"], said["rule"]) for said in problem["refusals"]}
    assert (case.code, case.pointer, case.rule) in reasons, problem["refusals"]
    assert all(said["text"] and said["remedy"] for said in problem["refusals"])
    assert_problem(english, russian, 422, problem["code"], problem["pointer"])


def test_every_fault_is_told_at_once(settled: World) -> None:
    wrong = declaration(settled)
    for case in SPOILT[:3]:
        case.spoil(wrong["dossier"])
    said = post(settled, msgspec.json.encode(wrong)).json()["refusals"]
    assert {case.pointer for case in SPOILT[:3]} <= {one["pointer"] for one in said}


def test_a_container_with_a_wrong_check_digit_travels_with_a_warning(world: World) -> None:
    right = declaration(world, "BAD-BOX")
    _box(right["dossier"])["container"] = "MSKU1234566"
    answer = post(world, msgspec.json.encode(right))
    assert answer.status_code == 201, answer.text
    cancel = msgspec.json.encode({"do": "movement.cancel", "reason": "Проба."})
    subject = answer.json()["subject"]
    assert post(world, cancel, path=f"/subjects/{subject}/commands").status_code == 200
    world.network.settle()


def test_the_same_lrn_twice(settled: World) -> None:
    body = msgspec.json.encode(declaration(settled, settled.filed.lrn))
    with untouched(settled.network):
        english, russian = post(settled, body, "en"), post(settled, body, "ru")
    assert_problem(english, russian, 409, "lrn_taken", "/dossier/lrn")


def test_the_same_lrn_twice_under_the_same_key_gets_the_first_answer(world: World) -> None:
    body = msgspec.json.encode(declaration(world, "KEY-1"))
    first = post(world, body, **{"idempotency-key": "once"})
    assert first.status_code == 201
    world.network.settle()
    with untouched(world.network):
        assert post(world, body, **{"idempotency-key": "once"}).content == first.content
        other = msgspec.json.encode(declaration(world, "KEY-2"))
        english = post(world, other, "en", **{"idempotency-key": "once"})
        russian = post(world, other, "ru", **{"idempotency-key": "once"})
    assert_problem(english, russian, 409, "idempotency_key_reused")


def test_the_same_words_under_the_same_key_about_another_movement(world: World) -> None:
    path = "/subjects/{}/commands"
    body = msgspec.json.encode({"do": "movement.cancel", "reason": "Проба."})
    first, second = (
        post(world, msgspec.json.encode(declaration(world, f"KEY-{number}"))).json()["subject"]
        for number in (3, 4)
    )
    key = {"idempotency-key": "cancel"}
    assert post(world, body, path=path.format(first), **key).status_code == 200
    world.network.settle()
    with untouched(world.network):
        english = post(world, body, "en", path.format(second), **key)
        russian = post(world, body, "ru", path.format(second), **key)
    assert_problem(english, russian, 409, "idempotency_key_reused")


def test_an_amendment_after_release(settled: World) -> None:
    changed = copy.deepcopy(declaration(settled, settled.released.lrn)["dossier"])
    body = msgspec.json.encode({"do": "movement.amend", "dossier": changed})
    path = f"/subjects/{settled.released.subject}/commands"
    with untouched(settled.network):
        english, russian = post(settled, body, "en", path), post(settled, body, "ru", path)
    assert_problem(english, russian, 422, "amendment_after_release")


NAMES = (
    "' OR 1=1 --",
    "mv-KG-1'; DROP TABLE log;--",
    '" UNION SELECT data FROM documents --',
    "%00",
    "%ff%fe",
    "..%2f..%2f..%2fetc%2fpasswd",
    "{reference}",
    "mv-",
    "mv-KG-" + "A" * 5_000,
)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("path", ["/movements/{}", "/permits/{}", "/movements/{}/evidence"])
def test_odd_references_are_unknown_ones(settled: World, path: str, name: str) -> None:
    token = settled.network.token("KG", "carrier", STORY_CARRIER)
    with untouched(settled.network):
        english, russian = (
            settled.network.client("KG").get(
                API + path.format(name),
                headers={"authorization": f"Bearer {token}", "accept-language": lang},
            )
            for lang in ("en", "ru")
        )
    assert_problem(english, russian, 404, "not_found")


QUERIES = (
    ("/lists/{list}?limit=0", "/limit"),
    ("/lists/{list}?limit=-1", "/limit"),
    ("/lists/{list}?limit=1e9", "/limit"),
    ("/lists/{list}?limit=100000", "/limit"),
    ("/lists/{list}?sort=subject;DROP", "/sort"),
    ("/events?limit=0", "/limit"),
    ("/events?after=-1", "/after"),
    ("/events?after=99999999999999999999", "/after"),
)


@pytest.mark.parametrize(("query", "pointer"), QUERIES)
def test_odd_queries(settled: World, query: str, pointer: str) -> None:
    token = settled.network.token("KG", "carrier", STORY_CARRIER)
    path = API + query.format(list=f"carrier:{STORY_CARRIER}:open")
    with untouched(settled.network):
        english, russian = (
            settled.network.client("KG").get(
                path, headers={"authorization": f"Bearer {token}", "accept-language": lang}
            )
            for lang in ("en", "ru")
        )
    assert_problem(english, russian, 400, "invalid", pointer)
