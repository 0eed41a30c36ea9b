"""Permits at the border: another plate, an expired code, an altered one, a forged one."""

import base64
import json
import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.evidence.keys import Ed25519Signer
from corridor.node.demo.network import key_id
from corridor.node.demo.plan import next_acts
from corridor.node.demo.troubles import SMOOTH
from corridor.node.system import present
from tests.acceptance.conftest import World
from tests.acceptance.test_bad_input import assert_problem
from tests.acceptance.test_trespass import call
from tests.support.browsing import visitor
from tests.support.journeys import Journey, dossier_for
from tests.support.untouched import untouched

PLATE = "01KG777ABC"
OTHER = "01KG999XYZ"
SECTION = re.compile(r'<section class="verdict verdict--(\w+)">(.*?)</section>', re.DOTALL)


def wire(credential: str) -> tuple[dict[str, Any], str]:
    """What a credential says, and its signature."""
    _, payload, signature = credential.split(".")
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return said, signature


def signed(said: dict[str, Any], signer: Ed25519Signer) -> str:
    """A credential of these words by this key."""
    data = msgspec.json.encode(said, order="sorted")
    message = f"DTC1.{base64.urlsafe_b64encode(data).decode().rstrip('=')}"
    return f"{message}.{_text(signer.sign(message.encode()))}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def with_words(credential: str, **changes: Any) -> str:
    """Other words under the same signature."""
    said, signature = wire(credential)
    data = msgspec.json.encode(said | changes, order="sorted")
    return f"DTC1.{_text(data)}.{signature}"


@pytest.fixture(scope="module")
def permit(world: World) -> Permit:
    return world.permit(world.released, "UZ")


def node_key(world: World, node: str) -> Ed25519Signer:
    """The key that signs what the node's authorities grant."""
    pem = (world.network.folder / node / "key.pem").read_bytes()
    return Ed25519Signer.from_pem(key_id(node), pem)


def verdict(
    world: World, text: str, plate: str, node: str = "UZ", post: str = "UZDUST01"
) -> tuple[str, str, str]:
    """The checkpoint page's word on a text, and its reasons in English and in Russian."""
    words, reasons = set(), []
    for lang in ("en", "ru"):
        with visitor(world.network, node, "checkpoint", post) as officer:
            officer.http.headers["accept-language"] = lang
            answer = officer.post("/verify", text=text, plate=plate)
        assert answer.status_code == 200
        found = SECTION.search(answer.text)
        assert found is not None, answer.text
        words.add(found[1])
        reasons.append(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[2])))
    [word] = words
    return word, reasons[0], reasons[1]


def test_the_right_permit_is_good(settled: World, permit: Permit) -> None:
    word, english, russian = verdict(settled, permit.credential, PLATE)
    assert word == "valid"
    assert "is genuine" in english
    assert "подлинна" in russian


def test_a_permit_for_another_plate(settled: World, permit: Permit) -> None:
    with untouched(settled.network, "UZ"):
        word, english, russian = verdict(settled, permit.credential, OTHER)
    assert word == "invalid"
    assert "another vehicle" in english
    assert "другую машину" in russian


def test_an_expired_permit(settled: World, permit: Permit) -> None:
    """Signed rightly, by the authority itself, but over."""
    past = (settled.people.today() - timedelta(days=3)).isoformat()
    said, _ = wire(permit.credential)
    old = signed(said | {"f": "2026-01-01", "u": past}, node_key(settled, "UZ"))
    word, english, russian = verdict(settled, old, PLATE)
    assert word == "invalid"
    assert "expired" in english
    assert "ст" in russian


def altered(credential: str) -> dict[str, str]:
    """Other words under the same signature, another signature, and what is no permit."""
    end = "A" if credential[-1] != "A" else "Q"
    return {
        "plate": with_words(credential, p=[OTHER]),
        "date": with_words(credential, u="2099-01-01"),
        "issuer": with_words(credential, i="KZ"),
        "signature": credential[:-1] + end,
        "longer": credential + "A",
        "version": credential.replace("DTC1", "DTC2"),
        "half": credential[: len(credential) // 2],
        "endless": "DTC1." + "A" * 5_000,
        "script": "<script>alert(1)</script>",
    }


@pytest.mark.parametrize("name", list(altered("DTC1.e30.AA")))
def test_an_altered_permit(settled: World, permit: Permit, name: str) -> None:
    text = altered(permit.credential)[name]
    with untouched(settled.network, "UZ"):
        word, english, russian = verdict(settled, text, OTHER)
    assert word == "invalid", english
    assert "genuine" not in english
    assert english != russian


FORGERS = ("uz-demo-1", "az-demo-1", "xx-demo-1")


@pytest.mark.parametrize("name", FORGERS)
def test_a_forged_permit(settled: World, permit: Permit, name: str) -> None:
    """A stranger's signature under any key's name."""
    said, _ = wire(permit.credential)
    forged = signed(said | {"k": name}, Ed25519Signer.generate(name))
    word, english, _ = verdict(settled, forged, PLATE)
    assert word == "invalid", english
    assert "genuine" not in english


def test_another_states_key_is_no_authority_here(settled: World, permit: Permit) -> None:
    said, _ = wire(permit.credential)
    other = signed(said | {"k": "az-demo-1"}, node_key(settled, "AZ"))
    word, english, _ = verdict(settled, other, PLATE)
    assert word != "valid"
    assert "genuine" not in english


def test_a_plate_changed_by_amendment_does_not_cross_with_the_old_permit(world: World) -> None:
    """Permits of the old plate do not let the new one out, nor across the frontier."""
    network, journey = world.network, Journey(world.people).file()
    journey.lead("accepted")
    _decide_permits(journey)
    dossier = dossier_for(journey.lrn, world.people.today())
    load = dossier.consignment
    means = (replace(load.means[0], id=OTHER), *load.means[1:])
    changed = replace(dossier, consignment=replace(load, means=means))
    path = f"/subjects/{journey.subject}/commands"
    amended = call(world, "KG", journey.carrier, "POST", path, AmendDeclaration(changed))
    assert amended.status_code == 200, amended.text
    osh = network.token("KG", "customs", "KGOSH001")
    seals = AffixSeals(("KG-778201", "KG-778202"))
    for command in (DecideControl("green"), RequestGuarantee(), seals):
        assert call(world, "KG", osh, "POST", path, command).status_code == 200
    network.settle()
    with untouched(network):
        english, russian = (
            call(world, "KG", osh, "POST", path, ReleaseForTransit(), lang) for lang in ("en", "ru")
        )
    problem = english.json()
    assert_problem(english, russian, 422, "permit_other_plate", problem.get("pointer", ""))
    refused = {said["text"] for said in problem["refusals"]}
    assert len(refused) >= 4, refused


def test_a_crossing_without_the_permit_of_that_state(settled: World) -> None:
    """The permit is revoked after release: the frontier refuses, and says which is missing."""
    world, journey = settled, Journey(settled.people).file()
    journey.lead("released")
    permit = world.permit(journey, "UZ")
    at_farap = (permit.credential, PLATE, "TM", "TMFARA01")  # where it is the same day
    word, said, _ = verdict(world, *at_farap)
    assert (word, "Not revoked and not used up: Uzbekistan" in said) == ("valid", True), said
    road = world.network.token("UZ", "permit", "UZ-ROAD")
    revoke = RevokePermit("Отозвано при проверке.")
    answer = call(world, "UZ", road, "POST", f"/subjects/{permit.id}/commands", revoke)
    assert answer.status_code == 200, answer.text
    word, said, _ = verdict(world, *at_farap)
    assert (word, "It was revoked" in said) == ("invalid", True), "the post of another state asks"
    world.network.settle()
    token = world.network.token("UZ", "customs", "UZDUST01")
    path = f"/subjects/{journey.subject}/commands"
    with untouched(world.network, "UZ"):
        english, russian = (
            call(world, "UZ", token, "POST", path, RecordCrossing("UZDUST01"), lang)
            for lang in ("en", "ru")
        )
    assert english.status_code == 422, english.text
    at = english.json()["pointer"]
    assert_problem(english, russian, 422, "permit_revoked", at)
    assert at.startswith("/dossier/")


CROSSINGS = (
    ("UZ", "UZALAT01", "office_not_on_route"),
    ("GE", "GEPOTI01", "office_not_on_route"),
    ("AZ", "AZKRAS01", "office_not_on_route"),
)


@pytest.mark.parametrize(("node", "office", "code"), CROSSINGS)
def test_a_crossing_at_an_office_without_that_role(
    settled: World, node: str, office: str, code: str
) -> None:
    token = settled.network.token(node, "customs", office)
    path = f"/subjects/{settled.released.subject}/commands"
    with untouched(settled.network, node):
        english, russian = (
            call(settled, node, token, "POST", path, RecordCrossing(office), lang)
            for lang in ("en", "ru")
        )
    assert_problem(english, russian, 422, code, "/office")


def test_a_crossing_for_another_office(settled: World) -> None:
    """An officer at Dustlik cannot record what only Farap may."""
    token = settled.network.token("UZ", "customs", "UZDUST01")
    path = f"/subjects/{settled.released.subject}/commands"
    with untouched(settled.network, "UZ"):
        answer = call(settled, "UZ", token, "POST", path, RecordCrossing("TMFARA01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "not_your_office")


def test_an_office_off_the_route_does_not_know_the_movement(settled: World) -> None:
    token = settled.network.token("GE", "customs", "GEBATU01")
    path = f"/subjects/{settled.released.subject}/commands"
    with untouched(settled.network, "GE"):
        answer = call(settled, "GE", token, "POST", path, RecordCrossing("GEBATU01"))
    assert answer.status_code == 404


def _decide_permits(journey: Journey) -> None:
    """Each authority grants what it was asked for."""

    def all_granted() -> bool:
        state, permits = journey.state(), journey.permits()
        for act in next_acts(state, permits, SMOOTH, present()):
            if act.desk == "permit":
                journey.act(act)
        return all(permit.status == "granted" for permit in permits)

    journey.network.until("all permits are granted", all_granted)
