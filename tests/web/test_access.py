"""Who may call what: the whole matrix of route × role × object, read from the routes themselves."""

import re
from typing import Any

import pytest
from litestar import Litestar, Router, get
from litestar.testing import TestClient

from corridor.domain.acts import ROLES, Role
from corridor.domain.complaints.complaining import FileComplaint
from corridor.domain.complaints.state import Complaint
from corridor.domain.facts import Actor
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kinds import may_see
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.engine.queries import Queries
from corridor.engine.records import RequestDenied
from corridor.web.access import (
    DENIALS_PER_MINUTE,
    PUBLIC,
    MinuteMeter,
    check_access,
    declared_access,
    may_follow,
)
from tests.support.engines import CARRIER, GRN, MOVEMENT, do
from tests.support.web import PEOPLE, bearer, csrf, sign_in
from tests.web.conftest import PERMIT, World

PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
SOMEBODY = {account.role: account.login for account in reversed(PEOPLE.values())}
UNKNOWN = "mv-KG-none"
NOT_MADE = ("/evidence", "/permit.pdf", "/card.pdf", "/invoice.pdf", "/certificate.xml")
"""What no node makes, of a permit that is not granted and has no fee."""
COMPLAINT = "bc-KG-00000000000000000001"
OBJECTS: dict[str, tuple[str, type]] = {
    "/api/v1/movements/": (MOVEMENT, Movement),
    "/api/v1/permits/": (PERMIT, Permit),
    "/carrier/permits/": (PERMIT, Permit),
    "/carrier/guarantees/": (f"gr-{GRN}", Guarantee),
    "/carrier/complaints/": (COMPLAINT, Complaint),
    "/carrier/": (MOVEMENT, Movement),
    "/registrar/complaints/": (COMPLAINT, Complaint),
    "/guarantor/": (f"gr-{GRN}", Guarantee),
    "/permits/": (PERMIT, Permit),
    "/customs/": (MOVEMENT, Movement),
}


def table(world: World) -> dict[tuple[str, str], frozenset[str]]:
    """(path, method) → roles, as the app declares it."""
    app = world.client.app
    assert isinstance(app, Litestar)
    return {
        (path, str(method)): allowed
        for (path, method), allowed in declared_access(app).items()
        if not path.startswith(("/static", "/exchange", "/live", "/api/v1/schema"))
    }


def fill_in(path: str, reference: str) -> str:
    """The path with a reference in its place, and a number where a number belongs."""
    return PLACE.sub(lambda found: "1" if found[2] == "int" else reference, path)


def call(client: TestClient[Litestar], method: str, path: str, login: str) -> int:
    """The status of a call by somebody, or by nobody."""
    if path.startswith("/api/"):
        headers = bearer(login) if login else {}
        answer = client.request(method, path, headers=headers, content=b"")
        return answer.status_code
    data = {"_csrf_token": csrf(client)} if method != "GET" else None
    return client.request(method, path, data=data, follow_redirects=False).status_code


def test_every_route_says_who_may_call_it(world: World) -> None:
    found = table(world)
    assert len(found) > 30
    assert all(allowed <= {PUBLIC, *ROLES} and allowed for allowed in found.values())


def test_a_route_that_says_nothing_stops_the_start() -> None:
    @get("/silent", sync_to_thread=False)
    def silent() -> None: ...

    app = Litestar(
        [Router("/", route_handlers=[silent])], guards=[check_access], logging_config=None
    )
    with pytest.raises(RuntimeError, match="/silent"):
        declared_access(app)


def test_nobody_gets_only_what_is_public(world: World) -> None:
    wrong = []
    for (path, method), allowed in table(world).items():
        status = call(world.client, method, fill_in(path, UNKNOWN), "")
        if PUBLIC in allowed:
            is_right = status not in (401, 403) or path.startswith("/sign-in")
        elif path.startswith("/api/"):
            is_right = status == 401
        else:
            is_right = status == (303 if method == "GET" else 401)
        if not is_right:
            wrong.append((method, path, status))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_is_its_own(world: World, role: Role) -> None:
    """403 on what is another role's; on its own, what is unknown is not found."""
    client, login = world.client, SOMEBODY[role]
    wrong: list[tuple[str, str, int]] = []
    sign_in(client, login)
    for (path, method), allowed in table(world).items():
        if path.startswith("/sign-") or path == "/demo/sign-in":
            continue
        status = call(client, method, fill_in(path, UNKNOWN), login)
        if not allowed & {PUBLIC, role}:
            is_right = status == 403
        elif PLACE.search(path) and method == "GET":
            is_right = status == 404
        else:
            is_right = status not in (401, 403, 500)
        if not is_right:
            wrong.append((method, path, status))
    assert not wrong


@pytest.mark.parametrize("login", sorted(PEOPLE))
def test_an_object_is_there_for_whom_it_concerns(world: World, login: str) -> None:
    """200 or 303 for those whom the domain lets see it; 404, as if unknown, for the others."""
    client, actor = world.client, PEOPLE[login].actor()
    wrong: list[tuple[str, str, int]] = []
    complaint = FileComplaint("AZ", "transport", "Weighed twice.", MOVEMENT)
    assert not do(world.core, complaint, CARRIER, COMPLAINT).refusals
    sign_in(client, login)
    for (path, method), allowed in table(world).items():
        prefix = next((p for p in OBJECTS if path.startswith(p)), None)
        places = [name for name, _ in PLACE.findall(path)]
        if prefix is None or places != ["reference"] or method != "GET":
            continue
        if actor.role not in allowed:
            continue
        reference, kind = OBJECTS[prefix]
        state = Queries(world.core).get(reference).state
        assert isinstance(state, kind)
        status = call(client, method, fill_in(path, reference), login)
        if path.endswith(NOT_MADE):
            is_right = status == 404
        elif may_see(actor, state):
            is_right = status in (200, 303)
        else:
            is_right = status == 404
        if not is_right:
            wrong.append((method, path, status))
    assert not wrong


def denials(world: World) -> list[Any]:
    """What the log says of denied requests."""
    world.client.app.state.services.writer.submit(_Nothing()).result()
    return [event for event in Queries(world.core).recent(200) if event.tag == "access.denied/1"]


class _Nothing:
    def run(self, unit: Any) -> None:
        """Only to wait for what was queued before."""


def test_each_denial_is_in_the_log(world: World) -> None:
    world.client.get(f"/api/v1/movements/{world.mrn}", headers=bearer("rival"))
    world.client.get("/api/v1/lists/customs:KGOSH001:decide", headers=bearer("rival"))
    world.client.get("/api/v1/guarantees", headers=bearer("rival"))
    world.client.get("/api/v1/declarations", headers=bearer("rival"))
    noted = denials(world)
    assert len(noted) == 2
    assert MOVEMENT.encode() in noted[1].data
    assert b'"person":"rival"' in noted[1].data


def test_a_flood_of_denials_does_not_fill_the_log(world: World) -> None:
    for _ in range(DENIALS_PER_MINUTE + 10):
        world.client.get(f"/api/v1/movements/{world.mrn}", headers=bearer("rival"))
    assert len(denials(world)) == DENIALS_PER_MINUTE
    world.client.get(f"/api/v1/movements/{world.mrn}", headers=bearer("bishkek"))
    assert len(denials(world)) == DENIALS_PER_MINUTE + 1
    world.clock.turn(60_000)
    world.client.get(f"/api/v1/movements/{world.mrn}", headers=bearer("rival"))
    assert len(denials(world)) == DENIALS_PER_MINUTE + 2


def test_the_meter_forgets_whom_it_has_not_seen_for_long() -> None:
    meter = MinuteMeter()
    for number in range(6_000):
        assert meter.takes(f"somebody {number}", 0)
    assert RequestDenied("GET /", "role").reason == "role"


@pytest.mark.parametrize(
    ("actor", "name", "expected"),
    [
        (Actor("", "org", "p", "carrier"), "carrier:org:open", True),
        (Actor("", "org", "p", "carrier"), "carrier:org2:open", False),
        (Actor("", "org", "p", "guarantor"), "carrier:org:open", False),
        (Actor("KGOSH001", "org", "p", "customs"), "customs:KGOSH001:decide", True),
        (Actor("KGOSH001", "org", "p", "checkpoint"), "customs:KGOSH001:decide", False),
        (Actor("", "org", "p", "customs"), "customs::decide", False),
        (Actor("KG-ROAD", "org", "p", "permit"), "permits:KG-ROAD:open", True),
        (Actor("", "org", "p", "operator"), "operator:org:x", False),
    ],
)
def test_lists_one_may_follow(actor: Actor, name: str, expected: bool) -> None:
    assert may_follow(actor, name) is expected
