"""Attacks on the pages of a real node: forms without token, sessions, scripts in the goods."""

import re
import secrets
import socket
import time
from contextlib import ExitStack

import httpx
import pytest
from msgspec.structs import replace

from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.fill import DEMO_PASSWORD
from corridor.web.auth.throttle import PER_LOGIN_MAX
from tests.acceptance.conftest import World
from tests.support.browsing import login_of, visitor
from tests.support.journeys import API, HOME, Journey, dossier_for
from tests.support.untouched import untouched

MARK = "qx7"
SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' autofocus onfocus='{MARK}()",
    f"{{{{ {MARK} }}}}<svg/onload={MARK}()>",
    f"javascript:{MARK}()",
)
RAW = re.compile(
    rf"<script>{MARK}|<img src=x onerror={MARK}|<svg/onload={MARK}"
    rf"|\sonfocus='{MARK}|(?:href|src|action)=\"javascript:"
)
DESKS = (
    ("KG", "carrier", STORY_CARRIER),
    ("KG", "customs", "KGOSH001"),
    ("UZ", "customs", "UZDUST01"),
    ("UZ", "permit", "UZ-ROAD"),
    ("UZ", "checkpoint", "UZDUST01"),
    ("KG", "guarantor", ""),
    ("KG", "operator", ""),
    ("KG", "", ""),
)
PAGES_MAX = 90


@pytest.fixture(scope="module")
def poisoned(world: World) -> Journey:
    """A movement of which every text is a script, accepted, so that every desk shows it."""
    lrn = f"XSS-{secrets.token_hex(4).upper()}"
    dossier = dossier_for(lrn, world.people.today())
    load = dossier.consignment
    house = load.houses[0]
    items = tuple(
        replace(item, description=text, packages=(replace(item.packages[0], marks=text),))
        for item, text in zip(house.items, SCRIPTS, strict=False)
    )
    party = replace(load.consignee or dossier.holder, name=SCRIPTS[0], street=SCRIPTS[1])
    papers = tuple(replace(paper, reference=SCRIPTS[3][:70]) for paper in house.documents)
    consignment = replace(
        load,
        houses=(replace(house, items=items, documents=papers),),
        consignee=party,
        consignor=replace(party, name=SCRIPTS[3], city="<b>x</b>"),
        ucr=SCRIPTS[0][:35],
    )
    holder = replace(dossier.holder, contact=SCRIPTS[1], street=SCRIPTS[2])
    poison = replace(dossier, holder=holder, consignment=consignment)
    journey = Journey(world.people, lrn=lrn)
    journey.file(poison).lead("accepted")
    world.network.settle()
    return journey


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: f"{desk[1] or 'nobody'} at {desk[0]}")
def test_no_page_runs_what_is_in_the_goods(poisoned: Journey, desk: tuple[str, str, str]) -> None:
    subject = poisoned.subject
    permit = next(one for one in poisoned.permits() if one.request.authority == "UZ-ROAD")
    starts = {
        "carrier": (f"/carrier/dossiers/{subject}", f"/carrier/dossiers/{subject}/document"),
        "customs": (f"/customs/{subject}", f"/customs/{subject}/print"),
        "permit": (f"/permits/{permit.id}",),
    }.get(desk[1], ())
    with visitor(poisoned.network, *desk) as somebody:
        for path, answer in somebody.crawl(PAGES_MAX, *starts, "/"):
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            policy = answer.headers["content-security-policy"]
            assert "unsafe" not in policy, path
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            if "html" in answer.headers["content-type"]:
                assert not RAW.search(answer.text), f"{path} shows a script as it is"
            elif path != "/app.webmanifest":  # data alone, which a browser asks for by itself
                assert answer.headers["content-disposition"].startswith("attachment"), path
            if path in starts:
                assert MARK in answer.text, f"{path} does not show the poisoned movement"


def test_a_form_without_its_token_does_nothing(settled: World) -> None:
    with (
        visitor(settled.network, "KG", "customs", "KGOSH001") as officer,
        untouched(settled.network),
    ):
        path = f"/customs/{settled.filed.subject}/accept"
        for token in ("", "0" * 128, officer.token()[:-1] + "x"):
            for target in (path, "/sign-out", "/demo/sign-in", "/sign-in"):
                answer = officer.post(target, csrf=token, account="alatoo", login="a", password="b")
                assert answer.status_code in (401, 403), f"{target}: {answer.status_code}"
        assert officer.get("/customs").status_code == 200, "still signed in"


def test_a_token_of_another_browser_does_nothing(settled: World) -> None:
    with ExitStack() as stack:
        officer = stack.enter_context(visitor(settled.network, "KG", "customs", "KGOSH001"))
        attacker = stack.enter_context(visitor(settled.network, "KG"))
        stolen = attacker.token()
        answer = officer.post("/sign-out", csrf=stolen)
        assert answer.status_code == 403


def test_signing_in_makes_another_session(settled: World) -> None:
    """What a browser was given before, or was planted, is worth nothing afterwards."""
    with ExitStack() as stack:
        victim = stack.enter_context(visitor(settled.network, "KG"))
        other = stack.enter_context(visitor(settled.network, "KG"))
        victim.enter(login_of("KG", "carrier", STORY_CARRIER))
        name, first = _session_cookie(victim.http)
        victim.http.cookies.clear()
        victim.http.cookies.set(name, first, domain="127.0.0.1")
        victim.enter(login_of("KG", "customs", "KGOSH001"))
        second = _session_cookie(victim.http)[1]
        assert second != first
        assert victim.get("/customs").status_code == 200
        for planted in ("", "x", first[:-4] + "AAAA", "A" * 4_000, "é"):
            other.http.cookies.clear()
            headers = [(b"cookie", f"{name}={planted}".encode())]
            answer = other.http.get("/customs", headers=headers)
            assert answer.status_code == 303, planted
            assert answer.headers["location"].startswith("/sign-in")


def test_a_copied_session_is_over_after_signing_out(settled: World) -> None:
    """Also after a restart; and after signing in as somebody else in the same browser."""
    with ExitStack() as stack:
        victim = stack.enter_context(visitor(settled.network, "KG", "customs", "KGOSH001"))
        thief = stack.enter_context(visitor(settled.network, "KG"))
        name, copied = _session_cookie(victim.http)
        thief.http.cookies.set(name, copied, domain="127.0.0.1")
        assert thief.http.get("/customs").status_code == 200
        assert victim.post("/sign-out").status_code == 303
        _is_signed_out(thief.http, name, copied)
        victim.enter(login_of("KG", "customs", "KGOSH001"))
        second = _session_cookie(victim.http)[1]
        victim.enter(login_of("KG", "operator"))
        _is_signed_out(thief.http, name, second)
        settled.network.kill("KG")
        settled.network.start("KG")
        _is_signed_out(thief.http, name, copied)
    settled.network.settle()


def _is_signed_out(http: httpx.Client, name: str, cookie: str) -> None:
    http.cookies.clear()
    http.cookies.set(name, cookie, domain="127.0.0.1")
    answer = http.get("/customs")
    assert answer.status_code == 303, "the copied session still works"
    assert answer.headers["location"].startswith("/sign-in")


def test_session_cookies_are_kept_from_scripts_and_other_sites(settled: World) -> None:
    with visitor(settled.network, "KG") as somebody:
        answer = somebody.post("/demo/sign-in", account=login_of("KG", "operator"))
        cookies = answer.headers.get_list("set-cookie")
        assert cookies
        for cookie in cookies:
            assert "httponly" in cookie.lower()
            assert "samesite=lax" in cookie.lower()


def test_guessing_a_password_is_stopped(settled: World) -> None:
    login = login_of("KG", "customs", "KGBISH01")
    with visitor(settled.network, "KG") as guesser, untouched(settled.network):
        for _ in range(PER_LOGIN_MAX):
            assert guesser.post("/sign-in", login=login, password="x").status_code == 401
        answer = guesser.post("/sign-in", login=login, password=DEMO_PASSWORD)
        assert answer.status_code == 429
        assert "15" in answer.text
    with visitor(settled.network, "KG") as another:
        other = login_of("KG", "customs", "KGDOST01")
        assert another.post("/sign-in", login=other, password=DEMO_PASSWORD).status_code == 303


def test_nobody_is_led_away_after_signing_in(settled: World) -> None:
    account = login_of("KG", "carrier", STORY_CARRIER)
    away = (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
    )
    for target in away:
        with visitor(settled.network, "KG") as somebody:
            answer = somebody.post("/demo/sign-in", account=account, next=target)
            assert answer.status_code == 303
            location = answer.headers["location"]
            assert location.startswith("/"), location
            assert not location.startswith(("//", "/\\")), location
            assert "evil" not in location.split("?")[0].lstrip("/").split("/")[0], location
            assert "a" not in answer.cookies


PATHS = (
    "/static/../../../../../../etc/passwd",
    "/static/..%2f..%2f..%2fapp.py",
    "/static/%2e%2e/%2e%2e/%2e%2e/app.py",
    "/static//etc/passwd",
    "/static/%2fetc/passwd",
    "/static/....//....//app.py",
    "/static/..\\..\\app.py",
    "/static/%00",
    "/static/app.css%00.png",
    "/customs/..%2f..%2fkey.pem",
    "/../key.pem",
)


@pytest.mark.parametrize("path", PATHS)
def test_files_outside_the_static_folder_are_not_served(settled: World, path: str) -> None:
    with untouched(settled.network):
        answer = _raw(settled, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    status = int(answer.split(b" ", 2)[1])
    assert status in (303, 404), answer[:200]
    assert b"root:" not in answer
    assert b"PRIVATE KEY" not in answer
    assert b"def create_app" not in answer


def test_what_is_not_http_is_refused(settled: World) -> None:
    odd = (
        "GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00",
        "GET / HTTP/9.9\r\n\r\n",
    )
    with untouched(settled.network):
        for text in odd:
            assert _raw(settled, text).startswith((b"HTTP/1.1 400", b"HTTP/1.1 505")), text


def test_endless_headers_are_cut_off(settled: World) -> None:
    with untouched(settled.network):
        for count in (1, 40):
            header = "".join(f"x-{n}: {'a' * (2_000_000 // count)}\r\n" for n in range(count))
            answer = _raw(settled, f"GET /healthz HTTP/1.1\r\nHost: x\r\n{header}\r\n")
            # What was sent and never read can reset the line before the answer has been.
            assert answer[:12] in (b"HTTP/1.1 431", b""), answer[:100]


def test_half_sent_requests_hold_up_nobody(settled: World) -> None:
    """Two hundred heads and bodies that never end, and everybody else is served as before."""
    host, port = "127.0.0.1", int(settled.network.url("KG").rsplit(":", 1)[1])
    token = settled.network.token("KG", "carrier", STORY_CARRIER)
    body = (
        f"POST {API}/declarations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"
    )
    with ExitStack() as stack, untouched(settled.network):
        for number in range(200):
            line = stack.enter_context(socket.create_connection((host, port), timeout=10))
            line.sendall((body if number % 2 else "GET / HTTP/1.1\r\nX-Slow: ").encode())
        begun = time.monotonic()
        for _ in range(20):
            assert settled.network.client("KG").get("/healthz").status_code == 200
        assert settled.released.state().status == "released"
        assert time.monotonic() - begun < 10


def test_a_method_that_an_address_does_not_take(settled: World) -> None:
    client = settled.network.client("KG")
    with untouched(settled.network):
        assert client.delete(f"{API}/declarations").status_code == 405
        assert client.put("/customs").status_code in (403, 405)
        assert client.options(f"{API}/declarations").status_code == 204
        assert client.request("TRACE", "/").status_code in (400, 404, 405)


def test_file_names_carry_no_headers(world: World) -> None:
    """The name of the evidence file comes from an LRN that its carrier chose, which holds none."""
    evil = f'N"\r\nX-Evil: 1;{secrets.token_hex(3)}'[:22]
    journey = Journey(world.people)
    command = LodgeDeclaration(dossier_for(evil, world.people.today()), "DEMO")
    refused = world.people.send(HOME, journey.carrier, "/declarations", command)
    assert refused.json()["code"] == "lrn_form"
    assert "x-evil" not in refused.headers
    journey.file()
    answer = world.people.get("KG", journey.carrier, f"/movements/{journey.subject}/evidence")
    assert answer.status_code == 200, answer.text
    assert "x-evil" not in answer.headers
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', _disposition(answer))


def _disposition(answer: httpx.Response) -> str:
    return answer.headers["content-disposition"]


def _session_cookie(http: httpx.Client) -> tuple[str, str]:
    return next((name, value) for name, value in http.cookies.items() if "_session_" in name)


def _raw(world: World, text: str) -> bytes:
    """What comes back for these bytes, to the end of the connection or two seconds."""
    port = int(world.network.url("KG").rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        answer = b""
        try:
            line.sendall(text.encode("latin-1"))
            while part := line.recv(65_536):
                answer += part
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass
        return answer
