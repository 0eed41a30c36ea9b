"""Whatever a file brought survives that its pages are opened and saved as they came."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from lxml import html
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Means, Party
from corridor.domain.refusals import Refused
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.gateways.ncts import read_declaration
from corridor.web.views.desk_declaration import groups_of, spans_of
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, Draft, document_of
from corridor.web.views.drafting.to_dossier import build
from tests.gateways.ncts_message import DECLARATION, samples
from tests.support.engines import CARRIER, DOSSIER, REFERENCE
from tests.support.web import csrf, sign_in
from tests.web.conftest import World

ID = "mv-KG-00000000000000000088"
AT = "2026-11-21T08:00:00.000Z"
SAMPLES_MAX = 12
ITEMS_MAX = 2


def dossiers(shared: Path | None) -> Iterator[tuple[str, Dossier]]:
    """The story with odd values, one invented message, and published ones where they are."""
    load = DOSSIER.consignment
    truck, *rest = load.means
    for country in ("XI", "XK", "XU", "BZ"):
        means = (Means("departure", truck.kind, truck.id, country), *rest)
        yield country, replace(DOSSIER, consignment=replace(load, means=means))
    train = (Means("departure", "40", "LH 8101", "DE"),)
    yield "a flight", replace(DOSSIER, consignment=replace(load, means=train))
    texts = [("invented", DECLARATION.encode())]
    if shared is not None:
        found = [one for one in samples(shared) if one.type == "CC015C" and one.p5]
        texts += [(one.file, one.data) for one in found[:SAMPLES_MAX]]
    for name, data in texts:
        read = read_declaration(data, DOSSIER.route, REFERENCE, "2026-11-21")
        if not isinstance(read, Refused):
            yield name, read.dossier


def saved(client: TestClient[Any], path: str) -> None:
    """Open a page and send its form as a browser would."""
    page = html.fromstring(client.get(path).text)
    (form,) = (one for one in page.forms if str(one.action).partition("?")[0] == path)
    typed: dict[str, Any] = {}
    for name, value in form.form_values():
        typed.setdefault(name, []).append(value)
    typed["_csrf_token"] = csrf(client)
    client.post(path, data=typed, follow_redirects=False)


def test_values_survive_that_the_pages_of_a_draft_are_saved(
    world: World, request: pytest.FixtureRequest
) -> None:
    sign_in(world.client, "aibek")
    try:
        shared = request.getfixturevalue("shared")
    except pytest.skip.Exception:
        shared = None

    def lost() -> Iterator[str]:
        for name, dossier in dossiers(shared):
            draft = draft_from(dossier, ID, AT)
            world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))
            items = [f"goods/{n}" for n in range(1, min(len(draft.goods), ITEMS_MAX) + 1)]
            parts = [f"parts/{n}" for n in range(1, min(len(draft.parts), ITEMS_MAX) + 1)]
            for page in ("parties", "transport", "guarantee", *items, *parts):
                saved(world.client, f"/carrier/drafts/{ID}/{page}")
                now = build(kept(world), REFERENCE).dossier
                if now != dossier:
                    yield f"{name}: {page}: {differing(dossier, now)}"
                    break

    assert not (found := "\n".join(lost())), found


def kept(world: World) -> Draft:
    document = Queries(world.core).document(DRAFT, ID)
    assert document is not None
    return read_draft(document)


def differing(one: Any, other: Any) -> str:
    """The first thing that differs."""
    for name in one.__struct_fields__:
        was, now = getattr(one, name), getattr(other, name)
        if was != now:
            inner = hasattr(was, "__struct_fields__") and hasattr(now, "__struct_fields__")
            return f"{name}.{differing(was, now)}" if inner else f"{name}: {was!r} → {now!r}"
    return ""


def test_parties_of_parts_are_shown_and_can_be_made_those_of_the_whole(world: World) -> None:
    sign_in(world.client, "aibek")
    load = DOSSIER.consignment
    seller = Party(name="Фергана Экспорт", id="UZ123")
    houses = (replace(load.houses[0], consignor=seller), *load.houses[1:])
    both = replace(DOSSIER, consignment=replace(load, houses=houses), lrn="APART-1")
    draft = draft_from(both, ID, AT)
    world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))
    path = f"/carrier/drafts/{ID}/parties"
    page = world.client.get(path).text
    assert "Фергана Экспорт" in page
    assert 'id="f-consignor_name-error"' in world.client.get(f"/carrier/drafts/{ID}/parts/1").text
    for then, consignor in (("none", load.consignor), ("whole", seller)):
        world.core.run_one(PutDocument(DRAFT, document_of(draft, CARRIER.org, AT)))
        data = {"_csrf_token": csrf(world.client), "then": then}
        world.client.post(f"/carrier/drafts/{ID}/apart/consignor", data=data)
        now = build(kept(world), REFERENCE).dossier
        assert now is not None
        assert now.consignment.consignor == consignor
        assert now.consignment.houses[0].consignor is None
        assert world.client.get(f"/carrier/drafts/{ID}/parts/1").status_code == 404, (
            "the load is one again"
        )
    lost = world.client.post(
        f"/carrier/drafts/{ID}/apart/carrier", data={"_csrf_token": csrf(world.client)}
    )
    assert lost.status_code == 404


def test_consignees_of_single_items_stand_on_the_dossiers_pages(world: World) -> None:
    load = DOSSIER.consignment
    buyers = (Party(name="Buyer A", city="Poti"), None, Party(name="Buyer A", city="Poti"))
    item = load.houses[0].items[0]
    items = tuple(
        replace(item, number=n, declaration_number=n, consignee=buyer)
        for n, buyer in enumerate(buyers, start=1)
    )
    houses = (replace(load.houses[0], items=items), *load.houses[1:])
    dossier = replace(DOSSIER, consignment=replace(load, houses=houses))
    groups = groups_of(dossier, None, world.client.app.state.readers["ru"])
    rows = {row["label"]: row["value"] for group in groups for row in group["rows"]}
    assert rows["Получатель позиций 1, 3"] == "Buyer A, Poti"
    assert spans_of((7, 1, 2, 3)) == "1–3, 7"
