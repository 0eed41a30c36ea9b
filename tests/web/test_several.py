"""Several trailers, containers, invoices of one dossier, typed one a line."""

from typing import Any

import pytest

from corridor.domain.consignment import Equipment, Means
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.model import Draft, ItemForm
from corridor.web.views.drafting.to_dossier import Built, build
from tests.support.engines import DOSSIER, REFERENCE
from tests.support.web import csrf, sign_in
from tests.web.conftest import World
from tests.web.test_carrier import TRANSPORT, Client, filled_draft, post, shown
from tests.web.test_parts import meant, stored

BOXES = "TGHU7654321; kg-3, KG-4"


@pytest.fixture
def client(world: World) -> Client:
    """The carrier, signed in."""
    sign_in(world.client, "aibek")
    return world.client


def test_they_are_filed_from_the_forms(client: Client, world: World) -> None:
    path = filled_draft(client)
    several: dict[str, Any] = {
        **TRANSPORT,
        "trailer": "01KG111AB",
        "trailers": "01 kg 222 ab, kg\r\n01KG333AB",
        "container": "MSKU1234565",
        "container_size": "22g1",
        "boxes": BOXES,
        "invoice": "INV-1\nINV-2",
        "waybill": "CMR-1",
    }
    refused = post(client, f"{path}/transport", 422, **several | {"container_size": "20 ft"})
    assert "22G1 или 45G1" in refused.text
    assert 'value="20 ft"' in refused.text
    assert "Транспортных средств при отправлении: 4" in refused.text
    assert 'id="f-trailers-error"' in refused.text
    several["trailers"] = "01 kg 222 ab, kg"
    post(client, f"{path}/transport", **several)
    item: dict[str, Any] = stored(world, path).goods[0].fields
    assert "Укажите, в каком контейнере" in post(client, f"{path}/goods/1", 422, **item).text
    assert "MSKU1234565, TGHU7654321" in shown(client, f"{path}/goods/1")
    lost = post(client, f"{path}/goods/1", 422, **item | {"box": "XXXX0000000"})
    assert "Контейнера XXXX0000000 нет" in lost.text
    post(client, f"{path}/goods/1", **item | {"box": "msku 123456-5, tghu7654321"})
    load = meant(world, path).consignment
    assert [box.size_type for box in load.equipment] == ["22G1", ""]
    assert [means.id for means in load.means if means.kind == "31"] == ["01KG111AB", "01KG222AB"]
    assert load.means[2].nationality == "KG"
    assert [box.container for box in load.equipment] == ["MSKU1234565", "TGHU7654321"]
    assert load.equipment[1] == Equipment(2, "TGHU7654321", 2, ("KG-3", "KG-4"), (1,))
    assert [one.reference for one in load.houses[0].documents] == ["INV-1", "INV-2", "CMR-1"]
    sent = post(client, f"{path}/send", lrn="SEV-1", access_code="A1B2").headers["location"]
    page = shown(client, sent)
    for said in ("01KG222AB", "TGHU7654321", "INV-2"):
        assert said in page
    again = stored(world, post(client, f"{sent}/amend").headers["location"])
    assert again.goods[0].fields["box"] == "MSKU1234565, TGHU7654321"
    assert again.transport["boxes"] == "TGHU7654321; KG-3, KG-4"
    copy = stored(world, _copy(client, sent))
    assert copy.transport["boxes"] == "TGHU7654321", "seals are of one journey"


def _copy(client: Client, sent: str) -> str:
    made: dict[str, Any] = {"how": "copy", "from": sent.rpartition("/")[2]}
    return str(post(client, "/carrier/new", **made).headers["location"])


def typed(**transport: str) -> Built:
    story = draft_from(DOSSIER, "mv-KG-00000000000000000001", "")
    goods = tuple(ItemForm(one.fields) for one in story.goods)
    draft = Draft(id=story.id, lrn="L-1", goods=goods, points=story.points, transport=transport)
    return build(draft, REFERENCE)


def test_a_list_too_long_is_refused_whole_and_not_cut(client: Client, world: World) -> None:
    path = filled_draft(client)
    post(client, f"{path}/transport", **TRANSPORT | {"invoice": "INV-1"})
    many = "\n".join(f"INV-{number:07d}" for number in range(1_900))
    refused = post(client, f"{path}/transport", 422, **TRANSPORT | {"invoice": many})
    assert "не более 20000 знаков, сейчас их 22799" in refused.text.replace("\xa0", "")
    assert 'id="f-invoice-error"' in refused.text
    assert "INV-0001899" in refused.text, "what was typed is still there"
    typed: dict[str, Any] = {"_csrf_token": csrf(client), "invoice": many}
    assert client.post(f"{path}/save/transport", data=typed).status_code == 422
    assert stored(world, path).transport["invoice"] == "INV-1"
    fitting = "\n".join(f"INV-{number}" for number in range(98))
    post(client, f"{path}/transport", **TRANSPORT | {"invoice": fitting})
    assert stored(world, path).transport["invoice"] == fitting
    papers = "\n".join(f"INV-{number}" for number in range(1_500))
    told = post(client, f"{path}/transport", 422, **TRANSPORT | {"invoice": papers})
    assert 'id="f-invoice-error"' in told.text
    assert "не более 99 записей, сейчас их 1501" in told.text
    assert stored(world, path).transport["invoice"] == papers


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "٣"])
def test_a_number_of_any_length_breaks_no_page(client: Client, number: str) -> None:
    path = filled_draft(client)
    for _part in range(2):
        post(client, f"{path}/parts")
    post(client, f"{path}/goods/1", 422, part=number)
    for page in ("", "/parties", "/goods", "/send"):
        shown(client, f"{path}{page}")
    assert client.get(f"{path}/goods/table.xlsx").status_code == 200
    typed = {"_csrf_token": csrf(client), "items": number}
    assert client.post(f"{path}/goods/remove", data=typed).status_code == 404


def test_behind_a_wagon_another_wagon_goes() -> None:
    found = typed(vehicle_kind="20", vehicle="5361 2345", trailers="53612346; KZ").dossier
    assert found is not None
    assert [one.kind for one in found.consignment.means] == ["20", "20"]
    assert found.consignment.means[1] == Means("departure", "20", "53612346", "KZ")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("trailers", "01KG222AB, Narnia"),
        ("trailers", ", KG"),
        ("boxes", "X" * 18),
        ("boxes", "MSKU1234565; " + ", ".join(f"S{n}" for n in range(100))),
        ("seals", "\n".join(f"S{n}" for n in range(100))),
        ("waybill", "\n".join(f"CMR-{n}" for n in range(100))),
    ],
)
def test_a_line_that_cannot_be_read_is_told_at_its_field(field: str, text: str) -> None:
    found = typed(**{"vehicle": "01KG777ABC", field: text})
    assert (field, False) in {(one.field, one.missing) for one in found.problems}


def test_one_box_less_puts_the_goods_into_the_other() -> None:
    two = typed(container="MSKU1234565", boxes="TGHU7654321")
    assert {one.field for one in two.problems} >= {"box"}
    one = typed(container="MSKU1234565").dossier
    assert one is not None
    assert one.consignment.equipment[0].goods == tuple(range(1, len(two.items) + 1))
