"""The guarantor: the list, one guarantee, a new one accepted and refused."""

import pytest

from corridor.domain.codes import make_grn
from corridor.domain.guarantees.state import Guarantee
from corridor.engine.queries import Queries
from corridor.web.views.desk_money import minor_of
from tests.support.engines import GRN, MOVEMENT
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, shown

NEW = make_grn("26", "KG", "000001000002")
FORM = {
    "grn": NEW,
    "holder": "ala-too",
    "kind": "1",
    "amount": "50 000,50",
    "currency": "EUR",
    "valid_from": "2026-11-21",
    "valid_to": "2027-12-31",
    "access_code": "Z9y8",
    "excluded": ["TM"],
}


@pytest.fixture
def desk(world: World) -> Client:
    return enter(world.client, "gulnara")


def test_list_and_exposure(world: World, desk: Client) -> None:
    assert GRN in shown(desk, "/guarantor")
    enter(desk, "osh")
    post(desk, f"/customs/{world.mrn}/guarantee")
    enter(desk, "gulnara")
    text = shown(desk, "/guarantor")
    assert "€18,500.00" in text
    text = shown(desk, f"/guarantor/{GRN}")
    assert world.mrn in text
    assert "€31,500.00" in text
    assert f"{world.mrn}, €18,500.00." in text
    assert "Черешня" not in text, "the goods are no business of the guarantor"


def test_register(world: World, desk: Client) -> None:
    shown(desk, "/guarantor/new")
    answer = post(desk, "/guarantor/new", **FORM)
    assert answer.headers["location"] == f"/guarantor/{NEW}"
    state = Queries(world.core).get(f"gr-{NEW}").state
    assert isinstance(state, Guarantee)
    assert state.reference_minor == 5_000_050
    assert state.excluded_countries == ("TM",)
    assert "Z9y8" not in shown(desk, f"/guarantor/{NEW}")


def test_a_number_is_registered_as_it_is_issued(world: World, desk: Client) -> None:
    typed = f" {NEW[:4].lower()} {NEW[4:].lower()}"
    assert post(desk, "/guarantor/new", **(FORM | {"grn": typed})).headers["location"].endswith(NEW)
    assert isinstance(Queries(world.core).get(f"gr-{NEW}").state, Guarantee)
    assert NEW in shown(desk, f"/guarantor/{NEW.lower()}")


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("grn", NEW[:-1] + str((int(NEW[-1]) + 1) % 10), f"{NEW[-1]} is expected"),
        ("grn", "", "Give the guarantee reference number"),
        ("grn", make_grn("26", "UZ", "000001000002"), "another state"),
        ("holder", "", "Give the organisation number"),
        ("amount", "fifty", "Write an amount"),
        ("amount", "1,005", "Write an amount"),
        ("valid_to", "2026-01-01", "ends before it begins"),
        ("valid_to", "", "Give the last day"),
        ("access_code", "12", "Give four letters or digits"),
        ("kind", "X", "wrong form"),
    ],
)
def test_refused_and_kept(desk: Client, field: str, value: str, word: str) -> None:
    text = post(desk, "/guarantor/new", 422, **(FORM | {field: value})).text
    assert word in text
    assert "Error: " in text
    if field != "holder":
        assert 'value="ala-too"' in text


def test_taken_twice(desk: Client) -> None:
    post(desk, "/guarantor/new", 422, **(FORM | {"grn": GRN}))


def test_others_see_nothing(desk: Client) -> None:
    assert desk.get("/guarantor/26KG00000000000X1").status_code == 404
    assert desk.get(f"/guarantor/{MOVEMENT}").status_code == 404
    enter(desk, "osh")
    assert desk.get(f"/guarantor/{GRN}").status_code == 403


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("50 000,00", "EUR", 5_000_000),
        ("0.5", "EUR", 50),
        ("7", "JPY", 7),
        ("7.5", "JPY", None),
        ("7.5", "IRR", 750),
        ("-1", "EUR", None),
        ("", "EUR", None),
        ("1e9", "EUR", None),
        ("1\u00a0000", "EUR", 100_000),
    ],
)
def test_amounts_as_people_type_them(text: str, currency: str, minor: int | None) -> None:
    assert minor_of(text, currency) == minor
