"""Colleagues of a firm and tokens: how far each may go, and until when."""

import asyncio
import re
from html import unescape

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.codec import encode_command
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import ACCOUNT, Account, account_document, kept_account
from corridor.web.auth.passwords import hash_password
from corridor.web.running import command_by
from corridor.web.services import Services
from tests.support.engines import DOSSIER, MOVEMENT, START
from tests.support.pages import check_page
from tests.support.web import PEOPLE, csrf, sign_in
from tests.web.conftest import World

HERE, TOKENS = "/account/colleagues", "/account/tokens"
PASSWORD = "correct horse battery"
DAY_MS = 24 * 3_600_000


def put(world: World, account: Account) -> None:
    world.core.run_one(PutDocument(ACCOUNT, account_document(account, START)))


@pytest.fixture
def client(world: World) -> TestClient[Litestar]:
    """The administrator of a firm, with a password, signed in."""
    put(world, replace(PEOPLE["aibek"], leads=True, hash=hash_password(PASSWORD)))
    sign_in(world.client, "aibek")
    return world.client


def send(client: TestClient[Litestar], path: str, **fields: str) -> Response:
    answer = client.post(path, data={"_csrf_token": csrf(client), **fields})
    check_page(answer, "ru", answer.status_code)
    return answer


def invite(client: TestClient[Litestar], limit: str, login: str = "nurgul") -> str:
    answer = send(client, HERE, name="Нургүл", login=login, limit=limit)
    found = re.search(r"/set-password\?code=[\w-]+", unescape(answer.text))
    assert found, answer.text
    return found[0]


def test_an_invited_colleague_belongs_to_the_firm_alone(
    world: World, client: TestClient[Litestar]
) -> None:
    check_page(client.get(invite(client, "drafts")), "ru")
    made = kept_account(Queries(world.core), "nurgul")
    assert made is not None
    assert (made.org, made.role, made.limit, made.leads) == ("ala-too", "carrier", "drafts", False)
    assert send(client, HERE, name="Н", login="nurgul", limit="").status_code == 422
    assert send(client, HERE, name="", login="б", limit="").status_code == 422
    assert send(client, f"{HERE}/rival/closed").status_code == 404, "another firm's"
    assert send(client, f"{HERE}/osh/closed").status_code == 404, "an officer"
    assert send(client, f"{HERE}/aibek/closed").status_code == 404, "oneself"
    assert send(client, f"{HERE}/nurgul/second_factor_off").status_code == 404
    sign_in(client, "nurgul")
    assert send(client, HERE, name="Н", login="x", limit="").status_code == 404
    sign_in(client, "aibek")
    send(client, f"{HERE}/nurgul/limited", limit="", leads="yes")
    assert kept_account(Queries(world.core), "nurgul") == replace(made, limit="", leads=True)
    send(client, f"{HERE}/nurgul/closed")
    closed = kept_account(Queries(world.core), "nurgul")
    assert closed is not None
    assert closed.closed


def test_who_reads_changes_nothing(world: World, client: TestClient[Litestar]) -> None:
    invite(client, "read")
    sign_in(client, "nurgul")
    assert client.get(f"/carrier/dossiers/{MOVEMENT}").status_code == 200
    refused = send(client, "/carrier/new", how="blank")
    assert refused.status_code == 403
    assert "ничего не менять" in refused.text
    assert send(client, f"/carrier/dossiers/{MOVEMENT}/cancel", reason="x").status_code == 403
    assert send(client, "/account/language", lang="ru").status_code == 200


def test_who_fills_in_drafts_sends_nothing(world: World, client: TestClient[Litestar]) -> None:
    invite(client, "drafts")
    sign_in(client, "nurgul")
    begun = send(client, "/carrier/new", how="blank")
    assert begun.status_code == 200
    answer = send(client, f"/carrier/dossiers/{MOVEMENT}/cancel", reason="Рейс отменён")
    assert answer.status_code == 422
    assert "но не отправлять" in answer.text
    state = Queries(world.core).get(MOVEMENT).state
    assert state.status != "cancelled"


def test_how_far_each_goes_on_pages_over_the_api_and_in_a_batch(
    world: World, client: TestClient[Litestar]
) -> None:
    """Limit → what comes of reading, of a draft, of filing by page, over the API and by a batch."""
    table = {
        "": (200, 200, False, 409, {"already_lodged"}),
        "drafts": (200, 200, True, 403, {"drafts_only"}),
        "read": (200, 403, False, 403, {"drafts_only"}),
    }
    token = give(client, "all")
    cancelled = f"/carrier/dossiers/{MOVEMENT}/cancel"
    body = encode_command(LodgeDeclaration(DOSSIER))
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    services: Services = world.client.app.state.services
    for limit, (reads, drafts, page, api, batch) in table.items():
        put(world, replace(PEOPLE["aibek"], limit=limit))
        world.clock.turn(60_000)
        assert client.get(f"/carrier/dossiers/{MOVEMENT}").status_code == reads, limit
        assert send(client, "/carrier/new", how="blank").status_code == drafts, limit
        if limit:
            answer = send(client, cancelled, reason="Рейс отменён")
            assert ("но не отправлять" in answer.text) == page, limit
        said = client.post("/api/v1/declarations", content=body, headers=headers)
        assert said.status_code == api, (limit, said.text)
        by_batch = asyncio.run(
            command_by(services, PEOPLE["aibek"].actor(), LodgeDeclaration(DOSSIER), MOVEMENT, "")
        )
        assert {one.code for one in by_batch.refusals} == batch, limit


def test_whoever_is_limited_administers_nobody(world: World, client: TestClient[Litestar]) -> None:
    put(world, replace(PEOPLE["aibek"], leads=True, limit="drafts"))
    world.clock.turn(60_000)
    sign_in(client, "aibek")
    assert HERE not in client.get("/account").text
    assert client.get(HERE).status_code == 404
    assert send(client, HERE, name="Н", login="x", limit="").status_code == 404


def give(client: TestClient[Litestar], limit: str, days: str = "30", **more: str) -> str:
    fields = {"purpose": "1С", "limit": limit, "days": days, "password": PASSWORD, **more}
    answer = send(client, TOKENS, **fields)
    found = re.search(r"dtc_[\w-]+", answer.text)
    return found[0] if found else ""


def call(client: TestClient[Litestar], token: str, method: str = "GET") -> Response:
    path = f"/api/v1/movements/{MOVEMENT}" if method == "GET" else "/api/v1/declarations"
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    return client.request(method, path, headers=headers, content=b"" if method == "GET" else b"{}")


def test_a_token_goes_as_far_as_it_says_and_no_longer(
    world: World, client: TestClient[Litestar]
) -> None:
    reads, files = give(client, "read"), give(client, "all", "90")
    assert reads not in client.get(TOKENS).text, "shown once"
    for token in (reads, files):
        assert call(client, token).status_code == 200
    refused = call(client, reads, "POST")
    assert (refused.status_code, refused.json()["code"]) == (403, "limited")
    assert call(client, files, "POST").status_code == 400
    world.clock.turn(31 * DAY_MS)
    assert call(client, reads).status_code == 401
    assert call(client, files).status_code == 200
    sign_in(client, "aibek")
    ids = re.findall(r"/account/tokens/([0-9a-f]{64})/end", client.get(TOKENS).text)
    assert len(ids) == 3  # with the one of these tests
    sign_in(client, "rival")
    assert send(client, f"{TOKENS}/{ids[0]}/end").status_code == 404
    sign_in(client, "aibek")
    for id in ids:
        send(client, f"{TOKENS}/{id}/end")
    assert call(client, files).status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"purpose": " "}, {"days": "9999"}, {"days": ""}]
)
def test_a_token_that_is_not_given(client: TestClient[Litestar], wrong: dict[str, str]) -> None:
    fields = {"purpose": "1С", "limit": "all", "days": "30", "password": PASSWORD, **wrong}
    answer = send(client, TOKENS, **fields)
    assert answer.status_code == 422
    assert "dtc_" not in answer.text
    assert PASSWORD not in answer.text


def test_a_token_is_no_more_than_its_person(world: World, client: TestClient[Litestar]) -> None:
    token = give(client, "all")
    put(world, replace(PEOPLE["aibek"], limit="read"))
    world.clock.turn(60_000)
    assert call(client, token).status_code == 200
    assert call(client, token, "POST").json()["code"] == "limited"
