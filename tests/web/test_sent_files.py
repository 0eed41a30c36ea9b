"""Files that go with what is said later: a question, its answer, a message, what happened."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from corridor.domain.attachments import Attachment, Attachments
from corridor.domain.movement.state import Movement
from corridor.domain.movement.writing import WriteToOffice
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.acts.registry import MOVEMENTS, PERMITS, acts_at
from corridor.web.files.trays import in_tray
from tests.support.engines import (
    CARRIER,
    MOVEMENT,
    RULES,
    do,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.samples import PDF, jpeg_of_a_phone
from tests.support.web import csrf, make_services, put_people, running
from tests.web.conftest import World
from tests.web.desk_world import Client, enter, post, released, shown
from tests.web.test_desk_permits import FIRST, apply
from tests.web.test_files import begin, upload
from tests.web.test_news import ROAD

DIGEST = sha256(PDF).hexdigest()
WHAT_TAKES_FILES: dict[Any, set[str]] = {
    "permit": {
        *("ask", "grant", "refuse", "revoke", "decide_appeal"),
        *("propose", "propose_refusal", "propose_revocation"),
    },
    "customs": {"message", "incident", "arrive", "answer-enquiry"},
    "carrier": {"write", "happened", "enquiry", "appeal", "change"},
}


ROAD_FORM = {"act": "apply", "d_trip": "single", "d_load": "laden"}


def sent(client: Client, subject: str, name: str = "form.pdf", data: bytes = PDF) -> str:
    """A file uploaded to go with what is said next; how it is named."""
    answer = upload(client, name, data, f"tray:{subject}", "other")
    assert answer.status_code == 204, answer.text
    return str(answer.headers["x-file-sha256"])


def permit_of(world: World) -> Permit:
    state: Permit = Queries(world.core).get(FIRST).state
    return state


def test_a_question_brings_a_paper_and_its_answer_another(world: World) -> None:
    apply(world.core, FIRST, MOVEMENT)
    client = enter(world.client, "road")
    assert sent(client, FIRST) == DIGEST
    assert f'value="{DIGEST}" checked' in shown(client, f"/permits/{FIRST}/ask")
    post(client, f"/permits/{FIRST}/ask", 422, files=[DIGEST], question="")
    post(client, f"/permits/{FIRST}/ask", question="Fill this in.", files=[DIGEST])
    assert [(one.file.name, one.node) for one in permit_of(world).sent] == [("form.pdf", "KG")]
    assert DIGEST not in shown(client, f"/permits/{FIRST}/refuse")
    enter(client, "aibek")
    assert f'href="/files/{FIRST}/{DIGEST}"' in shown(client, f"/carrier/permits/{FIRST}")
    assert client.get(f"/files/{FIRST}/{DIGEST}/content").content == PDF
    photo = sent(client, FIRST, "filled.jpg", jpeg_of_a_phone())
    kept = sent(client, FIRST, "not this.pdf", PDF + b"\n%%EOF")
    answer = f"/carrier/permits/{FIRST}/answer"
    assert f'value="{photo}" checked' in shown(client, answer)
    page = post(client, answer, 422, answer="", files=[photo], sent="1").text
    assert f'value="{photo}" checked' in page
    assert f'value="{kept}">' in page
    post(client, answer, answer="Here it is.", files=[photo], sent="1")
    assert [one.file.name for one in permit_of(world).sent] == ["form.pdf", "filled.jpg"]
    assert "not this.pdf" in shown(client, f"/attach/{FIRST}")
    enter(client, "road")
    assert "filled.jpg" in shown(client, f"/permits/{FIRST}")
    assert "not this.pdf" not in shown(client, f"/attach/{FIRST}")


def test_a_refused_application_is_made_again_with_what_was_missing(world: World) -> None:
    apply(world.core, FIRST, MOVEMENT)
    assert not do(
        world.core, RefusePermit("documents_missing", "No licence."), ROAD, FIRST
    ).refusals
    client = enter(world.client, "aibek")
    digest, again = sent(client, FIRST, "licence.pdf"), f"/carrier/permits/{FIRST}/again"
    page = shown(client, again)
    assert f'value="{digest}" checked' in page
    truck = page.partition('name="truck" value="')[2].partition('"')[0]
    form = {"truck": truck, "files": [digest], "note": "With the licence."}
    answer = client.post(again, data={"_csrf_token": csrf(client), **form}, follow_redirects=False)
    if answer.status_code == 422:  # the vehicle is another than declared, as the page says
        form["as_written"] = answer.text.partition('name="as_written" value="')[2].partition('"')[0]
        post(client, again, **form)
    assert [one.name for one in permit_of(world).request.attachments] == ["licence.pdf"]
    assert "licence.pdf" not in shown(client, f"/attach/{FIRST}")


@pytest.fixture
def way(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    """A movement on its way, and its carrier."""
    core = released()
    with running(make_services(tmp_path, core, rules=())) as client:
        yield core, enter(client, "aibek")


@pytest.fixture
def ruled(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    """A declared movement on a node with the permit rules, and its carrier."""
    core = make_core(rules=RULES)
    put_people(core)
    register_guarantee(core)
    lodge(core)
    with running(make_services(tmp_path, core)) as client:
        yield core, enter(client, "aibek")


def test_an_application_takes_its_papers_along(ruled: tuple[Core, Client]) -> None:
    core, client = ruled
    form = f"/carrier/dossiers/{MOVEMENT}/permits/UZ-R053"
    tray = f"new-{MOVEMENT}-UZ-R053"
    digest = sent(client, tray, "analysis.pdf")
    kept = sent(client, tray, "not this.pdf", PDF + b"\n%%EOF")
    assert f'value="{digest}" checked' in shown(client, form)
    assert client.get(f"/files/{tray}/{digest}/content").content == PDF
    assert "not this.pdf" in shown(client, f"/attach/{tray}")
    enter(client, "rival")
    assert "not this.pdf" not in shown(client, f"/attach/{tray}"), "nobody else's"
    assert client.get(f"/files/{tray}/{digest}").status_code == 404
    assert client.get("/attach/new-%D1%8F").status_code == 404
    enter(client, "road")
    assert client.get(f"/attach/{tray}").status_code == 404
    enter(client, "aibek")
    post(client, form, **ROAD_FORM, files=[digest])
    permit = of_road(core)
    assert [one.name for one in permit.request.attachments] == ["analysis.pdf"]
    assert [one.name for one in in_tray_of(client, tray)] == ["not this.pdf"], kept
    do(core, WithdrawPermit(), CARRIER, permit.id)
    post(client, form, **ROAD_FORM)
    permit = of_road(core)
    assert [one.name for one in permit.request.attachments] == ["analysis.pdf"], "it stays"


def test_a_permit_apart_takes_its_papers_along(world: World) -> None:
    client = enter(world.client, "aibek")
    tray, form = "new-alone-KG-ecmt", "/carrier/permits/new/KG/ecmt"
    shown(client, form)
    digest = sent(client, tray, "fleet.pdf")
    assert f'value="{digest}" checked' in shown(client, form)


def of_road(core: Core) -> Permit:
    found = Queries(core).permits_of(MOVEMENT)
    return next(one for one in found if one.request.kind == "road_transit")


def in_tray_of(client: Client, tray: str) -> Attachments:
    return in_tray(client.app.state.services, tray, CARRIER)


def test_what_happened_on_the_way_is_told_with_a_photograph(way: tuple[Core, Client]) -> None:
    core, client = way
    here = f"/carrier/dossiers/{MOVEMENT}"
    photo = sent(client, MOVEMENT, "seal.jpg", jpeg_of_a_phone())
    assert f'value="{photo}" checked' in shown(client, f"{here}/happened")
    post(
        client,
        f"{here}/happened",
        code="2",
        text="Cut at night.",
        place="Km 41",
        files=[photo],
        happened_at="",
    )
    state: Movement = Queries(core).get(MOVEMENT).state
    assert [one.file.name for one in state.sent] == ["seal.jpg"]
    cmr = sent(client, MOVEMENT, "CMR 17.pdf")
    post(client, f"{here}/write", to="KGOSH001", text="The CMR.", asks="no", files=[cmr])
    enter(client, "osh")
    page = shown(client, f"/customs/{MOVEMENT}")
    assert "seal.jpg" in page
    assert "CMR 17.pdf" in page
    assert client.get(f"/files/{MOVEMENT}/{photo}").status_code == 200
    post(client, f"/customs/{MOVEMENT}/message", text="Thanks.", files=[sent(client, MOVEMENT)])
    assert [one.node for one in Queries(core).get(MOVEMENT).state.sent] == ["KG"] * 3
    enter(client, "rival")
    assert client.get(f"/files/{MOVEMENT}/{photo}/content").status_code == 404


def test_nobody_puts_a_file_where_one_sees_nothing(way: tuple[Core, Client]) -> None:
    core, client = way
    sent(client, MOVEMENT)
    enter(client, "rival")
    assert begin(client, "a.pdf", 10, f"tray:{MOVEMENT}").status_code == 404
    assert client.get(f"/attach/{MOVEMENT}").status_code == 404
    assert client.get("/attach/gr-KG").status_code == 404
    enter(client, "osh")
    assert "form.pdf" not in shown(client, f"/attach/{MOVEMENT}")
    named = Attachment("f" * 64, 10, "application/pdf", "a.pdf")
    said = do(core, WriteToOffice("KGOSH001", "x", attachments=(named,)), CARRIER)
    assert [(one.code, one.pointer) for one in said.refusals] == [
        ("attachment_unknown", "/attachments/0")
    ]


def test_without_scripts_papers_are_added_and_taken_away_on_a_page(
    way: tuple[Core, Client],
) -> None:
    _, client = way
    here, back = f"/attach/{MOVEMENT}", f"/carrier/dossiers/{MOVEMENT}/write"
    assert f"{here}?next={back}" in shown(client, back)
    token: Any = {"_csrf_token": csrf(client), "paper": "cmr"}
    for name, data, status in (("CMR.pdf", PDF, 303), ("a.exe", b"MZ" * 9, 422)):
        answer = client.post(
            f"{here}?next={back}",
            data=token,
            files=[("file", (name, data))],
            follow_redirects=False,
        )
        assert answer.status_code == status, answer.text
    page = shown(client, f"{here}?next={back}")
    assert "CMR.pdf" in page
    assert f'href="{back}"' in page
    assert client.get(f"/files/{MOVEMENT}/{DIGEST}/content").content == PDF
    post(client, f"{here}/remove?next={back}", sha256=DIGEST)
    assert "CMR.pdf" not in shown(client, here)


def test_the_acts_that_take_files_are_those_with_a_place_for_them() -> None:
    for role, names in WHAT_TAKES_FILES.items():
        of_movements, of_permits = acts_at(MOVEMENTS, role), acts_at(PERMITS, role)
        takes = {name for name, act in of_movements.items() if "/attachments" in act.pointers}
        takes |= {name for name, act in of_permits.items() if "/attachments" in act.pointers}
        assert takes == names
