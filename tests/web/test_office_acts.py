"""Who in my office did this: for its head alone, acts by person, from the log."""

import re

import pytest
from msgspec.structs import replace

from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.engine.jobs import PutDocument
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.support.engines import MOVEMENT, START, customs, do
from tests.support.pages import check_page, text_of
from tests.support.web import PEOPLE, sign_in
from tests.web.conftest import World

HERE = "/office-acts"


def put(world: World, account: Account) -> None:
    world.core.run_one(PutDocument(ACCOUNT, account_document(account, START)))


def words(world: World, path: str = HERE) -> str:
    return " ".join(text_of(check_page(world.client.get(path), "ru")).split())


@pytest.fixture
def head(world: World) -> World:
    put(world, replace(PEOPLE["osh"], leads=True))
    put(world, replace(PEOPLE["osh"], login="officer", name="Б. Мамытов"))
    sign_in(world.client, "osh")
    return world


def test_the_head_sees_who_did_what(head: World) -> None:
    assert f'href="{HERE}"' in head.client.get("/customs").text
    said = words(head)
    assert "Б. Мамытов officer 1 Декларация принята, присвоен МДН: 1 21.11.2026" in said
    assert "21.11.2026 1 Б. Мамытов: 1" in said
    assert "Декларация принята" in said
    assert f'href="/customs/{MOVEMENT}"' in head.client.get(HERE).text
    assert "Гарантия зарегистрирована" not in said, "another's act"
    assert "Декларация принята" in words(head, f"{HERE}?person=officer")
    assert MOVEMENT not in words(head, f"{HERE}?person=nobody")


def test_who_did_most_stands_first_and_days_are_those_of_the_office(head: World) -> None:
    """It is past midnight in Osh, and still the day before by the node's log."""
    osh = customs("KGOSH001")
    head.clock.turn(10 * 3_600_000)
    assert not do(head.core, DecideControl("green"), replace(osh, person="osh")).refusals
    assert not do(head.core, RequestGuarantee(), replace(osh, person="osh")).refusals
    sign_in(head.client, "osh")
    said = words(head)
    first, second = said.index("Osh officer osh 2"), said.index("Б. Мамытов officer 1")
    assert first < second
    assert "Гарантия запрошена: 1; Выбран коридор контроля: 1" in said
    assert "22.11.2026 2 Osh officer: 2" in said
    alone = words(head, f"{HERE}?person=officer")
    assert "22.11.2026 2" not in alone
    assert "21.11.2026 1 Б. Мамытов: 1" in alone


def test_figures_are_of_all_that_was_looked_at_however_few_rows_are_shown(
    head: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = re.search(r"Просмотрено до [^(]*", words(head))
    head.clock.turn(10 * 3_600_000)
    osh = replace(customs("KGOSH001"), person="osh")
    assert not do(head.core, DecideControl("green"), osh).refusals
    monkeypatch.setattr("corridor.web.pages.office_acts.SHOWN_MAX", 1)
    sign_in(head.client, "osh")
    said = words(head)
    assert looked is not None
    assert looked[0] in said
    assert "Б. Мамытов officer 1" in said
    assert said.count(f" {head.mrn}") == 1
    assert 'rel="next"' in head.client.get(HERE).text


def test_it_goes_back_in_the_log_and_takes_no_nonsense(head: World) -> None:
    for before in ("1", "0", "99999999", "x", "-1", "²"):
        check_page(head.client.get(f"{HERE}?before={before}"), "ru")
    assert "Декларация принята" not in words(head, f"{HERE}?before=1")


def test_nobody_but_the_head(world: World) -> None:
    sign_in(world.client, "osh")
    assert world.client.get(HERE).status_code == 404
    put(world, replace(PEOPLE["dostuk"], leads=True))
    sign_in(world.client, "dostuk")
    assert "Мамытов" not in words(world)
