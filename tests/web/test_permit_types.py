"""A type of permit that nobody wrote code for: one file in a node's folder, from form to paper."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.state import Permit
from corridor.domain.reference.permit_rule import NO_CONDITIONS, Words
from corridor.engine.core import Core
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.node.settings import SettingsInvalid, read_types
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.support.engines import (
    MOVEMENT,
    REFERENCE,
    RULES,
    START,
    CountingTokens,
    FakeClock,
    make_core,
)
from tests.support.pages import check_page
from tests.support.web import bearer, make_services, running
from tests.web.conftest import fill
from tests.web.desk_world import Client, enter, post, shown

NEED = "KG-T001"
FORM = f"/carrier/dossiers/{MOVEMENT}/permits/{NEED}"
TYPE = {
    "code": "honeybees",
    "version": 2,
    "name": {"en": "Permit for honeybees", "ru": "Разрешение на медоносных пчёл"},
    "about": {"en": "Hives and their health.", "ru": "Ульи и их здоровье."},
    "desk": "VET",
    "fields": [
        {
            "code": "hives",
            "label": {"en": "Number of hives", "ru": "Количество ульев"},
            "kind": "whole",
            "required": True,
            "least": 1,
            "most": 500,
        },
        {
            "code": "health",
            "label": {"en": "Health check", "ru": "Осмотр"},
            "kind": "choice",
            "choices": [{"code": "done", "text": {"en": "Done", "ru": "Проведён"}}],
            "usual": "done",
        },
    ],
    "uses_most": 3,
    "uses_usual": 2,
    "valid_days_most": 60,
    "valid_days_usual": 20,
    "four_eyes": True,
    "conditions": [{"en": "In the shade.", "ru": "В тени."}],
    "print": {"fields": ["hives", "health"], "note": {"en": "Bees.", "ru": "Пчёлы."}},
    "illustrative": True,
}


def node_folder(folder: Path) -> Path:
    """The folder of a node that has one type of its own."""
    (folder / "permit-types").mkdir()
    (folder / "permit-types" / "honeybees.json").write_bytes(msgspec.json.encode(TYPE))
    return folder


@pytest.fixture
def core(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    """A node with the type, a rule that asks for it, and two officers who decide on it."""
    types = read_types(node_folder(tmp_path))
    plant = next(rule for rule in RULES if rule.kind == "phytosanitary")
    rule = replace(
        plant,
        id="T001",
        kind="honeybees",
        title=Words("Honeybees", "Пчёлы"),
        countries=("KG",),
        directions=("export",),
        desk="VET",
        question="",
        asks=None,
        authorities={},
        papers=(),
        hs=("08",),
        except_hs=(),
        item_facts=(),
        conditions=NO_CONDITIONS,
        modes=(),
    )
    rules = RuleBook((*RULES, rule))
    core = make_core(clock=FakeClock(), rules=rules)
    core.settings = replace(core.settings, permit_types=types, tokens=CountingTokens())
    fill(core)
    for login in ("vet-one", "vet-two"):
        account = Account(login, login, "kg-vet", "permit", "KG-VET")
        core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    references = ReferenceInForce(REFERENCE, core.store, rules)
    services = make_services(tmp_path, core, references=references, types=types)
    with running(services) as client:
        yield core, client


def applied(core: Core) -> Permit:
    found = [one for one in Queries(core).permits_of(MOVEMENT) if one.request.kind == "honeybees"]
    return found[-1]


def test_a_file_alone_adds_a_type(core: tuple[Core, Client]) -> None:
    engine, client = core
    kinds = client.get("/api/v1/permit-types").json()["types"]
    assert "honeybees" in {one["code"] for one in kinds}
    _asked_by_a_program(client)
    _asked_on_the_page(client)
    permit = applied(engine)
    assert {one.code: one.value for one in permit.request.details} == {
        "hives": "40",
        "health": "done",
    }
    assert permit.four_eyes
    _decided_by_two(client, permit.id)
    permit = applied(engine)
    assert (permit.status, permit.uses_granted) == ("granted", 2)
    enter(client, "aibek")
    assert "Permit for honeybees" in shown(client, f"/carrier/permits/{permit.id}")
    paper = client.get(f"/carrier/permits/{permit.id}/permit.pdf")
    assert paper.content.startswith(b"%PDF")
    _revoked_by_two(client, permit.id)
    assert applied(engine).status == "revoked"


def _asked_by_a_program(client: Client) -> None:
    """With a value that does not fit: refused at its field, in the words of the file."""
    wanted = {"rule": "T001", "country": "KG", "details": {"hives": "0"}}
    body = {"dossier": MOVEMENT, "requirements": [wanted]}
    answer = client.post("/api/v1/permits", json=body, headers=bearer("aibek"))
    (refusal,) = answer.json()["applications"][0]["refusals"]
    assert refusal["pointer"] == "/request/details/hives"
    assert refusal["args"]["detail"] == "honeybees.hives"


def _asked_on_the_page(client: Client) -> None:
    """Only what the dossier does not say; kept, and sent later."""
    enter(client, "aibek")
    text = shown(client, FORM)
    assert "Number of hives" in text
    assert "Known from the dossier" in text
    post(client, FORM, 422, act="apply", d_hives="", d_health="done")
    post(client, FORM, 422, act="apply", d_hives="501", d_health="done")
    long = {"d_hives": "40", "d_health": "done", "note": "x" * 2_001}
    assert "x" * 2_001 in post(client, FORM, 422, act="apply", **long).text
    post(client, FORM, act="keep", d_hives="40", d_health="done")
    assert 'value="40"' in shown(client, FORM)
    post(client, FORM, act="apply", d_hives="40", d_health="done", note="Sleepy.")
    assert client.get(FORM).url.path != FORM, "nothing is left to apply for"


def _decided_by_two(client: Client, id: str) -> None:
    enter(client, "vet-one")
    text = shown(client, f"/permits/{id}")
    assert "Number of hives" in text
    assert "In the shade." in shown(client, f"/permits/{id}/propose")
    days = {"valid_from": "2026-11-22", "valid_to": "2026-12-20", "uses": "2"}
    post(client, f"/permits/{id}/propose", 422, **(days | {"uses": "4"}))
    post(client, f"/permits/{id}/propose", **days, conditions="In the shade.")
    post(client, f"/permits/{id}/confirm", 422)
    enter(client, "vet-two")
    assert "A decision is proposed" in shown(client, f"/permits/{id}")
    for page in (f"/permits/{id}", f"/permits/{id}/confirm"):
        text = check_page(client.get(page), "en").to_text()
        assert "entries: 2. Conditions: In the shade." in " ".join(text.split()), page
    post(client, f"/permits/{id}/confirm")


def _revoked_by_two(client: Client, id: str) -> None:
    enter(client, "vet-one")
    assert f"/permits/{id}/revoke" not in shown(client, f"/permits/{id}")
    post(client, f"/permits/{id}/propose_revocation", reason="Foul brood.")
    enter(client, "vet-two")
    assert "To revoke: Foul brood." in shown(client, f"/permits/{id}")
    assert id in shown(client, "/permits")
    post(client, f"/permits/{id}/confirm")


def test_a_broken_file_stops_the_start_and_names_itself(tmp_path: Path) -> None:
    folder = node_folder(tmp_path)
    (folder / "permit-types" / "wasps.json").write_bytes(msgspec.json.encode(TYPE))
    with pytest.raises(SettingsInvalid, match=r"wasps\.json"):
        read_types(folder)
