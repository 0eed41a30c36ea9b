"""Takes the pictures of the README and of docs/ from a running demonstration.

`make demo` in one terminal, a few minutes later `python scripts/pictures.py` in another. It signs
in with the demo's one click, looks at what is there, and changes nothing.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from corridor.node.demo.world import Person, people_of
from system_tools import CHROMIUM, find

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
HOST = "http://127.0.0.1"
PORTS = {"KG": 1, "KZ": 2, "UZ": 3, "TM": 4, "AZ": 5, "GE": 6}
BYTES_MAX = 250_000
WIDE, TALL, NARROW = (1280, 800), (1280, 1040), (360, 760)
HOME = "KG"
LONG_ROUTE = 10
FORGED = "DTC1.e30.AAAA"


class Shot(NamedTuple):
    """One picture: its file, the language, the node, who looks, at which page."""

    name: str
    lang: str
    node: str
    login: str
    path: str
    size: tuple[int, int] = WIDE


class Demo:
    """The running demonstration, as far as a picture needs to know it."""

    def __init__(self, folder: Path, port_base: int) -> None:
        self._tokens = msgspec.json.decode((folder / "tokens.json").read_bytes())
        self._port_base = port_base

    def url(self, node: str) -> str:
        """Where the node is."""
        return f"{HOST}:{self._port_base + PORTS[node]}"

    def ask(self, node: str, login: str, path: str) -> Any:
        """The answer of the API to one of the demo's people."""
        headers = {"Authorization": f"Bearer {self._tokens[node][login]}"}
        url = f"{self.url(node)}/api/v1/{path}"
        return httpx.get(url, headers=headers, trust_env=False).raise_for_status().json()

    def rows(self, node: str, login: str, name: str) -> list[dict[str, Any]]:
        """The rows of a work list, those that changed last first."""
        rows: list[dict[str, Any]] = self.ask(
            node, login, f"lists/{name}?sort=updated&dir=desc&limit=50"
        )["rows"]
        return rows


def dossier_of(demo: Demo) -> tuple[str, str]:
    """(login, subject) of the dossier of a carrier that is farthest on its way, not yet there."""
    found = [
        (_progress(row), who.login, row["subject"])
        for who in people_of(HOME)
        if who.role == "carrier"
        for row in demo.rows(HOME, who.login, f"carrier:{who.org}:open")
    ]
    if not found:
        raise SystemExit("No dossier is under way: wait until the demo has moved a while.")
    _, login, subject = max(found)
    return login, subject


def _progress(row: dict[str, Any]) -> tuple[bool, bool, int]:
    """Released ones first, then long routes, then by stations passed."""
    data, strip = row["data"], row["data"]["strip"]
    passed = sum(state == "done" for _, _, state, _ in strip)
    return data["status"] == "released", len(strip) >= LONG_ROUTE, passed


def to_decide(demo: Demo) -> tuple[str, str]:
    """(login, subject) of a movement that an office of departure decides on now."""
    officers = [who for who in people_of(HOME) if who.role == "customs"]
    for lane in ("decide", "underway", "due"):
        for who in officers:
            rows = demo.rows(HOME, who.login, f"customs:{who.office}:{lane}")
            if rows:
                return who.login, rows[0]["subject"]
    raise SystemExit("No office has a movement yet: wait until the demo has moved a while.")


def permit_of(demo: Demo) -> tuple[str, str, str]:
    """(node, login, subject) of an application that waits, else of one that was decided."""
    for lane in ("open", "waiting", "decided"):
        for node in PORTS:
            for who in people_of(node):
                rows = _applications(demo, node, who, lane)
                if rows:
                    return node, who.login, rows[0]["subject"]
    raise SystemExit("No authority has an application yet: wait until the demo has moved a while.")


def _applications(demo: Demo, node: str, who: Person, lane: str) -> list[dict[str, Any]]:
    if who.role != "permit":
        return []
    return demo.rows(node, who.login, f"permits:{who.office}:{lane}")


def credential_of(demo: Demo) -> tuple[str, str]:
    """The QR text of a granted road permit, and a plate it is for."""
    for who in people_of("UZ"):
        for row in _applications(demo, "UZ", who, "decided"):
            permit = demo.ask("UZ", who.login, f"permits/{row['subject']}")
            if permit.get("credential") and permit["request"]["plates"]:
                return permit["credential"], permit["request"]["plates"][0]
    return FORGED, ""


def shots_of(demo: Demo) -> Iterator[Shot]:
    """All pictures that show a page as it is."""
    carrier, dossier = dossier_of(demo)
    officer, movement = to_decide(demo)
    node, authority, permit = permit_of(demo)
    for lang in ("ru", "en"):
        yield Shot(f"start-{lang}", lang, HOME, "", "/", TALL)
        yield Shot(f"dossier-{lang}", lang, HOME, carrier, f"/carrier/dossiers/{dossier}")
        yield Shot(f"customs-{lang}", lang, HOME, officer, f"/customs/{movement}")
        yield Shot(f"permits-{lang}", lang, node, authority, f"/permits/{permit}")
        yield Shot(f"phone-{lang}", lang, HOME, carrier, f"/carrier/dossiers/{dossier}", NARROW)


@contextmanager
def looking(browser: Browser, demo: Demo, shot: Shot) -> Iterator[Page]:
    """A page in the shot's language and size, signed in."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=shot.lang, color_scheme="light"
    )
    try:
        page = context.new_page()
        page.goto(f"{demo.url(shot.node)}/language/{shot.lang}")
        if shot.login:
            page.goto(demo.url(shot.node) + "/sign-in")
            page.locator(f"form:has(input[value='{shot.login}']) button").click()
            page.wait_for_load_state()
        answer = page.goto(demo.url(shot.node) + shot.path)
        if answer is None or not answer.ok:
            raise SystemExit(f"{shot.name}: {shot.path} does not show itself to {shot.login}")
        page.wait_for_timeout(500)  # fonts and the live map
        yield page
    finally:
        context.close()


def keep(page: Page, name: str) -> None:
    """The picture; one that is too large for a page to carry is an error, not a surprise."""
    path = PICTURES / f"{name}.png"
    data = page.screenshot(type="png")
    if len(data) > BYTES_MAX:
        raise SystemExit(f"{path.name} has {len(data)} bytes, more than {BYTES_MAX}")
    path.write_bytes(data)
    print(f"{path.name}  {len(data) // 1000} KB")


def verify_pages(browser: Browser, demo: Demo) -> None:
    """The big word, in both languages."""
    text, plate = credential_of(demo)
    for lang in ("ru", "en"):
        with looking(browser, demo, Shot("verify", lang, "UZ", "", "/verify")) as page:
            page.locator("textarea").fill(text)
            page.locator("#f-plate").fill(plate)
            page.locator("main form button").first.click()
            page.wait_for_timeout(700)
            page.evaluate("scrollTo(0, 0)")
            keep(page, f"verify-{lang}")


def main() -> None:
    """Take them all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dir", type=Path, default=Path("demo-data"), help="the demo's folder")
    asked.add_argument("--port-base", type=int, default=8700, help="as given to the demo")
    given = asked.parse_args()
    path = find(CHROMIUM)
    if path is None:
        sys.exit(CHROMIUM.advice)
    PICTURES.mkdir(parents=True, exist_ok=True)
    demo = Demo(given.dir, given.port_base)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for shot in shots_of(demo):
            with looking(browser, demo, shot) as page:
                keep(page, shot.name)
        verify_pages(browser, demo)
        browser.close()


if __name__ == "__main__":
    main()
