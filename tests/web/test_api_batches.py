"""Many dossiers by the API: judged by cells, filed with their permits, once for one key."""

import importlib
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from corridor.domain.movement.state import Movement
from corridor.engine.queries import Queries
from corridor.web.batches.rows import judged
from tests.support.web import bearer, sign_in
from tests.web.conftest import World
from tests.web.test_carrier import Client, filled_draft, id_of, shown

PATH = "/api/v1/batches"
ROW = {"vehicle": "01 kg 123 abc", "vehicle_country": "Кыргызстан", "depart": "25.11.2026"}


@pytest.fixture
def client(world: World) -> Client:
    """The carrier, signed in."""
    sign_in(world.client, "aibek")
    return world.client


def said(client: Client, path: str, body: dict[str, Any], status: int, key: str = "") -> Any:
    heads = bearer("aibek") | ({"idempotency-key": key} if key else {})
    answer = client.post(path, json=body, headers=heads)
    assert answer.status_code == status, answer.text
    return answer.json()


def settled(client: Client, id: str) -> dict[int, Any]:
    """The rows by number, once nothing is being done with them."""
    until = time.monotonic() + 30
    while (found := client.get(f"{PATH}/{id}", headers=bearer("aibek")).json())["working"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    return {row["number"]: row for row in found["rows"]}


def test_rows_are_judged_filed_and_get_their_permits(client: Client, world: World) -> None:
    pattern = id_of(filled_draft(client))
    rows = [ROW | {"lrn": "API-1"}, ROW | {"lrn": "API-2", "vehicle_country": "Атлантида"}]
    table = {"pattern": pattern, "rows": rows}
    begun = said(client, PATH, table, 201, "key-1")
    assert said(client, PATH, table, 201, "key-1")["id"] == begun["id"]
    assert said(client, PATH, table | {"name": "x"}, 409, "key-1")
    id, queries = begun["id"], Queries(world.core)
    found = settled(client, id)
    assert [found[n]["state"] for n in (1, 2)] == ["ready", "faulty"]
    assert [one["column"] for one in found[2]["faults"]] == ["vehicle_country"]
    order = {"file": True, "permits": True, "access_code": "A1B2", "answers": {"oversize": False}}
    assert said(client, f"{PATH}/{id}/work", order, 202)["working"]
    found = settled(client, id)
    assert [found[n]["state"] for n in (1, 2)] == ["filed", "faulty"]
    state = queries.get(found[1]["subject"]).state
    assert isinstance(state, Movement)
    assert state.dossier.consignment.means[0].id == "01KG123ABC"
    assert len(found[1]["permits"]) > 4
    assert "permit_faults" not in found[1]
    size = queries.log_size()
    said(client, f"{PATH}/{id}/work", order, 202)
    settled(client, id)
    assert queries.log_size() == size, "nothing is done twice"
    assert "API-1" in shown(client, f"/carrier/many/{id}"), "a colleague sees it on its page"
    assert client.get(f"{PATH}/{id}", headers=bearer("rival")).status_code == 404
    theirs = client.post(PATH, json=table, headers=bearer("rival"))
    assert theirs.status_code == 404, "the pattern of another firm"


def test_a_table_as_csv_and_what_is_refused_at_once(client: Client) -> None:
    pattern = id_of(filled_draft(client))
    text = "Наш номер;Тягач;Страна тягача\nCSV-1;01KG777ABC;KG\n"
    id = said(client, PATH, {"pattern": pattern, "csv": text}, 201)["id"]
    assert settled(client, id)[2]["cells"]["lrn"] == "CSV-1"
    wrong = said(client, PATH, {"pattern": pattern, "rows": [{"colour": "red"}]}, 400)
    assert wrong["refusals"][0]["pointer"] == "/rows/0/colour"
    said(client, PATH, {"pattern": pattern}, 400)
    said(client, PATH, {"pattern": pattern, "csv": "nothing\nknown"}, 400)
    said(client, PATH, {"pattern": "mv-KG-0000000000000", "rows": [ROW]}, 404)
    said(client, f"{PATH}/bt-KG-0/work", {}, 404)
    office = client.post(PATH, json={"pattern": pattern, "rows": [ROW]}, headers=bearer("osh"))
    assert office.status_code == 403


def test_rows_are_corrected_and_questions_answered(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = id_of(filled_draft(client))
    wrong = ROW | {"lrn": "MEND-2", "vehicle_country": "Атлантида"}
    rows = [ROW | {"lrn": "MEND-1"}, wrong, ROW | {"lrn": "MEND-3", "depart": "никогда"}]
    id = said(client, PATH, {"pattern": pattern, "rows": rows}, 201)["id"]
    settled(client, id)
    path = f"{PATH}/{id}/rows"

    def numbers(state: str) -> list[int]:
        answer = client.get(path, params={"state": state}, headers=bearer("aibek"))
        return [row["number"] for row in answer.json()["rows"]]

    assert (numbers("faulty"), numbers("ready"), numbers("")) == ([2, 3], [1], [1, 2, 3])
    assert client.get(f"{path}?state=red", headers=bearer("aibek")).status_code == 400
    change = {"number": 2, "cells": {"vehicle_country": "KG", "trailer": "01 kg 5 xx"}}
    unknown = said(client, path, {"rows": [change, {"number": 9}]}, 422)
    assert unknown["refusals"][0]["pointer"] == "/rows/1/number"
    colour = said(client, path, {"rows": [{"number": 2, "cells": {"colour": "red"}}]}, 400)
    assert colour["refusals"][0]["pointer"] == "/rows/0/cells/colour"
    assert numbers("faulty") == [2, 3], "all of it is done, or nothing"
    body = {"rows": [change, {"number": 3, "drop": True}]}
    for _ in range(2):
        found = said(client, path, body, 200)
    assert [row["state"] for row in found["rows"]] == ["ready", "ready"]
    assert found["rows"][1]["cells"]["trailer"] == "01 kg 5 xx"
    assert "trailer" in found["columns"]
    threads = _threads_of(monkeypatch)
    asked = client.get(f"{PATH}/{id}/questions", headers=bearer("aibek")).json()
    assert len(threads["judging"]) == 1
    assert threads["judging"].isdisjoint(threads["serving"]), "pages are answered meanwhile"
    codes = [one["code"] for one in asked["questions"]]
    assert "oversize" in codes
    assert asked["looked"] == 2
    said(client, f"{PATH}/{id}/work", {"permits": True, "rows": [1]}, 202)
    (told,) = settled(client, id)[1]["permit_faults"]
    assert sorted(told["questions"]) == sorted(codes)
    order = {"file": True, "rows": [1], "access_code": "A1B2"}
    said(client, f"{PATH}/{id}/work", order, 202)
    settled(client, id)
    with monkeypatch.context() as busy:
        busy.setattr("corridor.web.api.batch_rows.work_on", lambda *_: "at work")
        assert said(client, path, body, 409)["code"] == "batch_at_work"
    done = said(client, path, {"rows": [{"number": 1, "cells": {"trailer": ""}}]}, 422)
    assert done["code"] == "batch_row_done"
    assert client.post(path, json=body, headers=bearer("rival")).status_code == 404


def test_two_who_correct_a_row_at_once_both_count(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"pattern": id_of(filled_draft(client)), "rows": [ROW | {"lrn": "BOTH-1"}]}
    id = said(client, PATH, table, 201)["id"]
    settled(client, id)
    path = f"{PATH}/{id}/rows"

    def meanwhile(do: Callable[[], Any]) -> None:
        """Once, while a correction is being judged."""
        todo = [do]

        def quicker(*args: Any) -> Any:
            if todo:
                todo.pop()()
            return judged(*args)

        monkeypatch.setattr("corridor.web.batches.mending.judged", quicker)

    def change(**cells: str) -> dict[str, Any]:
        return {"rows": [{"number": 1, "cells": cells}]}

    meanwhile(lambda: said(client, path, change(trailer="01KG5XX"), 200))
    found = said(client, path, change(driver="Асан Усенов"), 200)
    cells = found["rows"][0]["cells"]
    assert (cells["driver"], cells["trailer"]) == ("Асан Усенов", "01KG5XX")
    assert {"driver", "trailer"} <= set(found["columns"])
    twice = said(client, path, {"rows": [*change(driver="А")["rows"], {"number": 1}]}, 422)
    assert (twice["code"], twice["pointer"]) == ("batch_row_twice", "/rows/1/number")
    order = {"file": True, "access_code": "A1B2"}
    meanwhile(lambda: said(client, f"{PATH}/{id}/work", order, 202))
    late = client.post(path, json=change(driver="Бекзат"), headers=bearer("aibek"))
    assert late.json()["code"] in ("batch_at_work", "batch_row_done"), "not said to be taken"
    assert settled(client, id)[1]["cells"]["driver"] == "Асан Усенов"


def _threads_of(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[int]]:
    """Where rows are judged, and where requests are served."""
    found: dict[str, set[int]] = {"judging": set(), "serving": set()}

    def noted(module: str, name: str, kind: str) -> None:
        real = getattr(importlib.import_module(module), name)

        def spy(*args: Any) -> Any:
            found[kind].add(threading.get_ident())
            return real(*args)

        monkeypatch.setattr(f"{module}.{name}", spy)

    noted("corridor.web.batches.permits", "asking", "judging")
    noted("corridor.web.api.batch_rows", "open_questions", "serving")
    return found


def test_a_csv_that_cannot_be_read_says_why(client: Client) -> None:
    pattern = id_of(filled_draft(client))
    wide = ";".join(["a"] * 200)
    told = said(client, PATH, {"pattern": pattern, "csv": wide}, 400)
    assert told["refusals"][0]["pointer"] == "/csv"
    assert "200" in told["refusals"][0]["text"]
