"""Nobody holds what they may not see: every log of every node, read after traffic on two routes."""

import base64
import io
import json
import secrets
import zipfile
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import GuaranteeUse
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.reference import load_reference
from corridor.domain.routes import countries_of, plan_route
from corridor.engine.codec import fact_of, tag_of
from corridor.node.demo.dossiers import STORY_CARRIER, with_etas
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.world import load_world
from tests.acceptance.conftest import World
from tests.support.journeys import Journey, dossier_for
from tests.support.ledgers import Entry, Ledger, audience_faults, audiences, broken, read_ledgers

SECRET = "Q7xZ"
"""The access code of a guarantee. Four letters stand in some hash by chance, so it is looked for
as a program would write it down: in quotes, or with its length before it."""
WRONG_SECRET = "†µЩ¶"
"""What somebody gave instead. No hash, key or number contains it: it is looked for as it is."""
AROUND = ("KZ-KURY",)
COUNTRIES = {"osh-poti": {"KG", "UZ", "TM", "AZ", "GE"}, "bishkek-poti": {"KG", "KZ", "AZ", "GE"}}


@pytest.fixture(scope="module")
def secret_grn(world: World) -> str:
    """A guarantee with that code, registered through the API, and used once rightly, once not."""
    today = world.people.today()
    grn = register(world, "KG")
    for number, code in enumerate((WRONG_SECRET, SECRET)):
        dossier = dossier_for(f"SECRET-{number}{secrets.token_hex(3)}", today)
        use = GuaranteeUse("1", grn, amount_minor=1_000_00, currency="EUR")
        lodge = LodgeDeclaration(replace(dossier, guarantees=(use,)), code)
        token = world.network.token("KG", "carrier", STORY_CARRIER)
        sent = world.people.send("KG", token, "/declarations", lodge)
        assert sent.status_code == (201 if code == SECRET else 422), sent.text
    return grn


def register(world: World, node: str) -> str:
    """A guarantee of the story's carrier at the guarantor of this state."""
    grn = make_grn("26", node, f"SECRET{secrets.randbelow(10**6):06d}")
    today = world.people.today()
    command = RegisterGuarantee(
        grn=grn,
        holder=STORY_CARRIER,
        kind="1",
        reference_minor=900_000_000,
        currency="EUR",
        valid_from=(today - timedelta(days=1)).isoformat(),  # its own day may begin later
        valid_to=today.replace(year=today.year + 1).isoformat(),
        access_code=SECRET,
    )
    guarantor = world.network.token(node, "guarantor")
    answer = world.people.send(node, guarantor, "/subjects/new/commands", command)
    assert answer.is_success, answer.text
    return grn


@pytest.fixture(scope="module")
def ledgers(world: World, secret_grn: str) -> dict[str, Ledger]:
    """All logs after traffic on both routes, an amended route among it."""
    for route in COUNTRIES:
        Journey(world.people, route).file().lead("written_off")
    _leaves_its_route(world)
    _guaranteed_from_elsewhere(world)
    world.network.settle()
    return read_ledgers(world.network)


def _leaves_its_route(world: World) -> None:
    """Accepted for Turkmenistan, then led through Kazakhstan instead."""
    journey = Journey(world.people).file()
    journey.lead("accepted")
    around = plan_route(load_reference(), "KG-OSH", "GE-POTI", AROUND, ("road", "sea"))
    assert around is not None
    assert "TM" not in countries_of(around)
    dossier = dossier_for(journey.lrn, world.people.today())
    start = world.people.today() + timedelta(days=1)
    changed = replace(dossier, route=with_etas(around, start))
    path = f"/subjects/{journey.subject}/commands"
    answer = world.people.send("KG", journey.carrier, path, AmendDeclaration(changed))
    assert answer.status_code == 200, answer.text


def _guaranteed_from_elsewhere(world: World) -> None:
    """By Kazakhstan, which it does not touch: asked, reserved, and free again at the end."""
    journey = Journey(world.people)
    use = GuaranteeUse("1", register(world, "KZ"), amount_minor=1_000_00, currency="EUR")
    dossier = dossier_for(journey.lrn, world.people.today())
    assert "KZ" not in countries_of(dossier.route)
    journey.file(replace(dossier, guarantees=(use,)), SECRET).lead("written_off")
    world.network.settle()
    with world.network.reader("KZ") as reader:
        tags = [tag_of(fact_of(e).payload) for e in reader.events(f"gr-{use.grn}")]
    in_order = ["guarantee.registered/1", "guarantee.reserved/1", "guarantee.released/1"]
    assert [tag for tag in tags if tag in in_order] == in_order
    assert set(tags) - set(in_order) - {"guarantee.awaits_code/1"} == {"guarantee.code_shown/1"}


def test_no_node_holds_what_its_route_does_not_touch(ledgers: dict[str, Ledger]) -> None:
    assert not list(audience_faults(ledgers))


def test_the_test_itself_would_see_it(ledgers: dict[str, Ledger]) -> None:
    """An event of the southern route, put into Kazakhstan's log, is found."""
    south = next(
        entry
        for entry in ledgers["KG"].log
        if entry.subject.startswith("mv-") and "KZ" not in audiences(ledgers)[entry.subject]
    )
    kazakh = replace_log(ledgers["KZ"], [*ledgers["KZ"].log, south])
    assert list(audience_faults({**ledgers, "KZ": kazakh}))


def replace_log(ledger: Ledger, log: list[Entry]) -> Ledger:
    """The same ledger with another log."""
    from dataclasses import replace as changed

    return changed(ledger, log=log)


def test_both_routes_were_travelled(ledgers: dict[str, Ledger]) -> None:
    """And each state of each route heard of its own movements, so the silence means something."""
    told = audiences(ledgers)
    for route in COUNTRIES.values():
        subjects = [s for s, nodes in told.items() if s.startswith("mv-") and nodes == route]
        assert subjects
        for node in route:
            assert set(subjects) <= {entry.subject for entry in ledgers[node].log}


def test_guarantees_and_visits_never_leave(ledgers: dict[str, Ledger]) -> None:
    for node, ledger in ledgers.items():
        foreign = [e for e in ledger.log if e.node != node]
        assert not [e for e in foreign if e.subject.startswith(("gr-", "cp-"))]
        assert not [e for e in foreign if e.tag.startswith(("guarantee.", "checkpoint."))]
        assert not [e for e in foreign if e.subject == "node"]


def test_a_permits_application_goes_to_its_authority_alone(ledgers: dict[str, Ledger]) -> None:
    """UZ does not learn what AZ was asked, though both are on the route."""
    told = audiences(ledgers)
    permits = [subject for subject in told if subject.startswith("pm-")]
    assert permits
    for subject in permits:
        holders = {n for n, led in ledgers.items() if any(e.subject == subject for e in led.log)}
        assert holders == told[subject]
        assert len(holders) == 2


def test_whoever_leaves_the_route_hears_that_and_no_more(ledgers: dict[str, Ledger]) -> None:
    withdrawn = [e for e in ledgers["KG"].log if e.tag == "movement.withdrawn/1"]
    assert withdrawn
    for event in withdrawn:
        later = [
            e
            for e in ledgers["KG"].log
            if e.subject == event.subject and e.place > event.place and e.node == "KG"
        ]
        assert later
        for node in event.said()["nodes"]:
            heard = {e.number for e in ledgers[node].log if e.subject == event.subject}
            assert event.number in heard
            assert not heard & {e.number for e in later}


def spellings(text: str) -> set[bytes]:
    """The ways in which a program may have written a text down."""
    raw = text.encode()
    escaped = json.dumps(text)[1:-1].encode()
    found = {msgspec.msgpack.encode(text), b'"' + raw + b'"', b'"' + escaped + b'"'}
    if not text.isascii():
        wide = {text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode()}
        found |= {raw, escaped, *wide, base64.b64encode(raw)[:-2]}
    return found


def test_access_codes_stand_in_no_file_of_any_node(
    world: World, ledgers: dict[str, Ledger]
) -> None:
    """Databases, write-ahead logs, the nodes' own logs: not a byte of them."""
    files = [
        path
        for node in DEMO_NODES
        for path in (world.network.folder / node).rglob("*")
        if path.is_file()
    ]
    assert any(path.name == "store.db" for path in files)
    assert any(path.name == "store.db-wal" for path in files)
    for code in (SECRET, WRONG_SECRET):
        for path in files:
            assert_absent(code, path.read_bytes(), str(path))


def assert_absent(code: str, data: bytes, where: str) -> None:
    """Whether the code is in the data in none of its spellings."""
    for spelling in spellings(code):
        assert spelling not in data, f"{where} holds an access code"


def test_the_demos_own_codes_are_no_text_of_any_event(ledgers: dict[str, Ledger]) -> None:
    carriers = [firm for data in load_world().nodes.values() for firm in data.carriers]
    codes = {f'"{firm.guarantee.access_code}"'.encode() for firm in carriers}
    for ledger in ledgers.values():
        for entry in ledger.log:
            assert not [code for code in codes if code in entry.data], entry.tag


def test_evidence_tells_no_access_code(world: World, ledgers: dict[str, Ledger]) -> None:
    lodged = [e for e in ledgers["KG"].log if e.tag == "movement.lodged/1"]
    secret = [e for e in lodged if e.said()["dossier"]["lrn"].startswith("SECRET-")]
    assert len(secret) == 1
    token = world.network.token("KG", "carrier", STORY_CARRIER)
    answer = world.people.get("KG", token, f"/movements/{secret[0].subject}/evidence")
    assert answer.status_code == 200
    assert_absent(SECRET, answer.content, "the evidence file")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as case:
        for name in case.namelist():
            assert_absent(SECRET, case.read(name), name)


def test_every_leaf_is_salted(ledgers: dict[str, Ledger]) -> None:
    """A hash tells nothing about a plate: no two events share sixteen random bytes."""
    salts: Counter[str] = Counter()
    seen: dict[str, set[bytes]] = defaultdict(set)
    for ledger in ledgers.values():
        for entry in ledger.log:
            envelope = json.loads(entry.data)
            salt = envelope["salt"]
            assert len(base64.urlsafe_b64decode(salt + "==")) == 16
            seen[salt].add(entry.data)
            salts[salt] += 1
    assert max(len(events) for events in seen.values()) == 1
    assert max(salts.values()) <= len(DEMO_NODES)


def test_everything_else_is_whole(world: World, ledgers: dict[str, Ledger]) -> None:
    assert not broken(world.network, ledgers)


def test_public_pages_name_no_one(world: World, ledgers: dict[str, Ledger]) -> None:
    """Who is not signed in sees movements on the map, and neither plate, number, goods nor name."""
    mrn = world.movement(world.released).mrn
    told = [mrn, world.released.subject, world.released.lrn, "01KG777ABC", "MSKU1234565", "Черешня"]
    client = world.network.client("KG")
    pages = ("/", "/about", "/developers", "/verify", "/requirements", "/api/v1/node", "/healthz")
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        shown = [word for word in told if word in answer.text]
        assert not shown, f"{path} shows {shown}"


def test_files_with_secrets_are_their_owners_alone(world: World) -> None:
    folder = world.network.folder
    secrets_ = [folder / "tokens.json", *folder.glob("*/key.pem"), *folder.glob("*/session.key")]
    secrets_ += list((folder / "roots").iterdir())
    assert len(secrets_) > 12
    for path in secrets_:
        assert _mode(path) == 0o600, path


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_tokens_are_kept_as_hashes(world: World) -> None:
    """Who reads a database cannot call the API with what he finds there."""
    tokens = msgspec.json.decode((world.network.folder / "tokens.json").read_bytes())
    for node in DEMO_NODES:
        data = b"".join(
            path.read_bytes() for path in (world.network.folder / node).glob("store.db*")
        )
        for token in tokens[node].values():
            assert token.encode() not in data
