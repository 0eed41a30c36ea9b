"""Evidence files that nodes of a route export, verified without them."""

import io
import random
import zipfile

import pytest

from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.crossing import RecordCrossing
from corridor.evidence.errors import CaseInvalid
from corridor.evidence.verify import verify_case
from corridor.exchange.evidence_export import export_case
from tests.exchange.network import ROOTS, Node, Wires, settle
from tests.exchange.steps import RELEASE, accepted_movement
from tests.support.engines import MOVEMENT, customs, do

MRN = "26KG000000000000J0"


@pytest.fixture
async def route() -> tuple[Node, ...]:
    wires = Wires()
    kg, uz, _ = nodes = tuple(Node(name, wires) for name in ("KG", "UZ", "GE"))
    accepted_movement(kg.core)
    await settle(*nodes, rounds=3)
    for command in RELEASE:
        assert not do(kg.core, command, customs("KGOSH001")).refusals
    await settle(*nodes, rounds=3)
    crossing = RecordCrossing("UZDUST01")
    assert not do(uz.core, crossing, customs("UZDUST01")).refusals
    await settle(*nodes, rounds=3)
    return nodes


@pytest.mark.parametrize("place", range(3))
async def test_every_node_of_the_route_proves_the_movement(
    route: tuple[Node, ...], place: int
) -> None:
    node = route[place]
    case = export_case(node.core, MRN, MOVEMENT, node.trust)
    report = verify_case(case, ROOTS)
    assert report.ok, report.failed
    assert (report.reference, report.node) == (MRN, node.name)
    assert {event.node for event in report.events} == {"KG", "UZ"}
    for event in report.events:
        assert (event.origin_index is None) == (event.node == node.name)
        if event.node == node.name:
            followers = {received.follower for received in event.received}
            assert followers == {"KG", "UZ", "GE"} - {node.name}
        else:
            assert node.name in {witness.node for witness in event.witnessed}
    if node.name == "UZ":  # whose last event was acknowledged by all
        assert report.witnessed


async def test_a_flipped_byte_anywhere_is_named(route: tuple[Node, ...]) -> None:
    node = route[1]
    case = export_case(node.core, MRN, MOVEMENT, node.trust)
    chance = random.Random(1)
    for at in chance.sample(range(len(case)), 200):
        flipped = bytearray(case)
        flipped[at] ^= 1 << chance.randrange(8)
        report = verify_case(bytes(flipped), ROOTS)
        assert report.failed is not None, at
        assert report.failed.name


async def test_nothing_is_exported_of_what_is_not_held(route: tuple[Node, ...]) -> None:
    node = route[0]
    with pytest.raises(CaseInvalid):
        export_case(node.core, "?", "mv-KG-unknown", node.trust)


async def test_a_movement_that_nobody_has_acknowledged_yet() -> None:
    node = Node("KG", Wires())
    accepted_movement(node.core)
    report = verify_case(export_case(node.core, MRN, MOVEMENT, node.trust), None)
    assert report.ok, report.failed
    assert not report.roots_given
    assert not any(event.received for event in report.events)


async def test_the_carriers_file_holds_no_grounds_of_a_control() -> None:
    node = Node("KG", Wires())
    accepted_movement(node.core)
    red = DecideControl("red", ("Tobacco by the ton",))
    assert not do(node.core, red, customs("KGOSH001")).refusals
    full = export_case(node.core, MRN, MOVEMENT, node.trust)
    own = export_case(node.core, MRN, MOVEMENT, node.trust, for_carrier=True)
    reports = [verify_case(case, ROOTS) for case in (full, own)]
    assert all(report.ok for report in reports)
    assert len(reports[0].events) == len(reports[1].events) + 1
    assert [b"Tobacco" in _unpacked(case) for case in (full, own)] == [True, False]


def _unpacked(case: bytes) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(case))
    return b"".join(archive.read(name) for name in archive.namelist())
