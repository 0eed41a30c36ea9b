"""The demo's folder, its keys and its people."""

import json
import stat
from pathlib import Path

import pytest

from corridor.domain.codes import check_grn
from corridor.domain.movement.offices import node_of
from corridor.domain.reference import load_reference
from corridor.domain.reference.authorities import load_authorities
from corridor.domain.routes import DEMO_ROUTES
from corridor.evidence import canonical
from corridor.evidence.keys import signer_from_pem
from corridor.evidence.trust import KeyUse, Roots, TrustList, open_trust_list
from corridor.exchange.areas import areas_shown
from corridor.node.demo.fill import DEMO_PASSWORD, contacts_of, fill_node, tokens_of
from corridor.node.demo.mappings import mappings_of
from corridor.node.demo.network import (
    DEMO_NODES,
    DemoFolderRefused,
    make_network,
    ports_from,
    read_demo,
    remove_demo,
)
from corridor.node.demo.profiles import profiles_of
from corridor.node.demo.quotas import quotas_of
from corridor.node.demo.register import register_of
from corridor.node.demo.world import grn_of, load_world, people_of
from corridor.node.settings import read_settings
from corridor.stores.sqlite import SqliteStore
from corridor.web.auth.accounts import ACCOUNT
from corridor.web.auth.passwords import is_right


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    make_network(folder, ports_from(18700))
    return folder


def trust_of(folder: Path, node: str) -> TrustList:
    roots = canonical.decode((folder / node / "roots.json").read_bytes(), Roots)
    return open_trust_list((folder / node / "trust.json").read_bytes(), roots)


def test_every_node_has_its_own_key_which_the_trust_list_names(folder: Path) -> None:
    trust = trust_of(folder, "UZ")
    publics = set()
    for node in DEMO_NODES:
        settings = read_settings(folder / node)
        pem = folder / node / "key.pem"
        signer = signer_from_pem(settings.key_id, pem.read_bytes())
        entry = trust.node(node)
        assert entry.url == settings.url
        assert entry.keys[0].public_key == signer.public
        assert set(entry.keys[0].use) == set(KeyUse)
        assert stat.S_IMODE(pem.stat().st_mode) == 0o600
        publics.add(signer.public)
    assert len(publics) == len(DEMO_NODES)


def test_guarantees_stay_at_home(folder: Path) -> None:
    trust = trust_of(folder, "KG")
    assert {"movement", "permit"} <= areas_shown(trust, "KG", "AZ") & areas_shown(trust, "AZ", "KG")
    assert "guarantee" not in areas_shown(trust, "KG", "AZ")


def test_it_goes_on_where_it_was(folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    make_network(folder, ports_from(18700))
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_other_ports_make_a_newer_trust_list_with_the_same_keys(folder: Path) -> None:
    before = trust_of(folder, "KG")
    make_network(folder, ports_from(18800))
    after = trust_of(folder, "KG")
    assert after.version > before.version
    assert after.node("KZ").url == "http://127.0.0.1:18802"
    assert after.node("KZ").keys[0].public == before.node("KZ").keys[0].public
    assert after.node("KZ").keys[0].valid_from == before.node("KZ").keys[0].valid_from


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    treasure = tmp_path / "thesis.txt"
    treasure.write_text("years of work")
    for touch in (read_demo, remove_demo):
        with pytest.raises(DemoFolderRefused):
            touch(tmp_path)
    assert treasure.exists()


def test_a_demo_can_be_removed(folder: Path) -> None:
    remove_demo(folder)
    assert not list(folder.iterdir())
    assert read_demo(folder) is None
    remove_demo(folder)


def test_every_office_of_the_demo_routes_has_an_officer() -> None:
    for route in DEMO_ROUTES.values():
        for point in route.points:
            if point.office is not None:
                assert load_world().nodes[node_of(point.office)].customs[point.office]


def test_desks_are_of_known_offices_and_authorities() -> None:
    offices = set(load_reference().offices)
    authorities = {authority.code for authority in load_authorities()}
    for node, data in load_world().nodes.items():
        assert set(data.customs) <= offices
        assert set(data.checkpoints) <= offices
        assert {f"{node}-ROAD", f"{node}-PLANT"} <= set(data.permits) <= authorities


def test_the_world_says_that_it_is_invented() -> None:
    world = load_world()
    assert world.invented
    for data in world.nodes.values():
        assert 2 <= len(data.carriers) <= 3
        assert all("000" in carrier.phone.replace(" ", "") for carrier in data.carriers)


@pytest.mark.parametrize("node", DEMO_NODES)
def test_logins_are_unique_and_guarantee_numbers_right(node: str) -> None:
    logins = [person.login for person in people_of(node)]
    assert len(set(logins)) == len(logins)
    for carrier in load_world().nodes[node].carriers:
        assert check_grn(grn_of(node, carrier)).ok


async def test_filling_twice_is_filling_once(folder: Path) -> None:
    tokens = tokens_of(folder)["KG"]
    people = len(people_of("KG"))
    carriers = len(load_world().nodes["KG"].carriers)
    powers = 3  # two given, of which one was taken back
    contacts = len(list(contacts_of("KG")))
    profiles = len(list(profiles_of("KG")))  # a step of each stands in the log
    quotas = len(list(quotas_of("KG", "2026-11-30")))
    register = len(list(register_of("KG"))) + len(list(mappings_of("KG", "2026-11-30")))
    said = carriers + powers + contacts + profiles + quotas + register
    filled = 2 * people + said
    assert fill_node(folder / "KG", tokens) == filled
    assert fill_node(folder / "KG", tokens) == 0
    store = SqliteStore.open(folder / "KG" / "store.db")
    with store.read() as reader:
        account = reader.document(ACCOUNT, "alatoo")
        assert reader.size() == said + 1  # its own codes: a second operator confirms them
    store.close()
    assert account is not None
    assert await is_right(json.loads(account.body)["hash"], DEMO_PASSWORD)


def test_tokens_are_for_their_owner_alone(folder: Path) -> None:
    tokens = tokens_of(folder)
    assert tokens == tokens_of(folder)
    assert stat.S_IMODE((folder / "tokens.json").stat().st_mode) == 0o600
