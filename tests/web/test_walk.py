"""Every page that can be reached by links from a desk is a sound page, in both languages."""

import re
from collections.abc import Iterator

import pytest
from justhtml import JustHTML
from litestar import Litestar
from litestar.testing import TestClient

from corridor.web.nav import HOME
from tests.support.bare import bare_codes
from tests.support.pages import attributes, check_page, having
from tests.support.web import PEOPLE, sign_in
from tests.web.conftest import World

PAGES_MAX = 60
PAGE_BYTES_MAX = 60 << 10
FIRST_VISIT_BYTES_MAX = 110 << 10
"""256 kbit/s carry it in three and a half seconds; words and forms need the smaller half of it."""
ONE_OF_MANY = re.compile(r"[^/]*\d[^/]*")
NOT_PAGES = ("/language/", "/api/", "/static/", "/sign-")
DESKS = ("aibek", "osh", "dostuk", "plant", "gate", "gulnara", "operator")
OF_CODES = (
    "/help/codes",
    "/help/codes/package",
    "/help/codes/refusal",
    "/help/api",
    "/help/node",
)
"""Where codes are listed, and examples of programs."""
FILES = ("print", ".zip", ".json", ".pdf", ".xml", ".csv")


def links(page: JustHTML) -> Iterator[str]:
    """Addresses of pages of this node that the page leads to."""
    for element in having(page.root, "a"):
        of = attributes(element)
        address = of.get("href", "").partition("#")[0]
        is_file = "download" in of or address.endswith(FILES)
        if address.startswith("/") and not address.startswith(NOT_PAGES) and not is_file:
            yield address


MEANT: dict[str, dict[str, str]] = {}
"""What `/help/codes` says in each language; it says the same to everybody."""


def words_of_codes(client: TestClient[Litestar], lang: str) -> dict[str, str]:
    """What the codes mean that no page may show without their word, as `/help/codes` says it."""
    if lang not in MEANT:
        MEANT[lang] = dict(_words_of_codes(client, lang))
    return MEANT[lang]


def _words_of_codes(client: TestClient[Litestar], lang: str) -> Iterator[tuple[str, str]]:
    page = check_page(client.get("/help/codes"), lang)
    for kind in ("result", "document", "office", "authority", "permit-rule", "rule"):
        for row in page.query(f'#{kind} div[id^="{kind}-"]'):
            code, word = (one.to_text().strip() for one in row.query("dt, dd"))
            yield code, word.removeprefix(f"{code}: ").partition(",")[0]


def walk(client: TestClient[Litestar], start: str, lang: str) -> set[str]:
    """The patterns of the pages seen: of many alike, one is looked at."""
    meant = words_of_codes(client, lang)
    seen: set[str] = set()
    waiting = [start]
    while waiting and len(seen) < PAGES_MAX:
        address = waiting.pop(0)
        pattern = ONE_OF_MANY.sub("#", address.partition("?")[0]) + (
            "?" + ",".join(re.findall(r"(\w+)=", address)) if "?" in address else ""
        )
        if pattern in seen:
            continue
        seen.add(pattern)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        sent = int(answer.headers["content-length"])
        assert sent <= PAGE_BYTES_MAX, f"{address}: {sent:,} bytes, compressed"
        page = check_page(answer, lang)
        if address.partition("?")[0] not in OF_CODES:
            assert not (bare := bare_codes(page, meant)), (address, bare)
        waiting += links(page)
    return seen


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("login", DESKS)
def test_every_page_within_reach(world: World, login: str, lang: str) -> None:
    client = world.client
    client.cookies.set("lang", lang)
    sign_in(client, login)
    seen = walk(client, HOME[PEOPLE[login].role], lang)
    assert len(seen) >= 4


@pytest.mark.parametrize("address", ["/", "/sign-in", "/carrier"])
def test_a_first_visit_loads_little(world: World, address: str) -> None:
    """The page with everything that it names, and the fonts that its letters need."""
    client = world.client
    if address == "/carrier":
        sign_in(client, "aibek")
    answer = client.get(address)
    named = {
        one.partition("#")[0] for one in re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text)
    }
    named |= {f"/static/fonts/noto-sans-{part}.woff2" for part in ("latin", "cyrillic")}
    sizes = {one: int(client.get(one).headers["content-length"]) for one in (*named, address)}
    assert any(".css" in one for one in sizes)
    assert any(".js" in one for one in sizes)

    assert sum(sizes.values()) <= FIRST_VISIT_BYTES_MAX, sizes
