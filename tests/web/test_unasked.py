"""Permits that nobody was asked for: the page, the list, its filter and home say one thing."""

import re
from typing import Any

import pytest

from corridor.domain.besides import Noted
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.engine.indexing import IndexNext
from corridor.engine.noted import noted_of
from corridor.engine.queries import Queries
from tests.support.engines import CARRIER, MOVEMENT, do
from tests.support.web import sign_in
from tests.web.conftest import World
from tests.web.test_carrier import Client, post, shown

LINK = f'href="/carrier/dossiers/{MOVEMENT}"'


def followed(world: World) -> None:
    while world.core.run_one(IndexNext()):
        pass


def figures(world: World) -> dict[str, int]:
    with world.core.store.read() as reader:
        return noted_of(reader, MOVEMENT).figures


def test_the_list_its_filter_and_home_say_what_the_dossier_says(
    world: World, client: Client
) -> None:
    sign_in(client, "aibek")
    followed(world)
    page, home = shown(client, f"/carrier/dossiers/{MOVEMENT}"), shown(client, "/carrier")
    asked = re.search(r"Подать (\d+) заяв", page)
    assert asked
    count = figures(world)["to_apply"]
    assert int(asked[1]) == count > 0
    told = f"Нужно подать заявки на разрешения: {count}."
    assert told in home[home.index('id="waiting"') :].partition("</section>")[0]
    narrowed = shown(client, "/carrier?waits=apply")
    assert LINK in narrowed
    assert told in narrowed.partition("data-rows")[2]
    assert "подать заявки на разрешения (1)" in narrowed
    assert LINK in shown(client, "/carrier?q=01KG777&waits=apply&fragment=lists")
    assert world.mrn in client.get("/carrier/export?as=csv&waits=apply").text
    sign_in(client, "rival")
    assert LINK not in shown(client, "/carrier?waits=apply")


def test_once_they_are_applied_for_it_is_said_nowhere(world: World, client: Client) -> None:
    sign_in(client, "aibek")
    followed(world)
    post(client, f"/carrier/dossiers/{MOVEMENT}/permits")
    followed(world)
    assert figures(world) == {}
    assert "Нужно подать заявки" not in shown(client, "/carrier")
    assert LINK not in shown(client, "/carrier?waits=apply")


def test_what_is_applied_for_while_the_page_is_made_is_left_out(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "aibek")
    followed(world)
    monkeypatch.setattr(Queries, "noted", lambda _, found: dict.fromkeys(found, Noted()))
    assert "Нужно подать заявки" not in shown(client, "/carrier")


def test_what_changes_a_row_meanwhile_leaves_the_mark(world: World, client: Client) -> None:
    sign_in(client, "aibek")
    followed(world)
    asked: dict[str, Any] = {"text": "Когда выпуск?", "to": "KGOSH001", "asks": "no"}
    post(client, f"/carrier/dossiers/{MOVEMENT}/write", **asked)
    assert LINK in shown(client, "/carrier?waits=apply")


def test_nobody_applies_for_what_is_over(world: World, client: Client) -> None:
    followed(world)
    assert figures(world)
    done = do(world.core, CancelDeclaration("Не поедет."), CARRIER)
    assert not done.refusals, done
    followed(world)
    assert figures(world) == {}
    assert Queries(world.core).marked("carrier:ala-too:open", "waits=apply", 9) == 0
