"""By what a vehicle was picked for control is said among customs, and never to the carrier."""

import io
import json
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from corridor.domain.facts import Actor
from corridor.domain.risk.profile import Profile
from corridor.engine.risk_book import DecideRisk, ProposeRisk, SaveDraft
from corridor.web.access import PUBLIC, declared_access
from tests.support.engines import MOVEMENT
from tests.support.web import bearer
from tests.web.conftest import GRN, PERMIT, World
from tests.web.desk_world import enter, post, shown

GROUNDS, PROFILE = "Tobacco-by-the-ton", "Profile-26-11"
SECRET = CODE, TITLE, LOOK_AT = "KG-BY-NIGHT-7", "Trucks-by-night", "Look-under-the-floor"
OSH = Actor("KGOSH001", "kg-customs", "osh", "customs")
ENDLESS = ("/live", "/sign-out")


@pytest.fixture
def decided(world: World) -> World:
    """A red channel with its reasons, and the profile that nobody but the office knows."""
    profile = Profile(CODE, TITLE, LOOK_AT, departs=("KG",))
    for job in (
        SaveDraft(CODE, profile, 0, OSH),
        ProposeRisk(CODE, "on", 1, OSH),
        DecideRisk(CODE, 2, True, replace(OSH, person="another")),
    ):
        assert world.core.run_one(job) == "done"
    client, here = enter(world.client, "osh"), f"/customs/{world.mrn}"
    form = {"channel": "red", "reasons": GROUNDS, "profile": PROFILE}
    post(client, f"{here}/channel", 422, **form | {"profile": "x" * 2_001})
    post(client, f"{here}/channel", **form)
    page = shown(client, here)
    for told in (GROUNDS, PROFILE, *SECRET):
        assert told in page
    return world


def _addresses(world: World) -> Iterator[str]:
    """Every address that a carrier may read, with what it knows of filled in."""
    named = {"mv": MOVEMENT, "mrn": world.mrn, "pm": PERMIT, "gr": GRN}
    for (path, method), who in sorted(declared_access(world.client.app).items()):
        if method == "GET" and who & {"carrier", PUBLIC} and not path.startswith(ENDLESS):
            for value in named.values() if "{" in path else ("",):
                parts = [value if one.startswith("{") else one for one in path.split("/")]
                yield "/".join(parts)


def test_no_page_api_or_paper_of_the_carrier_tells_the_grounds(decided: World) -> None:
    client = enter(decided.client, "aibek")
    seen = 0
    for address in _addresses(decided):
        headers = bearer("aibek") if address.startswith("/api/") else {}
        answer = client.get(address, headers=headers)
        if answer.status_code != 200:
            continue
        seen += 1
        data = answer.content
        if data.startswith(b"%PDF"):
            pages = PdfReader(io.BytesIO(data)).pages
            data = " ".join(page.extract_text() for page in pages).encode()
        for told in (GROUNDS, PROFILE, *SECRET):
            assert told.encode() not in data, address
    assert seen > 40


def test_customs_reads_the_grounds_and_no_event_holds_the_profile(decided: World) -> None:
    api = f"/api/v1/movements/{decided.mrn}"
    officer = decided.client.get(api, headers=bearer("osh")).json()
    assert officer["movement"]["channel_reasons"] == [GROUNDS]
    carrier = decided.client.get(api, headers=bearer("aibek")).json()
    assert carrier["movement"]["channel"] == "red"
    told = decided.client.get(f"{api}/timeline", headers=bearer("aibek")).json()
    assert "movement.control_decided/1" in json.dumps(told)
    with decided.core.store.read() as reader:
        said = b"".join(event.data for event in reader.log(0, reader.size()))
    assert GROUNDS.encode() in said
    assert PROFILE.encode() not in said


def test_a_carrier_hears_of_the_control_and_its_channel(decided: World) -> None:
    page = shown(enter(decided.client, "aibek"), f"/carrier/dossiers/{MOVEMENT}")
    assert "Red: the goods are examined" in page
