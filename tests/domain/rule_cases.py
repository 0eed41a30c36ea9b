"""What each cross-field rule lets pass and what it stops: edits of one right dossier."""

from copy import deepcopy
from typing import Any, NamedTuple

import msgspec

from corridor.domain.consignment import Dossier

Edits = dict[str, Any]
LEFT_OUT = object()

_ITEM = {
    "number": 1,
    "declaration_number": 1,
    "description": "Fresh cherries",
    "hs": "080929",
    "gross_kg": "1000.5",
    "net_kg": "950",
    "packages": [{"kind": "BX", "count": 100, "marks": "OSH 1-100"}],
}
_SECOND = {**_ITEM, "number": 2, "declaration_number": 2, "description": "Cotton yarn"}
_BOX = {"number": 1, "container": "CSQU3054383", "seal_count": 2, "seals": ["KG001", "KG002"]}
_SECOND_BOX = {"number": 2, "container": "MSKU1234565", "goods": [2]}
_TRUCK = {"role": "departure", "kind": "30", "id": "01KG123ABC", "nationality": "KG"}
_TRAILER = {"role": "departure", "kind": "31", "id": "01KG456AB", "nationality": "KG"}
_GUARANTEE = {"kind": "1", "grn": "24XI00000100002A4", "amount_minor": 500000, "currency": "USD"}
_TRADER = {"name": "Poti Fruit", "city": "Poti", "country": "GE"}
_POINT = {"place": "UZ-DUST", "country": "UZ", "office": "UZDUS001", "role": "transit"}

BASE: dict[str, Any] = {
    "lrn": "KG-2026-0001",
    "holder": {"id": "KG01234567890"},
    "route": {"points": []},
    "guarantees": [_GUARANTEE],
    "consignment": {
        "gross_kg": "2001",
        "containerised": True,
        "inland_mode": "3",
        "houses": [{"number": 1, "gross_kg": "2001", "items": [_ITEM, _SECOND]}],
        "equipment": [_BOX],
        "means": [_TRUCK, _TRAILER],
    },
}


class Case(NamedTuple):
    """Edits that pass, edits that do not, and the field that is then pointed at."""

    passes: tuple[Edits, ...]
    stops: tuple[tuple[Edits, str], ...]


def dossier(edits: Edits) -> Dossier:
    """The right dossier with some fields changed; a path is written `consignment.houses.0`."""
    plain = deepcopy(BASE)
    for path, value in edits.items():
        _put(plain, path.split("."), value)
    return msgspec.convert(plain, Dossier)


def _put(where: Any, path: list[str], value: Any) -> None:
    for step in path[:-1]:
        where = where[int(step)] if isinstance(where, list) else where.setdefault(step, {})
    if isinstance(where, list):
        where[int(path[-1])] = value
    elif value is LEFT_OUT:
        where.pop(path[-1])
    else:
        where[path[-1]] = value


HOUSE = "consignment.houses.0"
FIRST, SECOND = f"{HOUSE}.items.0", f"{HOUSE}.items.1"
BOX = "consignment.equipment.0"
AT = "/consignment/houses/0"
AT_FIRST, AT_SECOND = f"{AT}/items/0", f"{AT}/items/1"
AT_BOX = "/consignment/equipment/0"
_C524 = [{"kind": "C524", "reference": "KG/1"}]
_C521 = [{"kind": "C521", "reference": "KG/2"}]
_TWO_HOUSES = [
    {"number": 1, "gross_kg": "1000.5", "items": [_ITEM]},
    {"number": 2, "gross_kg": "1000.5", "items": [{**_SECOND, "number": 1}]},
]
_NO_PACKAGES = [{"kind": "BX", "count": 0, "marks": "OSH 1-100"}]
_CARRIED: Edits = {
    f"{SECOND}.packages": _NO_PACKAGES,
    f"{SECOND}.gross_kg": "0",
    f"{SECOND}.net_kg": "10",
}

CASES: dict[str, Case] = {
    "R0994": Case(
        ({}, {"consignment.gross_kg": "2001.000001"}, {"consignment.houses": _TWO_HOUSES}),
        (
            ({"consignment.gross_kg": "2000.999999"}, "/consignment/gross_kg"),
            (
                {"consignment.houses": _TWO_HOUSES, "consignment.gross_kg": "2000.9"},
                "/consignment/gross_kg",
            ),
        ),
    ),
    "R0983": Case(
        ({}, {f"{HOUSE}.gross_kg": "2001.0"}),
        (({f"{HOUSE}.gross_kg": "2000.999"}, f"{AT}/gross_kg"),),
    ),
    "R0223": Case(
        ({}, {f"{FIRST}.net_kg": "1000.500000"}, {f"{FIRST}.net_kg": LEFT_OUT}, _CARRIED),
        (
            ({f"{FIRST}.net_kg": "1000.500001"}, f"{AT_FIRST}/net_kg"),
            (
                {
                    f"{FIRST}.net_kg": "99999999999.000002",
                    f"{FIRST}.gross_kg": "99999999999.000001",
                },
                f"{AT_FIRST}/net_kg",
            ),
        ),
    ),
    "R0221": Case(
        ({}, _CARRIED, {"reduced_dataset": True, f"{FIRST}.gross_kg": "0"}),
        (
            ({f"{FIRST}.gross_kg": "0.000"}, f"{AT_FIRST}/gross_kg"),
            ({**_CARRIED, f"{SECOND}.gross_kg": "5"}, f"{AT_SECOND}/gross_kg"),
        ),
    ),
    "R0219": Case(
        ({}, {f"{SECOND}.packages": [*_NO_PACKAGES, *_NO_PACKAGES]}),
        (({f"{SECOND}.packages": [*_NO_PACKAGES, _ITEM["packages"][0]]}, f"{AT_SECOND}/packages"),),  # type: ignore[index]
    ),
    "R0220": Case(
        ({f"{FIRST}.packages": [{"kind": "NE", "count": 3}]}, _CARRIED),
        (({f"{FIRST}.packages": [{"kind": "NE", "count": 0}]}, f"{AT_FIRST}/packages/0/count"),),
    ),
    "R0364": Case(
        ({}, _CARRIED),
        (
            (
                {f"{SECOND}.packages": [{"kind": "BX", "count": 0, "marks": "OTHER"}]},
                f"{AT_SECOND}/packages/0/marks",
            ),
            (
                {**_CARRIED, f"{FIRST}.packages.0.kind": "NE"},
                f"{AT_SECOND}/packages/0/marks",
            ),
        ),
    ),
    "C0060": Case(
        (
            {},
            {f"{FIRST}.packages": [{"kind": "VR"}]},
            {f"{FIRST}.packages": [{"kind": "NE", "count": 3}]},
        ),
        (
            ({f"{FIRST}.packages.0.marks": ""}, f"{AT_FIRST}/packages/0/marks"),
            ({f"{FIRST}.packages": [{"kind": "BX"}]}, f"{AT_FIRST}/packages/0/count"),
            ({f"{FIRST}.packages": [{"kind": "NE"}]}, f"{AT_FIRST}/packages/0/count"),
            ({f"{FIRST}.packages": [{"kind": "VR", "count": 1}]}, f"{AT_FIRST}/packages/0/count"),
        ),
    ),
    "CL017": Case(
        ({}, {f"{FIRST}.packages.0.kind": "1A"}),
        (({f"{FIRST}.packages.0.kind": "09"}, f"{AT_FIRST}/packages/0/kind"),),
    ),
    "CL152": Case(
        ({}, {f"{FIRST}.hs": ""}, {f"{FIRST}.hs": "08092900"}),
        (
            ({f"{FIRST}.hs": "0809"}, f"{AT_FIRST}/hs"),
            ({f"{FIRST}.hs": "770100"}, f"{AT_FIRST}/hs"),
        ),
    ),
    "CL101": Case(
        ({}, {f"{FIRST}.dangerous_goods": ["1203"]}),
        (({f"{FIRST}.dangerous_goods": ["1203", "12A3"]}, f"{AT_FIRST}/dangerous_goods/1"),),
    ),
    "CL008": Case(
        ({"consignment.country_of_dispatch": "XI", "consignment.countries_of_routing": ["KG"]},),
        (
            ({"consignment.country_of_dispatch": "ZZ"}, "/consignment/country_of_dispatch"),
            (
                {"consignment.countries_of_routing": ["KG", "ZZ"]},
                "/consignment/countries_of_routing/1",
            ),
            ({"consignment.means.1.nationality": "ZZ"}, "/consignment/means/1/nationality"),
        ),
    ),
    "R0007": Case(
        ({}, {"consignment.houses": _TWO_HOUSES}),
        (
            ({f"{SECOND}.declaration_number": 1}, f"{AT_SECOND}/declaration_number"),
            ({f"{FIRST}.declaration_number": 2}, f"{AT_FIRST}/declaration_number"),
        ),
    ),
    "R0988": Case(
        ({}, {"consignment.houses": _TWO_HOUSES}),
        (({f"{SECOND}.number": 3}, f"{AT_SECOND}/number"),),
    ),
    "R0987": Case(
        ({}, {"consignment.houses": _TWO_HOUSES}),
        (
            ({f"{HOUSE}.number": 2}, f"{AT}/number"),
            ({f"{BOX}.number": 64582}, f"{AT_BOX}/number"),
        ),
    ),
    "G0005": Case(
        ({}, {f"{HOUSE}.items": [_ITEM] * 1999}),
        (
            (
                {
                    "consignment.houses": [
                        {"number": 1, "items": [_ITEM] * 1999},
                        {"number": 2, "items": [_ITEM]},
                    ]
                },
                "/consignment/houses",
            ),
        ),
    ),
    "C0569": Case(
        ({}, {f"{BOX}.seal_count": 0, f"{BOX}.seals": []}),
        (
            ({f"{BOX}.seals": []}, f"{AT_BOX}/seals"),
            ({f"{BOX}.seal_count": 0}, f"{AT_BOX}/seals"),
        ),
    ),
    "R0106": Case(({},), (({f"{BOX}.seal_count": 3}, f"{AT_BOX}/seal_count"),)),
    "R0107": Case(
        ({},),
        (
            ({f"{BOX}.seals": ["A", "A"]}, f"{AT_BOX}/seals/1"),
            (
                {
                    "consignment.equipment": [
                        _BOX,
                        {**_SECOND_BOX, "seal_count": 1, "seals": ["KG002"]},
                    ]
                },
                "/consignment/equipment/1/seals/0",
            ),
        ),
    ),
    "R0448": Case(
        ({}, {f"{BOX}.container": ""}),
        (
            (
                {f"{BOX}.container": "", f"{BOX}.seal_count": 0, f"{BOX}.seals": []},
                f"{AT_BOX}/seal_count",
            ),
        ),
    ),
    "C0823": Case(
        ({}, {"consignment.containerised": False, "consignment.equipment": []}),
        (({"consignment.equipment": []}, "/consignment/equipment"),),
    ),
    "C0055": Case(
        ({}, {"consignment.containerised": False, f"{BOX}.container": ""}),
        (
            ({f"{BOX}.container": ""}, f"{AT_BOX}/container"),
            ({"consignment.containerised": False}, f"{AT_BOX}/container"),
        ),
    ),
    "C0670": Case(
        ({}, {"consignment.equipment": [{**_BOX, "goods": [1]}, _SECOND_BOX]}),
        (({"consignment.equipment": [_BOX, _SECOND_BOX]}, f"{AT_BOX}/goods"),),
    ),
    "C0670Phase5": Case(
        ({}, {f"{BOX}.container": "", f"{BOX}.goods": [1, 2]}),
        (({f"{BOX}.container": ""}, f"{AT_BOX}/goods"),),
    ),
    "G0006": Case(
        ({}, {f"{BOX}.goods": [1, 2]}),
        (({f"{BOX}.goods": [1, 3]}, f"{AT_BOX}/goods/1"),),
    ),
    "DTC01": Case(
        ({}, {"consignment.equipment": [_BOX, _SECOND_BOX]}),
        (({"consignment.equipment": [_BOX, _BOX]}, "/consignment/equipment/1/container"),),
    ),
    "R0472": Case(
        ({}, {"consignment.inland_mode": "9"}, {"consignment.inland_mode": ""}),
        (({"consignment.inland_mode": "2"}, "/consignment/means/0/kind"),),
    ),
    "R0474": Case(
        ({}, {"consignment.inland_mode": ""}),
        (({"consignment.means": [_TRAILER]}, "/consignment/means/0/kind"),),
    ),
    "R0476": Case(
        ({}, {"consignment.inland_mode": ""}),
        (({"consignment.means": [_TRUCK, _TRUCK]}, "/consignment/means/1/kind"),),
    ),
    "R0855": Case(
        (
            {},
            {"consignment.means": [_TRUCK, _TRAILER, _TRAILER]},
            {"consignment.inland_mode": "2", "consignment.means": [_TRUCK] * 5},
        ),
        (
            ({"consignment.means": [_TRUCK, _TRAILER, _TRAILER, _TRAILER]}, "/consignment/means"),
            ({"consignment.inland_mode": "4"}, "/consignment/means"),
        ),
    ),
    "C0826": Case(
        ({}, {"consignment.inland_mode": "5", "consignment.means": []}),
        (({"consignment.inland_mode": "5"}, "/consignment/means/0"),),
    ),
    "R0473": Case(
        ({}, {"consignment.means.0": {**_TRUCK, "kind": "11", "id": "Azerbaijan"}}),
        (({"consignment.means.1.id": "01kg456ab"}, "/consignment/means/1/id"),),
    ),
    "DTC03": Case(
        (
            {},
            {"consignment.means": [], "consignment.inland_mode": "2"},
            {"consignment.means": [], "additional_type": "D"},
        ),
        (
            ({"consignment.means": []}, "/consignment/means"),
            ({"consignment.means": [{**_TRUCK, "role": "border"}]}, "/consignment/means"),
        ),
    ),
    "DTC02": Case(
        ({}, {"consignment.means": [_TRUCK, {**_TRUCK, "role": "border"}]}),
        (({"consignment.means.1.id": "01KG123ABC"}, "/consignment/means/1/id"),),
    ),
    "CL231": Case(
        ({}, {"declaration_type": "TIR"}),
        (({"declaration_type": "T9"}, "/declaration_type"),),
    ),
    "C0045": Case(
        (
            {},
            {"declaration_type": "T", **{f"{at}.declaration_type": "T1" for at in (FIRST, SECOND)}},
        ),
        (
            ({f"{SECOND}.declaration_type": "T1"}, f"{AT_SECOND}/declaration_type"),
            ({"declaration_type": "T"}, f"{AT_FIRST}/declaration_type"),
        ),
    ),
    "R0859": Case(
        ({}, {"reduced_dataset": True, "authorisations": _C524}),
        (
            ({"reduced_dataset": True}, "/reduced_dataset"),
            ({"reduced_dataset": True, "authorisations": _C521}, "/reduced_dataset"),
            ({"authorisations": _C524}, "/authorisations"),
        ),
    ),
    "C0839": Case(
        (
            {},
            {"limit_date": "2026-12-01"},
            {"limit_date": "2026-12-01", "authorisations": _C521},
            {"additional_type": "D", "authorisations": _C521},
        ),
        (
            ({"authorisations": _C521}, "/limit_date"),
            ({"authorisations": _C524, "limit_date": "2026-12-01"}, "/limit_date"),
        ),
    ),
    "C0411": Case(
        ({}, {"declaration_type": "TIR", "tir_carnet": "XF12345678"}),
        (
            ({"declaration_type": "TIR"}, "/tir_carnet"),
            ({"tir_carnet": "XF12345678"}, "/tir_carnet"),
        ),
    ),
    "R0990": Case(
        ({}, {"tir_carnet": "XF12345678"}, {"tir_carnet": "25000000"}),
        (({"tir_carnet": "AF12345678"}, "/tir_carnet"),),
    ),
    "C0904": Case(
        (
            {},
            {"declaration_type": "TIR", "tir_holder": "KGZ/001/12"},
            {"declaration_type": "TIR", "holder.id": "KGZ/001/12"},
        ),
        (
            ({"declaration_type": "TIR"}, "/tir_holder"),
            ({"tir_holder": "KGZ/001/12"}, "/tir_holder"),
        ),
    ),
    "C0586": Case(
        (
            {},
            {"binding_itinerary": True, "consignment.countries_of_routing": ["KG", "UZ"]},
        ),
        (
            ({"binding_itinerary": True}, "/consignment/countries_of_routing"),
            ({"security": "2"}, "/consignment/countries_of_routing"),
        ),
    ),
    "R0003": Case(
        ({}, {"route": {"points": [_POINT, {**_POINT, "office": "UZALA001"}]}}),
        (({"route": {"points": [_POINT, _POINT]}}, "/route/points/1/office"),),
    ),
    "R0850": Case(
        ({}, {"holder.id": "01234567890123"}, {"consignment.consignor": {"id": "GB954131533000"}}),
        (
            ({"holder.id": "KG 0123"}, "/holder/id"),
            ({"representative": {"id": "kg0123"}}, "/representative/id"),
            ({f"{HOUSE}.consignee": {"id": "K"}}, f"{AT}/consignee/id"),
        ),
    ),
    "C0250": Case(
        ({}, {"consignment.consignee": _TRADER}),
        (
            ({"consignment.consignee": {"name": "Poti Fruit"}}, "/consignment/consignee"),
            ({"holder": {}}, "/holder"),
        ),
    ),
    "C0542": Case(
        ({}, {"consignment.consignor": _TRADER}, {f"{HOUSE}.consignor": _TRADER}),
        (
            (
                {"consignment.consignor": _TRADER, f"{HOUSE}.consignor": _TRADER},
                f"{AT}/consignor",
            ),
        ),
    ),
    "C0001": Case(
        ({}, {"consignment.consignee": _TRADER}, {f"{HOUSE}.consignee": _TRADER}),
        (
            (
                {"consignment.consignee": _TRADER, f"{HOUSE}.consignee": _TRADER},
                f"{AT}/consignee",
            ),
        ),
    ),
    "C0909": Case(
        (
            {"consignment.country_of_dispatch": "KG"},
            {f"{HOUSE}.country_of_dispatch": "KG"},
            {f"{FIRST}.country_of_dispatch": "KG"},
        ),
        (
            (
                {"consignment.country_of_dispatch": "KG", f"{HOUSE}.country_of_dispatch": "KG"},
                f"{AT}/country_of_dispatch",
            ),
            (
                {f"{HOUSE}.country_of_dispatch": "KG", f"{FIRST}.country_of_dispatch": "KG"},
                f"{AT_FIRST}/country_of_dispatch",
            ),
        ),
    ),
    "C0343": Case(
        ({"consignment.country_of_destination": "GE"}, {f"{FIRST}.country_of_destination": "GE"}),
        (
            (
                {
                    "consignment.country_of_destination": "GE",
                    f"{SECOND}.country_of_destination": "GE",
                },
                f"{AT_SECOND}/country_of_destination",
            ),
        ),
    ),
    "R0900": Case(
        ({}, {"declaration_type": "TIR", "guarantees": [{"kind": "B"}]}),
        (
            ({"declaration_type": "TIR"}, "/guarantees/0/kind"),
            ({"guarantees": [_GUARANTEE, {"kind": "B"}]}, "/guarantees/1/kind"),
        ),
    ),
    "C0086": Case(
        ({}, {"guarantees": [{"kind": "3"}]}),
        (
            ({"guarantees.0.grn": ""}, "/guarantees/0/grn"),
            ({"guarantees.0.kind": "3"}, "/guarantees/0/grn"),
        ),
    ),
    "R0318": Case(
        ({}, {"guarantees": [{"kind": "4", "grn": "20GB0000010000H90O435678"}]}),
        (
            ({"guarantees.0.kind": "4"}, "/guarantees/0/grn"),
            ({"guarantees.0.grn": "20GB0000010000H90O435678"}, "/guarantees/0/grn"),
        ),
    ),
    "R0028": Case(
        ({}, {"guarantees": [{"kind": "3"}]}),
        (
            ({"guarantees.0.grn": "24GBABCDEF1234567"}, "/guarantees/0/grn"),
            ({"guarantees.0.grn": "24gb"}, "/guarantees/0/grn"),
        ),
    ),
    "C0130": Case(
        (
            {},
            {"guarantees": [{"kind": "3"}]},
            {"guarantees": [{"kind": "3", "other_reference": "CASH 1"}]},
            {"guarantees": [{"kind": "8", "other_reference": "STATE 1"}]},
        ),
        (
            ({"guarantees": [{"kind": "8"}]}, "/guarantees/0/other_reference"),
            ({"guarantees.0.other_reference": "X"}, "/guarantees/0/other_reference"),
        ),
    ),
    "CL048": Case(
        ({}, {f"{FIRST}.value_minor": 100, f"{FIRST}.currency": "KGS"}),
        (
            ({"guarantees.0.currency": "ZZZ"}, "/guarantees/0/currency"),
            ({"guarantees.0.currency": None}, "/guarantees/0/currency"),
            ({f"{FIRST}.value_minor": 100}, f"{AT_FIRST}/currency"),
        ),
    ),
    "ISO6346": Case(
        ({}, {f"{BOX}.container": ""}),
        (
            ({f"{BOX}.container": "CSQU3054384"}, f"{AT_BOX}/container"),
            ({f"{BOX}.container": "WGPCGR"}, f"{AT_BOX}/container"),
        ),
    ),
}
