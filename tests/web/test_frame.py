"""What every answer and every page has."""

import gzip
import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.days import minutes_east, tables_version
from corridor.web.compression import gzipped
from corridor.web.i18n import words_in
from tests.support.engines import START
from tests.support.pages import attributes, check_fragment, check_page, text_of
from tests.support.web import PEOPLE, csrf, make_services, put_people, running, sign_in
from tests.web.conftest import World

PUBLIC = (
    "/",
    "/sign-in",
    "/about",
    "/developers",
    "/styleguide",
    "/verify",
    "/requirements",
    "/requirements?goods=080929%0A520511&from=KG-OSH&to=GE-POTI&mode=road&un=1202&cold=1",
    "/requirements?goods=abc&from=KG-OSH&to=KG-OSH",
)


def lang_of(client: TestClient[Litestar], lang: str) -> TestClient[Litestar]:
    """The client, whose reader chose a language."""
    client.cookies.set("lang", lang)
    return client


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_public_pages(client: TestClient[Litestar], lang: str) -> None:
    for path in PUBLIC:
        check_page(lang_of(client, lang).get(path), lang)


def test_the_clock_of_whoever_has_no_office_is_that_of_the_nodes_state(world: World) -> None:
    for login, office in (("", "KG"), ("aibek", "KG"), ("osh", "KGOSH001"), ("gulnara", "KG")):
        if login:
            sign_in(world.client, login)
        page = check_page(world.client.get("/about"), "ru")
        east = attributes(page.query("body")[0])["data-minutes-east"]
        assert int(east) == minutes_east(START, office), login


def test_what_a_template_says_of_constants_is_in_the_readers_language(
    client: TestClient[Litestar],
) -> None:
    for lang, mass in (("ru", "12 400,5 кг"), ("en", "12,400.5 kg")):
        text = text_of(check_page(lang_of(client, lang).get("/styleguide"), lang))
        assert mass in text.replace("\xa0", " ").replace("\u202f", " ")


def test_what_is_needed_says_why_and_that_it_is_illustrative(client: TestClient[Litestar]) -> None:
    page = check_page(client.get(PUBLIC[7], headers={"accept-language": "en"}), "en")
    text = text_of(page)
    for word in ("Phytosanitary certificate", "HS 080929", "illustrative", "Uzbekistan", "Georgia"):
        assert word in text


def test_a_wrong_question_is_kept_and_explained(client: TestClient[Litestar]) -> None:
    page = check_page(client.get(PUBLIC[8], headers={"accept-language": "en"}), "en")
    assert page.query("#f-goods")[0].to_text().strip() == "abc"
    assert [attributes(link)["href"] for link in page.query(".errors a")] == ["#f-goods", "#f-to"]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_pages_of_errors(client: TestClient[Litestar], lang: str) -> None:
    client = lang_of(client, lang)
    check_page(client.get("/nowhere"), lang, 404)
    check_page(client.get("/language/xx"), lang, 404)
    check_page(client.post("/sign-out", data={}), lang, 403)
    check_page(client.delete("/about"), lang, 405)


def test_the_language_is_the_chosen_one_else_the_asked_for_else_russian(
    client: TestClient[Litestar],
) -> None:
    check_page(client.get("/about"), "ru")
    check_page(client.get("/about", headers={"accept-language": "de, en;q=0.8"}), "en")
    check_page(client.get("/about", headers={"accept-language": "ru;q=0.2, en;q=0.1"}), "ru")
    answer = client.get("/language/en?next=/about", follow_redirects=False)
    assert answer.headers["location"] == "/about"
    check_page(client.get("/about", headers={"accept-language": "ru"}), "en")


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "evil", "javascript:1"]
)
def test_nobody_is_led_away(client: TestClient[Litestar], target: str) -> None:
    answer = client.get("/language/en", params={"next": target}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_headers_stand_on_every_answer(client: TestClient[Litestar]) -> None:
    for path in ("/", "/nowhere", "/static/nothing", "/healthz", "/api/v1/node", "/api/v1/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
    assert "camera=(self)" in client.get("/verify").headers["permissions-policy"]


def test_pages_and_files_go_compressed_and_are_the_same(client: TestClient[Litestar]) -> None:
    asked = re.search(r'href="(/static/app\.css\?[^"]+)"', client.get("/about").text)
    assert asked
    for path in ("/about", asked[1]):
        plain = client.get(path, headers={"accept-encoding": "identity, gzip;q=0"})
        assert "content-encoding" not in plain.headers
        packed = client.get(path, headers={"accept-encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
        assert "accept-encoding" in packed.headers["vary"].lower()
    assert "immutable" in client.get(asked[1]).headers["cache-control"]
    assert client.get(asked[1]).text == plain.text
    # A browser on a secure line is handed what is smaller still.
    head = client.head(asked[1], headers={"accept-encoding": "br"}).headers
    assert head["content-encoding"] == "br"


def test_how_long_a_compressed_page_is_tells_nothing_of_its_token() -> None:
    page = b"<p>secret</p>" * 500
    found = [gzipped(page) for _ in range(40)]
    assert len({len(one) for one in found}) > 10
    assert all(gzip.decompress(one) == page for one in found)


def test_a_real_node_insists_on_transport_security(tmp_path: Path) -> None:
    with running(make_services(tmp_path, secure_cookies=True, demo=False)) as client:
        answer = client.get("/sign-in")
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        cookies = answer.headers.get_list("set-cookie")
        assert cookies
        assert all(c.startswith("__Host-") for c in cookies)
        assert all("Secure" in c and "HttpOnly" in c and "SameSite=lax" in c for c in cookies)


def test_part_of_a_page(client: TestClient[Litestar]) -> None:
    check_fragment(client.get("/?fragment=map"))
    assert client.get("/?fragment=nothing").status_code == 404
    assert client.get("/?fragment=../base").status_code == 404


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_operator_sees_the_node(world: World, lang: str) -> None:
    client = lang_of(world.client, lang)
    sign_in(client, "operator")
    page = check_page(client.get("/operator"), lang)
    assert words_in(lang)("Declaration accepted, MRN given") in text_of(page)
    assert tables_version() in text_of(page)
    world.clock.turn(3 * 366 * 86_400_000)
    sign_in(client, "operator")
    old = text_of(check_page(client.get("/operator"), lang))
    version = {"version": tables_version()}
    assert (
        words_in(lang)("The tables of time zones are older than a year: %(version)s", **version)
        in old
    )
    check_fragment(client.get("/operator?fragment=state"))


@pytest.mark.parametrize("login", sorted(PEOPLE))
def test_everybody_lands_somewhere(world: World, login: str) -> None:
    world.client.get("/sign-in")
    answer = world.client.post(
        "/demo/sign-in", data={"_csrf_token": csrf(world.client), "account": login}
    )
    check_page(answer, "ru")


def test_a_fault_is_told_by_reference_alone(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise RuntimeError("inner secret")

    services = make_services(tmp_path, trust_json=broken)
    put_people(services.engine)
    with running(services) as client:
        answer = client.get("/verify/trust.json")
        check_page(answer, "ru", 500)
        assert "inner secret" not in answer.text


def test_how_large_a_form_may_be(world: World) -> None:
    sign_in(world.client, "aibek")
    token = csrf(world.client)
    large = {"_csrf_token": token, "text": "x" * (1 << 20)}
    check_page(world.client.post("/verify", data=large), "ru", 413)
    file = {"file": ("a.xml", b" " * (3 << 20))}
    answer = world.client.post("/carrier/new", data={"_csrf_token": token}, files=file)
    assert answer.status_code not in (413, 500)
    file = {"file": ("a.xml", b" " * (6 << 20))}
    answer = world.client.post("/carrier/new", data={"_csrf_token": token}, files=file)
    check_page(answer, "ru", 413)
