"""Cases of the rules of masses, packages, codes, numbering and seals."""

from tests.domain.rule_base import (
    AT,
    AT_BOX,
    AT_FIRST,
    AT_SECOND,
    BOX,
    CARRIED,
    CONTAINER,
    FIRST,
    HOUSE,
    ITEM,
    LEFT_OUT,
    NO_PACKAGES,
    SECOND,
    SECOND_CONTAINER,
    TRUCK,
    TWO_HOUSES,
    Case,
)

WAGON = {**TRUCK, "kind": "20", "id": "52387768"}

CASES: dict[str, Case] = {
    "DTC04": Case(
        ({}, {f"{FIRST}.gross_kg": "0.000001", f"{FIRST}.net_kg": ""}),
        (
            ({f"{FIRST}.gross_kg": "1e3"}, f"{AT_FIRST}/gross_kg"),
            ({f"{FIRST}.net_kg": "1,5"}, f"{AT_FIRST}/net_kg"),
            ({f"{HOUSE}.gross_kg": "1.0000001"}, f"{AT}/gross_kg"),
            ({"consignment.gross_kg": "NaN"}, "/consignment/gross_kg"),
            ({"vehicle.axle_kg": "\u0661"}, "/vehicle/axle_kg"),
            (
                {"consignment.means": [{**WAGON, "wagon": {"tare_kg": "-1"}}]},
                "/consignment/means/0/wagon/tare_kg",
            ),
            (
                {"consignment.means": [{**WAGON, "wagon": {"load_kg": "1e9"}}]},
                "/consignment/means/0/wagon/load_kg",
            ),
        ),
    ),
    "R0994": Case(
        ({}, {"consignment.gross_kg": "2001.000001"}, {"consignment.houses": TWO_HOUSES}),
        (
            ({"consignment.gross_kg": "2000.999999"}, "/consignment/gross_kg"),
            (
                {"consignment.houses": TWO_HOUSES, "consignment.gross_kg": "2000.9"},
                "/consignment/gross_kg",
            ),
        ),
    ),
    "R0983": Case(
        ({}, {f"{HOUSE}.gross_kg": "2001.0"}),
        (({f"{HOUSE}.gross_kg": "2000.999"}, f"{AT}/gross_kg"),),
    ),
    "R0223": Case(
        ({}, {f"{FIRST}.net_kg": "1000.500000"}, {f"{FIRST}.net_kg": LEFT_OUT}, CARRIED),
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
        ({}, CARRIED, {"reduced_dataset": True, f"{FIRST}.gross_kg": "0"}),
        (
            ({f"{FIRST}.gross_kg": "0.000"}, f"{AT_FIRST}/gross_kg"),
            ({**CARRIED, f"{SECOND}.gross_kg": "5"}, f"{AT_SECOND}/gross_kg"),
        ),
    ),
    "R0219": Case(
        ({}, {f"{SECOND}.packages": [*NO_PACKAGES, *NO_PACKAGES]}),
        (({f"{SECOND}.packages": [*NO_PACKAGES, ITEM["packages"][0]]}, f"{AT_SECOND}/packages"),),  # type: ignore[index]
    ),
    "R0220": Case(
        ({f"{FIRST}.packages": [{"kind": "NE", "count": 3}]}, CARRIED),
        (({f"{FIRST}.packages": [{"kind": "NE", "count": 0}]}, f"{AT_FIRST}/packages/0/count"),),
    ),
    "R0364": Case(
        ({}, CARRIED),
        (
            (
                {f"{SECOND}.packages": [{"kind": "BX", "count": 0, "marks": "OTHER"}]},
                f"{AT_SECOND}/packages/0/marks",
            ),
            (
                {**CARRIED, f"{FIRST}.packages.0.kind": "NE"},
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
    "DTC05": Case(
        (
            {},
            {f"{FIRST}.hs": "0809290000"},
            {f"{FIRST}.hs": "970690"},
            {f"{FIRST}.hs": "98010000"},
            {f"{FIRST}.hs": "999999"},
        ),
        (
            ({f"{FIRST}.hs": "080922"}, f"{AT_FIRST}/hs"),
            ({f"{FIRST}.hs": "0824290000"}, f"{AT_FIRST}/hs"),
            ({f"{SECOND}.hs": "050310"}, f"{AT_SECOND}/hs"),
        ),
    ),
    "CL101": Case(
        ({}, {f"{FIRST}.dangerous_goods": ["1203"]}),
        (({f"{FIRST}.dangerous_goods": ["1203", "12A3"]}, f"{AT_FIRST}/dangerous_goods/1"),),
    ),
    "DTC07": Case(
        ({}, {f"{FIRST}.dangerous_goods": ["1203", "3556"]}),
        (({f"{FIRST}.dangerous_goods": ["1203", "4321"]}, f"{AT_FIRST}/dangerous_goods/1"),),
    ),
    "G0300": Case(
        (
            {},
            {f"{FIRST}.hs": "271012", f"{FIRST}.dangerous_goods": ["1203"]},
            {f"{FIRST}.hs": "271019"},
        ),
        (
            ({f"{FIRST}.hs": "27101241"}, f"{AT_FIRST}/dangerous_goods"),
            ({f"{SECOND}.hs": "271112"}, f"{AT_SECOND}/dangerous_goods"),
        ),
    ),
    "DTC05Issued": Case(
        ({}, {f"{FIRST}.hs": "0809290000"}, {f"{FIRST}.hs": "98010000"}),
        (({f"{FIRST}.hs": "080922"}, f"{AT_FIRST}/hs"),),
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
            ({"holder.country": "kg"}, "/holder/country"),
            ({f"{FIRST}.country_of_dispatch": "ZZ"}, f"{AT_FIRST}/country_of_dispatch"),
            ({f"{FIRST}.consignee": {"country": "ZZ"}}, f"{AT_FIRST}/consignee/country"),
        ),
    ),
    "R0007": Case(
        ({}, {"consignment.houses": TWO_HOUSES}),
        (
            ({f"{SECOND}.declaration_number": 1}, f"{AT_SECOND}/declaration_number"),
            ({f"{FIRST}.declaration_number": 2}, f"{AT_FIRST}/declaration_number"),
        ),
    ),
    "R0988": Case(
        ({}, {"consignment.houses": TWO_HOUSES}),
        (({f"{SECOND}.number": 3}, f"{AT_SECOND}/number"),),
    ),
    "R0987": Case(
        ({}, {"consignment.houses": TWO_HOUSES}),
        (
            ({f"{HOUSE}.number": 2}, f"{AT}/number"),
            ({f"{BOX}.number": 64582}, f"{AT_BOX}/number"),
        ),
    ),
    "G0005": Case(
        ({}, {f"{HOUSE}.items": [ITEM] * 1999}),
        (
            (
                {
                    "consignment.houses": [
                        {"number": 1, "items": [ITEM] * 1999},
                        {"number": 2, "items": [ITEM]},
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
            ({f"{BOX}.seals": ["KG-1", "kg 1"]}, f"{AT_BOX}/seals/1"),
            (
                {
                    "consignment.equipment": [
                        CONTAINER,
                        {**SECOND_CONTAINER, "seal_count": 1, "seals": ["KG002"]},
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
}
