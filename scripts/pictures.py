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

import chromium

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
HOST = "http://127.0.0.1"
PORTS = {"KG": 1, "KZ": 2, "UZ": 3, "TM": 4, "AZ": 5, "GE": 6}
BYTES_MAX = 250_000
WIDE, NARROW = (1280, 800), (360, 760)
QUALITIES = (80, 70, 60, 50)
CARRIER, CUSTOMS, AUTHORITY = "alatoo", "customs-kgosh001", "permit-uz-road"
CARRIER_LIST = "carrier:KG20211045678:{state}"
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
    """(subject, MRN) of the carrier's movement that is farthest on the way but not yet done."""
    rows = [
        row
        for state in ("open", "closed")
        for row in demo.rows("KG", CARRIER, CARRIER_LIST.format(state=state))
        if row["data"]["mrn"]
    ]
    if not rows:
        raise SystemExit("The carrier has no movement yet: wait until the demo has moved a while.")
    best = max(rows, key=lambda row: (row["data"]["status"] == "released", row["updated"]))
    return best["subject"], best["data"]["mrn"]


def permit_of(demo: Demo) -> str:
    """An application at the authority: one that waits for it, else the last it decided."""
    for lane in ("open", "waiting", "decided"):
        rows = demo.rows("UZ", AUTHORITY, f"permits:UZ-ROAD:{lane}")
        if rows:
            return str(rows[0]["subject"])
    raise SystemExit("The authority has no application yet: wait until the demo has moved a while.")


def credential_of(demo: Demo) -> tuple[str, str]:
    """The QR text of a granted permit, and a plate it is for."""
    for row in demo.rows("UZ", AUTHORITY, "permits:UZ-ROAD:decided"):
        permit = demo.ask("UZ", AUTHORITY, f"permits/{row['subject']}")
        if permit.get("credential"):
            return permit["credential"], permit["request"]["plates"][0]
    return FORGED, ""


def shots_of(demo: Demo) -> Iterator[Shot]:
    """All pictures that show a page as it is."""
    subject, mrn = dossier_of(demo)
    for lang in ("ru", "en"):
        yield Shot(f"start-{lang}", lang, "KG", "", "/")
        yield Shot(f"dossier-{lang}", lang, "KG", CARRIER, f"/carrier/{subject}")
        yield Shot(f"customs-{lang}", lang, "KG", CUSTOMS, f"/customs/{mrn}")
        yield Shot(f"permits-{lang}", lang, "UZ", AUTHORITY, f"/permits/{permit_of(demo)}")
        yield Shot(f"phone-{lang}", lang, "KG", CARRIER, f"/carrier/{subject}", NARROW)


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
        page.goto(demo.url(shot.node) + shot.path)
        page.wait_for_timeout(500)  # fonts and the live map
        yield page
    finally:
        context.close()


def keep(page: Page, name: str) -> None:
    """The picture in the best quality that is small enough."""
    path = PICTURES / f"{name}.jpg"
    for quality in QUALITIES:
        data = page.screenshot(type="jpeg", quality=quality)
        if len(data) <= BYTES_MAX:
            path.write_bytes(data)
            print(f"{path.name}  {len(data) // 1000} KB")
            return
    raise SystemExit(f"{name} does not fit into {BYTES_MAX} bytes")


def verify_pages(browser: Browser, demo: Demo) -> None:
    """The big word, in both languages."""
    text, plate = credential_of(demo)
    for lang in ("ru", "en"):
        with looking(browser, demo, Shot("verify", lang, "UZ", "", "/verify")) as page:
            page.locator("textarea").fill(text)
            page.locator("#f-plate").fill(plate)
            page.locator("main form button").first.click()
            page.wait_for_timeout(700)
            page.evaluate("document.querySelector('main').scrollIntoView()")
            keep(page, f"verify-{lang}")


def main() -> None:
    """Take them all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dir", type=Path, default=Path("demo-data"), help="the demo's folder")
    asked.add_argument("--port-base", type=int, default=8700, help="as given to the demo")
    given = asked.parse_args()
    path = chromium.find()
    if path is None:
        sys.exit(chromium.ADVICE)
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
