"""A number that is unlike that of a vehicle is pointed out; it may be sent all the same."""

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.movement.plates import plate_doubts
from tests.domain.permit_cases import dossier


def declared(plate: str, kind: str = "30") -> Dossier:
    load = dossier().consignment
    means = replace(load.means[0], id=plate, kind=kind)
    return replace(dossier(), consignment=replace(load, means=(means,)))


@pytest.mark.parametrize(
    ("plate", "kind", "is_doubted"),
    [("01", "30", True), ("01KG123ABC", "30", False), ("01", "20", False), ("", "30", False)],
)
def test_only_road_vehicles_are_doubted(plate: str, kind: str, is_doubted: bool) -> None:
    found = [(one.code, one.pointer) for one in plate_doubts(declared(plate, kind))]
    assert found == [("hardly_a_plate", "/dossier/consignment/means/0/id")] * is_doubted
