"""The work lists of the growing node, asked through the real application in this process."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx

from corridor.node.bench.filling import carrier_of_bench
from corridor.node.bench.growing import AUTHORITY, FRONTIER, OFFICE
from corridor.node.bench.nodes import BenchNode
from corridor.node.demo.world import load_world
from corridor.node.node import Node
from corridor.web.app import create_app

ORIGIN = "http://bench.invalid"
WORD = "cotton"
"""In the goods of every movement of the benchmark."""
_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class NotShown(Exception):
    """A page that is to be measured is refused."""

    code = "bench-not-shown"

    def diagnostics(self) -> str:
        """What to do."""
        return "Report it: the benchmark and the pages no longer agree."


class Asked:
    """A page: whose it is, and its address."""

    def __init__(self, login: str, path: str) -> None:
        self.login = login
        self.path = path
        self.is_api = path.startswith("/api/")


def desk_paths() -> Iterator[tuple[str, Asked]]:
    """(name, page) of every work list, first as the API gives it, then as a page."""
    carrier = load_world().nodes["UZ"].carriers[0]
    lists = (
        ("carrier-open", carrier.login, f"carrier:{carrier.org}:open", "/carrier"),
        ("customs-decide", _customs(OFFICE), f"customs:{OFFICE}:decide", "/customs?lane=decide"),
        (
            "customs-expected",
            _customs(FRONTIER),
            f"customs:{FRONTIER}:expected",
            "/customs?lane=expected",
        ),
        (
            "customs-underway",
            _customs(FRONTIER),
            f"customs:{FRONTIER}:underway",
            "/customs?lane=underway",
        ),
        ("permits-open", f"permit-{AUTHORITY.lower()}", f"permits:{AUTHORITY}:open", "/permits"),
    )
    for name, login, listed, page in lists:
        yield f"{name}-api", Asked(login, f"/api/v1/lists/{listed}")
        yield f"{name}-page", Asked(login, page)
    # Two filters that many fit, in another order; and one that nothing fits.
    filters = "/customs?lane=decide&channel=none&from=UZ&sort=name"
    yield "filtered-many-page", Asked(_customs(OFFICE), filters)
    yield "filtered-none-page", Asked(_customs(OFFICE), f"{filters}&vehicle=QQQXYZ")
    # What nearly every movement holds: a part of its number, and a word.
    yield "found-part-page", Asked(_customs(OFFICE), "/customs?lane=decide&q=GROW")
    yield "found-word-page", Asked(carrier.login, f"/carrier?q={WORD}")
    yield "found-nothing-page", Asked(_customs(FRONTIER), "/customs?lane=decide&q=QQQXYZ")


def _customs(office: str) -> str:
    return f"customs-{office.lower()}"


class Desks:
    """Everybody at their desk, each with a token and a session."""

    def __init__(self, node: Node, bench: BenchNode) -> None:
        self._app = create_app(node.services())
        self._tokens = bench.tokens
        self._actor = carrier_of_bench(bench)
        self._clients: dict[str, httpx.AsyncClient] = {}

    @asynccontextmanager
    async def signed_in(self, logins: Iterable[str]) -> AsyncIterator[None]:
        """These people signed in, until the end."""
        for login in logins:
            self._clients[login] = await self._enter(login)
        try:
            yield
        finally:
            for client in self._clients.values():
                await client.aclose()
            self._clients.clear()

    async def get(self, asked: Asked) -> str:
        """Ask for it, and read all of it."""
        headers = {}
        if asked.is_api:
            headers["authorization"] = f"Bearer {self._tokens[asked.login]}"
        answer = await self._clients[asked.login].get(asked.path, headers=headers)
        if answer.status_code != httpx.codes.OK:
            raise NotShown(f"{answer.status_code} {asked.path} for {asked.login}")
        return answer.text

    async def _enter(self, login: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(cast(Any, self._app))
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        found = _TOKEN.search((await client.get("/sign-in")).text)
        if found is None:
            raise NotShown("the page to sign in has no form")
        form = {"_csrf_token": found[1], "account": login, "next": ""}
        answer = await client.post("/demo/sign-in", data=form)
        if answer.is_error:
            raise NotShown(f"{answer.status_code} {login} cannot sign in")
        return client
