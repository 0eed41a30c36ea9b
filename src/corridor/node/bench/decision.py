"""`bench decision`: from a carrier's click to the granted permit on its page, decided by a rule.

Two real nodes: the application is made on the one, comes to the other over the exchange, is granted
there by a rule of its authority without an officer, signed, and comes back. One at a time. Between
them comes the bare round trip: as many HTTP calls to an endpoint that only decodes, and as many
durable commits of the bare driver, and nothing in between.
"""

import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import httpx
import msgspec

from corridor.domain.consignment import Party
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.rules_of_decision import PREFIX, DecisionRule, write_decision_rules
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Document
from corridor.engine.tuning import TUNED, Tuned
from corridor.node.bench.limits import BareDriver
from corridor.node.bench.live import SAMPLES_LEAST, SAMPLES_MOST, NotSeen
from corridor.node.bench.lodge import LIMITS, bodies_for, carrier_token
from corridor.node.bench.nodes import BenchNode, bench_nodes, running_program
from corridor.node.bench.result import Result, cost, percentile
from corridor.node.demo.client import plainly
from corridor.node.demo.ports import HOST, free_ports
from corridor.node.demo.world import load_world
from corridor.node.stopped_node import stopped_node
from corridor.node.system import present, today_in

CARRIER_AT: Final = "KG"
DECIDER: Final = "AZ"
AUTHORITY: Final = "AZ-ROAD"
RULE: Final = "R053"
KIND: Final = "road_transit"
CALLS: Final = 4
"""Of the round trip: the click, the page to the one, the page to the other, the carrier's page."""
COMMITS: Final = 4
"""Applied here, taken in there, granted there, taken in here."""
WARM_UPS: Final = 10
GIVE_UP_S: Final = 10.0
LIMIT_MS: Final = 250.0
_CSRF: Final = re.compile(r'name="_csrf_token" value="([^"]+)"')


def bench_decision(seconds: float) -> Iterator[Result]:
    """One result: how long the decision takes, beside the bare round trip."""
    with bench_nodes([CARRIER_AT, DECIDER]) as nodes:
        here, there, (port,) = nodes[CARRIER_AT], nodes[DECIDER], free_ports(1)
        _switch_on(there)
        limit = (sys.executable, "-m", LIMITS, str(port))
        log = here.folder / "limit.log"
        with here.running(), there.running(), running_program(limit, log, port):
            body = bodies_for(here, "DECIDE").next()
            with _browser(here) as browser, BareDriver(here.folder) as driver, _bare(port) as bare:
                yield _measured(browser, here, lambda: _round_trip(bare, body, driver), seconds)


def _switch_on(node: BenchNode) -> None:
    """A rule that grants, of an authority of the node, before it runs."""
    rule = DecisionRule(id="D001", kind=KIND, since=today_in(node.name).isoformat())
    text = write_decision_rules((rule,))
    tuned = msgspec.json.encode(Tuned(text, "bench"))
    with stopped_node(node.folder) as core:
        name = f"{PREFIX}{AUTHORITY}"
        core.run_one(PutDocument(TUNED, Document(name, "", present(), tuned)))


@contextmanager
def _browser(node: BenchNode) -> Iterator[httpx.Client]:
    """The carrier's, signed in by the demonstration's one click."""
    headers = {"authorization": f"Bearer {carrier_token(node)}"}
    with httpx.Client(base_url=node.url, timeout=GIVE_UP_S, **plainly()) as browser:
        found = _CSRF.search(browser.get("/sign-in").text)
        login = load_world().nodes[node.name].carriers[0].login
        fields = {"_csrf_token": found[1] if found else "", "account": login}
        browser.post("/demo/sign-in", data=fields)
        browser.headers.update(headers)
        yield browser


@contextmanager
def _bare(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=GIVE_UP_S, **plainly()) as client:
        yield client


def _measured(
    browser: httpx.Client, node: BenchNode, bare: Callable[[], None], seconds: float
) -> Result:
    """By turns: one decision, one bare round trip."""
    for _ in range(WARM_UPS):
        _decide(browser, node)
        bare()
    ours: list[float] = []
    limits: list[float] = []
    end = time.perf_counter() + seconds
    while len(ours) < SAMPLES_LEAST or time.perf_counter() < end:
        ours.append(_ms(lambda: _decide(browser, node)))
        limits.append(_ms(bare))
        if len(ours) >= SAMPLES_MOST:
            break
    return cost(
        "decision",
        percentile(ours, 0.5),
        percentile(limits, 0.5),
        "ms from click to granted on the carrier's page of another node",
        f"{CALLS} bare HTTP calls and {COMMITS} bare durable commits",
        samples=len(ours),
        p50_ms=round(percentile(ours, 0.5), 1),
        p99_ms=round(percentile(ours, 0.99), 1),
        p99_limit_ms=LIMIT_MS,
        bare_p99_ms=round(percentile(limits, 0.99), 1),
    )


def _ms(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _decide(browser: httpx.Client, node: BenchNode) -> None:
    """Apply, and look until the carrier's page has the code to be shown."""
    id = _apply(browser, node)
    end = time.perf_counter() + GIVE_UP_S
    while browser.get(f"/api/v1/permits/{id}").json().get("status") != "granted":
        if time.perf_counter() > end:
            raise NotSeen(f"{id} is not granted within {GIVE_UP_S} s")
    page = browser.get(f"/carrier/permits/{id}")
    if 'class="qr-box"' not in page.text:
        raise NotSeen(f"{id}: the page of the carrier shows no code, {page.status_code}")


def _apply(browser: httpx.Client, node: BenchNode) -> str:
    number = secrets.token_hex(5).upper()
    carrier = load_world().nodes[node.name].carriers[0]
    request = PermitRequest(
        dossier=f"mv-{node.name}-BENCH{number}",
        kind=KIND,
        country=DECIDER,
        authority=AUTHORITY,
        rule=RULE,
        holder=Party(carrier.name, carrier.org),
        plates=(f"01KG{number}",),
    )
    body = msgspec.json.encode({"request": request})
    headers = {"content-type": "application/json"}
    answer = browser.post("/api/v1/permits", content=body, headers=headers)
    if answer.status_code != httpx.codes.CREATED:
        raise NotSeen(f"{answer.status_code} {answer.text[:300]}")
    return str(answer.json()["applications"][0]["subject"])


def _round_trip(bare: httpx.Client, body: bytes, driver: BareDriver) -> None:
    for _ in range(CALLS):
        bare.post("/", content=body)
    for _ in range(COMMITS):
        driver.commit([body])
