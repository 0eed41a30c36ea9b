"""Under TIR the pages of carrier and customs show the carnet where the guarantee would stand."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, GuaranteeUse, carnet_of
from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration, DeclarationAccepted
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.listings import summary
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.parts import Destination
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.engine.codec import AnyCommand
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.engine.subjects import Loaded
from corridor.web.act import Tale
from corridor.web.acts.readings import note_of
from corridor.web.life.next_step import step_of
from corridor.web.templating import Reader
from tests.support.desks import acts_of
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, do, make_core
from tests.support.pages import check_page
from tests.support.web import bearer, make_services, put_people, running
from tests.web.desk_world import OSH, enter, post, shown

CARNET = "XN25000050"
DOSSIER_TIR = replace(
    DOSSIER,
    declaration_type="TIR",
    tir_carnet=CARNET,
    tir_holder="KGZ/001/12",
    guarantees=(GuaranteeUse("B"),),
)
HERE = f"/customs/{MOVEMENT}"
MINE = f"/carrier/dossiers/{MOVEMENT}"
TO_RELEASE: tuple[tuple[AnyCommand, Actor], ...] = (
    (AcceptDeclaration(), OSH),
    (DecideControl("green"), OSH),
    (AffixSeals(("KG-778201", "KG-778202")), OSH),
)


def under_way(*steps: tuple[AnyCommand, Actor]) -> Core:
    """The node of departure with the movement under a carnet, this far."""
    core = make_core()
    put_people(core)
    for command, actor in ((LodgeDeclaration(DOSSIER_TIR), CARRIER), *steps):
        assert not do(core, command, actor).refusals, command
    return core


def state_of(core: Core) -> Movement:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


ASIDE = ("ask-amendment", "invalidate")


@pytest.mark.parametrize(
    ("done", "offered"),
    [
        (
            1,
            (
                "channel",
                "seals",
                "refuse-release",
                "message",
                *ASIDE[:1],
                "announce-control",
                *ASIDE[1:],
            ),
        ),
        (2, ("seals", "release", "refuse-release", "message", *ASIDE)),
        (3, ("release", "seals", "refuse-release", "message", *ASIDE)),
    ],
)
def test_customs_is_not_offered_to_reserve_anything(done: int, offered: tuple[str, ...]) -> None:
    assert acts_of(state_of(under_way(*TO_RELEASE[:done])), OSH.office) == offered


@pytest.mark.parametrize("status", ["accepted", "written_off"])
def test_the_next_step_names_the_carnet(tmp_path: Path, status: str) -> None:
    state = replace(state_of(under_way()), status=status)
    text = step_of(state, Reader("en", make_services(tmp_path))).text
    assert CARNET in text
    assert "free again" not in text
    assert "reserves" not in text


def test_a_work_list_does_not_say_that_a_guarantee_is_missing() -> None:
    state = state_of(under_way(TO_RELEASE[0]))
    assert summary(state)["guarantee"] == "carnet"
    assert carnet_of(DOSSIER) == ""


def test_the_desk_shows_the_carnet_as_the_guarantee(tmp_path: Path) -> None:
    with running(make_services(tmp_path, under_way(*TO_RELEASE), rules=())) as client:
        enter(client, "osh")
        page = shown(client, HERE)
        assert f"TIR carnet {CARNET}" in page
        assert "TIR carnet number" in page
        assert "Not requested" not in page
        assert "guarantee: not requested" not in shown(client, "/customs?lane=decide")
        assert "nothing has to be reserved" in shown(client, f"{HERE}/guarantee")
        post(client, f"{HERE}/guarantee", 409)
        assert "guarantee is set free" not in shown(client, f"{HERE}/refuse-release")
        post(client, f"{HERE}/release")


def test_nothing_becomes_free_at_discharge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core = under_way(*TO_RELEASE, (ReleaseForTransit(), OSH))
    office = "KGOSH001"
    stages: list[tuple[Any, str, str]] = [
        ("goods_released", "write-off", "under TIR carnet"),
        ("unloading_permitted", "unloading", "discharges the procedure"),
    ]
    for stage, act, said in stages:
        at = Destination(status=stage, office=office)
        far = replace(state_of(core), status="arrived", destination=at)
        if act == "unloading":
            end = replace(far.dossier.route.points[-1], office=office)
            way = replace(far.dossier.route, points=(*far.dossier.route.points[:-1], end))
            far = replace(far, dossier=replace(far.dossier, route=way))
        monkeypatch.setattr(Queries, "get", lambda self, subject, far=far: Loaded(far))
        with running(make_services(tmp_path, core, rules=())) as client:
            enter(client, "osh")
            assert said in shown(client, f"{HERE}/{act}")


@pytest.mark.parametrize(("dossier", "said"), [(DOSSIER_TIR, ""), (DOSSIER, "free again")])
def test_the_timeline_frees_no_guarantee_of_a_carnet(
    tmp_path: Path, dossier: Dossier, said: str
) -> None:
    state = replace(state_of(under_way(TO_RELEASE[0])), dossier=dossier)
    tale = Tale(Reader("en", make_services(tmp_path)), "KG", state)
    discharged = note_of(MovementWrittenOff("2026-11-26"), tale)
    assert said in discharged
    assert bool(discharged) is bool(said)
    assert note_of(DeclarationAccepted("26KG1", "2026-11-21"), tale) == "MRN 26KG1."


def test_the_carrier_sees_the_carnet_and_is_asked_for_no_guarantee(tmp_path: Path) -> None:
    core = under_way(TO_RELEASE[0])
    with running(make_services(tmp_path, core, rules=())) as client:
        enter(client, "aibek")
        assert f"The guarantee is TIR carnet {CARNET}" in shown(client, MINE)
        assert f"TIR carnet {CARNET}" in shown(client, f"{MINE}/document")
        draft = post(client, f"{MINE}/amend").headers["location"]
        assert f"TIR carnet {CARNET}" in shown(client, draft)
        section = shown(client, f"{draft}/guarantee")
        assert "nothing has to be reserved" in section
        assert "Which guarantee?" not in section
        post(client, f"{draft}/guarantee", kind="B", amount="", currency="")
        post(client, f"{draft}/send", lrn=DOSSIER_TIR.lrn)
        assert state_of(core).amended_at
        assert state_of(core).dossier.guarantees == DOSSIER_TIR.guarantees


def test_what_etir_would_be_told_stands_on_the_page_and_in_the_api(tmp_path: Path) -> None:
    released = (*TO_RELEASE, (ReleaseForTransit(), OSH))
    with running(make_services(tmp_path, under_way(*released))) as client:
        path = f"/api/v1/movements/{MOVEMENT}/projections/etir"
        told = client.get(path, headers=bearer("osh")).json()["operations"]
        assert [one["territory"] for one in told] == ["EAEU", "UZ", "TM", "AZ", "GE"]
        assert [one["standing"] for one in told[0]["messages"]] == ["said", "due", "due"]
        national = path.replace("etir", "national")
        assert client.get(national, headers=bearer("osh")).json()["operations"] == []
        enter(client, "osh", "ru")
        page = check_page(client.get(f"/projections/{MOVEMENT}"), "ru")
        text = page.to_text()
        for said in ("Операции МДП", "I9", "начало операции МДП", "Номер держателя: KGZ/001/12"):
            assert said in text
