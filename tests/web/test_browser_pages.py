"""Pages in a real browser: accessible, within the screen, quiet on the console, and live."""

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.core import Core
from corridor.engine.jobs import Execute
from corridor.web.app import create_app
from corridor.web.nav import HOME
from corridor.web.services import PeerStatus, Services
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, RULES, customs, make_core
from tests.support.web import PEOPLE, bearer, make_services
from tests.web.conftest import PERMIT, fill

pytestmark = pytest.mark.browser

AXE = Path("frontend/node_modules/axe-core/axe.min.js")
RULE_SETS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Served:
    """A node's web behind a real server in a thread."""

    def __init__(self, core: Core, services: Services) -> None:
        self.core = core
        self.services = services
        config = uvicorn.Config(
            create_app(services), host="127.0.0.1", port=0, log_level="error", ws="none"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)

    def start(self) -> str:
        """The address, once it answers."""
        self.services.writer.start()
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        """End it, open streams among it."""
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join()
        self.services.writer.stop()


def some_peers() -> tuple[PeerStatus, ...]:
    """A peer of each state that the operator can see."""
    at = "2026-11-21T08:00:00.000Z"
    return (
        PeerStatus("UZ", "http://127.0.0.1:1", "ok", 1, 2, 2, at, at),
        PeerStatus("TM", "http://127.0.0.1:2", "behind", 1, 9, 2, at, at),
        PeerStatus("AZ", "http://127.0.0.1:3", "stopped", 1, 9, 2, problem="no answer"),
        PeerStatus("GE", "http://127.0.0.1:4", "unknown", 0, 0, 0),
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    core = make_core(rules=RULES)
    fill(core)
    server = Served(core, make_services(tmp_path_factory.mktemp("node"), core, peers=some_peers))
    yield server, server.start()
    server.stop()


@pytest.fixture(params=[("ru", 1280), ("en", 360)], ids=["ru-wide", "en-narrow"])
def context(
    request: pytest.FixtureRequest, browser: Browser, served: tuple[Served, str]
) -> Iterator[BrowserContext]:
    lang, width = request.param
    with browser.new_context(viewport={"width": width, "height": 800}) as opened:
        opened.set_default_timeout(15_000)
        opened.add_cookies([{"name": "lang", "value": lang, "url": served[1]}])
        yield opened


class Looker:
    """Opens pages and gathers what is wrong with them."""

    def __init__(self, page: Page, url: str, root: Path) -> None:
        self.page = page
        self.url = url
        self.axe = (root / AXE).read_text("utf-8")
        self.wrong: list[Any] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append((page.url, str(error))))

    def _heard(self, message: Any) -> None:
        is_missing_page = "404" in message.text and self.page.url.endswith("/nowhere")
        if message.type in ("error", "warning") and not is_missing_page:
            self.wrong.append((self.page.url, message.text))

    def look(self, address: str) -> None:
        """Open a page and judge it."""
        self.page.goto(self.url + address, wait_until="load")
        self.judge()

    def judge(self) -> None:
        """Axe's violations, and whether the page is wider than the screen."""
        self.page.evaluate(self.axe)
        found = self.page.evaluate("sets => axe.run(document, {runOnly: sets})", RULE_SETS)
        for violation in found["violations"]:
            targets = [(node["target"], node["html"][:200]) for node in violation["nodes"]][:3]
            self.wrong.append((self.page.url, violation["id"], targets))
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(wider) > 0:
            self.wrong.append((self.page.url, "wider than the screen"))


def enter(page: Page, url: str, login: str) -> None:
    """The demo's one click."""
    page.goto(f"{url}/sign-in")
    page.locator(f"form:has(input[value='{login}']) button").click()
    page.wait_for_url(f"{url}{HOME[PEOPLE[login].role]}**")


def test_a_page_that_is_not_there(
    context: BrowserContext, served: tuple[Served, str], root: Path
) -> None:
    looker = Looker(context.new_page(), served[1], root)
    looker.look("/nowhere")
    assert not looker.wrong


def test_peers_in_every_state(
    context: BrowserContext, served: tuple[Served, str], root: Path
) -> None:
    page = context.new_page()
    enter(page, served[1], "operator")
    looker = Looker(page, served[1], root)
    looker.look(HOME["operator"])
    assert not looker.wrong


def test_a_desk_sees_what_happens_without_reloading(
    browser: Browser, served: tuple[Served, str]
) -> None:
    server, url = served
    with browser.new_context(locale="ru-RU") as context:
        page = context.new_page()
        enter(page, url, "osh")
        page.evaluate("window.kept = true")
        lrn = "LIVE-1"
        dossier = LodgeDeclaration(msgspec.structs.replace(DOSSIER, lrn=lrn), "A1B2")
        job = Execute(dossier, CARRIER, "mv-KG-00000000000000000009")
        assert not server.services.writer.submit(job).result().refusals
        expect(page.get_by_text(lrn).first).to_be_visible()
        assert page.evaluate("window.kept") is True


def test_a_carrier_sees_what_customs_did(browser: Browser, served: tuple[Served, str]) -> None:
    server, url = served
    with browser.new_context(locale="ru-RU") as context:
        context.add_cookies([{"name": "lang", "value": "en", "url": url}])
        page = context.new_page()
        enter(page, url, "aibek")
        page.goto(f"{url}/carrier/dossiers/{MOVEMENT}")
        job = Execute(DecideControl("green"), customs("KGOSH001"), MOVEMENT)
        assert not server.services.writer.submit(job).result().refusals
        expect(page.get_by_text("Control channel decided").first).to_be_visible()


def test_pages_work_with_scripts_off(browser: Browser, served: tuple[Served, str]) -> None:
    with browser.new_context(java_script_enabled=False, locale="ru-RU") as context:
        page = context.new_page()
        enter(page, served[1], "osh")
        page.goto(f"{served[1]}/customs/{MOVEMENT}")
        expect(page.locator("h1")).to_be_visible()
        page.get_by_role("button", name="Выйти").click()
        page.goto(f"{served[1]}/customs")
        assert "/sign-in" in page.url


def test_codes_are_chosen_by_typing(
    context: BrowserContext, served: tuple[Served, str], root: Path
) -> None:
    """By keys alone; what the list does not know stays until something else is chosen."""
    page = context.new_page()
    looker = Looker(page, served[1], root)
    enter(page, served[1], "aibek")
    page.goto(f"{served[1]}/carrier/new")
    page.locator("form:has([name=how][value=blank]) button").click()
    page.wait_for_url("**/carrier/drafts/**")
    page.goto(page.url.partition("?")[0] + "/goods/1")
    field = page.locator("#f-hs")
    field.press_sequentially("черешн")
    expect(page.get_by_role("option").first).to_be_visible()
    looker.judge()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown", "Enter"):
        field.press(key)
    expect(field).to_have_value("080921")
    kind = page.locator("#f-kind")
    kind.press_sequentially("steel dr")
    expect(page.get_by_role("option").first).to_be_visible()
    kind.press("ArrowDown")
    kind.press("Enter")
    expect(page.locator("[name=kind]")).to_have_value("1A")
    kind.fill("nothing of the sort")
    kind.blur()
    expect(page.locator("[name=kind]")).to_have_value("1A")
    looker.judge()
    assert not looker.wrong, looker.wrong


def test_codes_that_are_pasted_are_understood(browser: Browser, served: tuple[Served, str]) -> None:
    """From the clipboard, with the line ends of Windows; and the page's own example untouched."""
    with browser.new_context(locale="ru-RU") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served[1])
        page = context.new_page()
        for pasted in ("", "0809 29\r\n\u00a0520511;\r\n8431.49\r\n"):
            page.goto(f"{served[1]}/requirements")
            field = page.locator("#f-goods")
            if pasted:
                page.evaluate("text => navigator.clipboard.writeText(text)", pasted)
                field.press("ControlOrMeta+a")
                field.press("ControlOrMeta+v")
            page.get_by_role("button", name="Показать, что нужно").click()
            expect(page.locator("#found")).to_be_visible()
            assert "%0D%0A" in page.url
            expect(page.locator(".errors")).to_have_count(0)


def test_a_cut_line_and_a_closed_tab_lose_nothing(
    browser: Browser, served: tuple[Served, str]
) -> None:
    """In each form of a draft: said within sight while the line is cut, kept once it is back."""
    url, kept = served[1], 0
    with browser.new_context(viewport={"width": 360, "height": 740}) as opened:
        page = opened.new_page()
        enter(page, url, "aibek")
        page.goto(f"{url}/carrier/new")
        page.locator("form:has(input[value='copy']) button").first.click()
        page.wait_for_url("**/carrier/drafts/**")
        draft = page.url
        hrefs = page.locator("main a[href*='/carrier/drafts/']").evaluate_all(
            "links => links.map(link => link.href)"
        )
        for href in dict.fromkeys([*hrefs, f"{draft}/goods/1"]):
            page.goto(href)
            fields = page.locator("form[data-autosave] input[type=text][name]:visible")
            if fields.count() == 0:
                continue
            name = fields.first.get_attribute("name")
            opened.set_offline(True)
            fields.first.fill("7")
            failed = page.locator(".saved--failed")
            expect(failed).to_be_in_viewport()
            opened.set_offline(False)
            expect(failed).to_have_count(0)
            page.close()
            page = opened.new_page()
            page.goto(href)
            expect(page.locator(f"form[data-autosave] [name='{name}']").first).to_have_value("7")
            kept += 1
    assert kept >= 3


CUT = """() => [...document.querySelectorAll('.input--cell')]
  .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.name)"""


def test_a_table_that_is_typed_in_is_read_whole_and_stands_on_paper(
    browser: Browser, served: tuple[Served, str]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    enter(page, served[1], "aibek")
    page.goto(f"{served[1]}/carrier/new")
    page.locator("form:has(input[value='copy']) button").first.click()
    page.wait_for_url("**/carrier/drafts/**")
    page.goto(page.url.partition("?")[0] + "/goods/table")
    page.locator("#f-c-1-description").fill("Sweet cherries, fresh, of this summer, in boxes")
    assert page.evaluate(CUT) == []
    paper = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert "Sweet cherries, fresh, of this summer, in boxes" in paper[0].extract_text()
    page.emulate_media(media="print")
    expect(page.locator("main button").first).to_be_hidden()
    page.close()


def test_the_server_under_test_is_the_real_one(served: tuple[Served, str]) -> None:
    answer = httpx.get(f"{served[1]}/api/v1/node", headers=bearer("osh"))
    assert answer.json()["node"] == "KG"


TAGS_CUT = """() => [...document.querySelectorAll('main .tag')].filter(tag => {
  tag.lastChild.textContent = 'Гарантия резервируется по запросу таможни отправления и назначения';
  const box = tag.getBoundingClientRect(), room = tag.parentElement.getBoundingClientRect();
  return box.right > Math.min(room.right, innerWidth) + 1 || tag.scrollWidth > tag.clientWidth + 1;
}).map(tag => tag.parentElement.className)"""


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("aibek", "/carrier"),
        ("aibek", f"/carrier/dossiers/{MOVEMENT}"),
        ("aibek", "/carrier/permits"),
        ("osh", "/customs?lane=expected"),
        ("osh", f"/customs/{MOVEMENT}"),
    ],
)
def test_a_long_state_wraps_on_a_telephone(
    browser: Browser, served: tuple[Served, str], login: str, address: str
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}, locale="ru-RU") as context:
        page = context.new_page()
        enter(page, served[1], login)
        page.goto(served[1] + address)
        assert page.evaluate(TAGS_CUT) == []


@pytest.mark.parametrize(
    ("path", "pages"),
    [
        (f"/carrier/dossiers/{MOVEMENT}", 4),
        (f"/carrier/dossiers/{MOVEMENT}/document", 2),
        (f"/carrier/permits/{PERMIT}", 1),
    ],
)
def test_a_printed_page_is_paper(
    browser: Browser, served: tuple[Served, str], path: str, pages: int
) -> None:
    """A4 with page numbers; nothing to press, nothing folded, no marks of the log on a permit."""
    with browser.new_context(locale="ru") as context:
        page = context.new_page()
        enter(page, served[1], "aibek")
        page.goto(served[1] + path)
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert 1 <= len(paper) <= pages
    assert [round(side / 72 * 25.4) for side in paper[0].mediabox[2:]] == [210, 297]
    said = "".join("".join(one.extract_text().split()) for one in paper)
    assert f"{len(paper)}/{len(paper)}" in said
    for on_screen in ("Выйти", "Моиразрешения", "(PDF)", "Окоридоре"):
        assert on_screen not in said
    assert ("Хроника" in said) == (pages == 4)
