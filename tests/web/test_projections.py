"""The same record in other systems: the page, the API, and the table of the gateway."""

from pathlib import Path
from typing import Any

from corridor.domain.projections.table import leaf_paths
from corridor.gateways.ncts import ncts_places
from tests.support.engines import MOVEMENT
from tests.support.pages import check_page
from tests.support.web import bearer, sign_in
from tests.web.conftest import World

HERE = f"/projections/{MOVEMENT}"


def asked(world: World, system: str, login: str = "aibek") -> Any:
    path = f"/api/v1/movements/{MOVEMENT}/projections/{system}"
    return world.client.get(path, headers=bearer(login))


def test_the_page_stands_beside_the_dossier_for_both_sides(world: World) -> None:
    client = world.client
    for login, home in (
        ("aibek", f"/carrier/dossiers/{MOVEMENT}"),
        ("osh", f"/customs/{MOVEMENT}"),
    ):
        sign_in(client, login)
        assert HERE in client.get(home).text
        client.cookies.set("lang", "ru")
        page = check_page(client.get(HERE), "ru")
        rows = page.query("tbody tr")
        assert len(rows) > 30
        text = page.to_text()
        for said in ("графа 33 (Код товара)", "нет места", "ничего не теряется", "не сверено"):
            assert said in text
        assert "таможня отправления, таможня выезда" in text
        lost = next(one.to_text() for one in rows if "Страна назначения" in one.to_text())
        assert "eTIR" in lost
        assert "ЕАЭС" not in lost
        assert page.query("td code")
        client.cookies.delete("lang")


def test_the_api_says_what_each_loses(world: World) -> None:
    national = asked(world, "national").json()
    assert (national["lost"], national["checked"]) == ([], False)
    etir = asked(world, "etir", "osh").json()
    assert len(etir["kept"]) + len(etir["lost"]) == len(national["kept"])
    lost = {one["path"] for one in etir["lost"]}
    assert "consignment.houses[].items[].value_minor" in lost
    assert "consignment.houses[].items[].hs" not in lost
    assert asked(world, "edifact").status_code == 404
    assert asked(world, "etir", "rival").status_code == 404


def test_the_places_of_ncts_are_read_off_what_reads_and_writes_it() -> None:
    places = ncts_places()
    assert set(places) <= set(leaf_paths())
    item = "Consignment/HouseConsignment/ConsignmentItem"
    assert places["consignment.houses[].items[].hs"].startswith(f"{item}/Commodity/CommodityCode/")
    assert places["holder.city"] == "HolderOfTheTransitProcedure/Address/city"
    assert places["guarantees[].grn"] == "Guarantee/GuaranteeReference/GRN"
    assert "driver.name" not in places


def test_the_table_in_the_documents_is_the_table(world: World) -> None:
    text = (Path(__file__).parents[2] / "docs" / "projections.md").read_text("utf-8")
    for path, element in ncts_places().items():
        assert f"| `{path}` |" in text
        assert f"`{element}`" in text
