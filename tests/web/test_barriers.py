"""Barriers: notified at the registrar's desk, complained of by carriers, public without them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.complaints.answering import AnswerComplaint
from corridor.domain.complaints.complaining import FileComplaint
from corridor.domain.complaints.kind import TO_ANSWER
from corridor.domain.facts import Actor
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.node.demo.register import register_of
from corridor.web.barriers import shown as shown_of
from tests.support.engines import (
    CARRIER,
    MOVEMENT,
    FakeClock,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.web import make_services, put_people, running, token_of
from tests.web.desk_world import Hear, enter, post, shown

HERE = "/registrar/barriers"
COMPLAIN = "/carrier/barriers/complain"
NEW: dict[str, Any] = {
    "number": "b7",
    "title_ru": "Новый сбор",
    "kind": "fee",
    "stage": "adopted",
    "goods": "08, 0809.10",
    "flows": "import",
    "in_force_from": "2026-12-01",
    "text_ru": "Вымышленный акт",
    "body_ru": "Ведомство",
}
SAID: dict[str, Any] = {
    "against": "KG",
    "about": "fee",
    "evidence": "OSH-2026-1",
    "what": "Два сбора.",
}


@pytest.fixture
def core() -> Core:
    """With the invented measures of one state, and a dossier."""
    found = make_core(clock=FakeClock())
    put_people(found)
    register_guarantee(found)
    lodge(found)
    for job in register_of("KG"):
        assert not found.run_one(job).refusals
    return found


@pytest.fixture
def client(core: Core, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    with running(make_services(tmp_path, core)) as found:
        yield found


def test_measures_stand_in_a_public_list_with_its_filters_in_the_address(
    client: TestClient[Litestar],
) -> None:
    client.cookies.set("lang", "en")
    assert "Marking of footwear" in shown(client, "/barriers")
    for query, is_there in (
        ("kind=technical&stage=adopted&state=KG", True),
        ("kind=fee", False),
        ("goods=6403", True),
        ("goods=0809", False),
    ):
        assert ("Marking of footwear" in shown(client, f"/barriers?{query}")) == is_there
    assert "Invented for" in shown(client, "/barriers/ba-KG-B1")
    assert client.get("/barriers/ba-KG-B9").status_code == 404


def test_a_registrar_notifies_changes_comments_and_lifts(client: TestClient[Litestar]) -> None:
    enter(client, "registrar")
    shown(client, f"{HERE}/new")
    for fault in ({"kind": ""}, {"goods": "8"}, {"in_force_from": ""}, {"number": "B1"}):
        assert "Новый сбор" in post(client, f"{HERE}/new", 422, **(NEW | fault)).text
    bare = dict.fromkeys(("number", "kind", "title_ru", "text_ru", "body_ru"), "")
    lacking = post(client, f"{HERE}/new", 422, **(NEW | bare)).text
    assert all(f'id="f-{name}-error"' in lacking for name in bare)
    post(client, f"{HERE}/new", **NEW)
    assert "0809, 10" not in shown(client, "/barriers/ba-KG-B7")
    shown(client, f"{HERE}/ba-KG-B7/amend")
    post(client, f"{HERE}/ba-KG-B7/amend", **(NEW | {"title_ru": "Старый сбор"}))
    post(client, f"{HERE}/ba-KG-B2/comment", text="Дайте образец формы.")
    assert "Дайте образец формы." in shown(client, "/barriers/ba-KG-B2")
    lacking = post(client, f"{HERE}/ba-KG-B7/lift", 422, on="", reason="").text
    assert all(f'id="f-{name}-error"' in lacking for name in ("on", "reason"))
    post(client, f"{HERE}/ba-KG-B7/lift", on="2026-12-31", reason="Отменён.")
    assert "Отменён." in shown(client, "/barriers/ba-KG-B7")


def test_a_carrier_complains_and_reads_the_answer_and_the_public_page_names_nobody(
    client: TestClient[Litestar], core: Core
) -> None:
    enter(client, "aibek")
    shown(client, COMPLAIN)
    for fault in ({"against": ""}, {"about": ""}, {"evidence": "ZZ-9"}, {"what": ""}):
        post(client, COMPLAIN, 422, **(SAID | fault))
    lacking = post(client, COMPLAIN, 422, **dict.fromkeys(SAID, "")).text
    assert all(f'id="f-{name}-error"' in lacking for name in SAID)
    path = post(client, f"{COMPLAIN}?barrier=x", **SAID, barrier="ba-KG-B1").headers["location"]
    assert "Два сбора." in shown(client, path)
    assert "Два сбора." in shown(client, "/carrier/barriers")
    post(client, COMPLAIN, 422, **SAID)
    enter(client, "rival")
    assert client.get(path).status_code == 404
    enter(client, "registrar")
    id = path.rpartition("/")[2]
    assert "Ala-Too" in shown(client, "/registrar/complaints")
    assert "Complaint of a barrier" in shown(client, "/news")
    desk = f"/registrar/complaints/{id}"
    shown(client, f"{desk}/answer")
    post(client, f"{desk}/answer", 422, outcome="", body="Порт", text="Снят.")
    post(client, f"{desk}/answer", outcome="removed", body="Порт", text="Снят.", barrier="ba-KG-B1")
    assert "Снят." in shown(client, desk)
    enter(client, "aibek")
    assert "Снят." in shown(client, path)
    assert "Complaint of a barrier" in shown(client, "/news")
    client.cookies.clear()
    client.cookies.set("lang", "en")
    public = shown(client, "/barriers/ba-KG-B1")
    assert not any(word in public for word in ("Ala-Too", "ala-too", "Два сбора.", MOVEMENT))
    assert Queries(core).get(id).state.standing == "answered"


def test_a_program_names_no_other_firm_as_its_own(client: TestClient[Litestar], core: Core) -> None:
    said = {"do": "complaint.file", "against": "KG", "about": "fee", "what": "Два сбора."}
    more = {"movement": MOVEMENT, "owner_name": "Another firm"}
    sent = client.post(
        "/api/v1/subjects/new/commands",
        json=said | more,
        headers={"Authorization": f"Bearer {token_of('aibek')}"},
    )
    state = Queries(core).get(sent.json()["subject"]).state
    assert state.owner_name == "Ala-Too"


def test_a_carrier_withdraws_and_is_told_of_what_it_watches(client: TestClient[Litestar]) -> None:
    enter(client, "aibek")
    path = post(client, COMPLAIN, **SAID).headers["location"]
    post(client, f"{path}/withdraw", reason="Решено.")
    shown(client, "/carrier/barriers/watch")
    watch = "/carrier/barriers/watch"
    post(client, watch, 422, goods="08")
    post(client, watch, 422, states=["KG"], goods="x")
    post(client, watch, states=["KG"], goods="08")
    enter(client, "registrar")
    post(client, f"{HERE}/new", **NEW)
    enter(client, "aibek")
    assert "Новый сбор" in shown(client, "/carrier/barriers")
    news = shown(client, "/news")
    assert "A measure on your way" in news
    assert "Barriers: Kyrgyzstan, Новый сбор" in news


def test_a_report_reads_the_newest_measures_of_the_states_it_is_about(
    core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services(tmp_path, core)
    every = shown_of.newest_measures(services, ())
    of_kg = [one for one in every if one.home == "KG"]
    assert len(of_kg) > 1
    assert shown_of.newest_measures(services, ("KG", "UZ")) == of_kg
    monkeypatch.setattr(shown_of, "CHOICES_MAX", 1)
    assert shown_of.newest_measures(services, ("UZ", "KG")) == of_kg[:1]
    assert shown_of.newest_measures(services, ("UZ",)) == []


def test_lists_of_codes_stand_side_by_side(client: TestClient[Litestar]) -> None:
    client.cookies.set("lang", "en")
    assert "Codes without a partner: 0 of" in shown(client, "/code-lists")
    text = shown(client, "/code-lists?list=units&q=kgm")
    assert "KGM" in text
    assert "Nothing fits" in shown(client, "/code-lists?only=alone")


def heard(source: Core, target: Core) -> None:
    with source.store.read() as reader:
        said = [one for one in reader.log(0, reader.size()) if one.node == source.settings.node]
    target.run_one(Hear(said))


def test_a_complaint_reaches_the_state_it_is_about_and_the_answer_comes_back(core: Core) -> None:
    """Two engines: filed in one, on the registrar's list of the other, answered there."""
    other, id = make_core("AZ", clock=FakeClock()), "bc-KG-00000000000000000001"
    for job in register_of("AZ"):
        other.run_one(job)
    heard(other, core)
    command = FileComplaint("AZ", "transport", "Два взвешивания.", MOVEMENT, barrier="ba-AZ-B2")
    assert not do(core, command, CARRIER, id).refusals
    heard(core, other)
    assert [row.subject for row in Queries(other).rows(TO_ANSWER).rows] == [id]
    registrar = Actor("", "AZ-REGISTRY", "registrar", "registrar")
    answer = AnswerComplaint("will_be_removed", "Порт", "С января — один раз.", "ba-AZ-B2")
    assert not do(other, answer, registrar, id).refusals
    assert do(core, answer, registrar, id).refusals
    heard(other, core)
    assert Queries(core).get(id).state.standing == "answered"
    assert not Queries(other).rows(TO_ANSWER).rows
