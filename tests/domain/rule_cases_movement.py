"""Cases of the rules of equipment, transport, procedure, parties and guarantees."""

from tests.domain.rule_base import (
    AT,
    AT_BOX,
    AT_FIRST,
    AT_SECOND,
    BOX,
    C521,
    C524,
    CONTAINER,
    FIRST,
    GUARANTEE,
    HOUSE,
    ITEM,
    POINT,
    SECOND,
    SECOND_CONTAINER,
    TRADER,
    TRAILER,
    TRUCK,
    TWO_HOUSES,
    Case,
)

AT_BORDER = {**TRUCK, "role": "border"}
BY_AIR = {"consignment.border_mode": "4"}
FLIGHT = {**TRUCK, "role": "border", "kind": "40"}
FROM_POTI = {"place": "GE-POTI", "country": "GE", "office": "GEPOTI01", "role": "departure"}
FROM_GEORGIA = {"points": [FROM_POTI]}
FROM_OSH = {"points": [{**FROM_POTI, "country": "KG", "office": "KGOSH001"}]}
FROM_ROMANIA = {"points": [{**FROM_POTI, "country": "RO", "office": "ROCONS01"}]}
T2_FROM_GEORGIA = {"declaration_type": "T2", "route": FROM_GEORGIA}
T2L = {"group": "previous", "kind": "N825", "reference": "T2L 1"}

FROM_KG = {"place": "KG-OSH", "country": "KG", "office": "KGOSH001", "role": "departure"}
INTO_UZ = {"place": "UZ-DUST", "country": "UZ", "office": "UZDUS001", "role": "destination"}
KG_TO_UZ = {"points": [FROM_KG, INTO_UZ]}
INTO_UZ_ON_WAY = {**INTO_UZ, "role": "transit"}
FROM_ISTANBUL = {**FROM_POTI, "country": "TR", "office": "TR341200"}
LETS_INTO_GEORGIA = {**FROM_POTI, "office": "GERED001", "role": "transit"}
LETS_INTO_BULGARIA = {**FROM_POTI, "country": "BG", "office": "BG001000", "role": "transit"}
TO_POTI = {**FROM_POTI, "role": "destination"}
TO_TBILISI = {**TO_POTI, "office": "GETBIL01"}
FROM_JAPAN = {"place": "JP-TYO", "country": "JP", "office": "JPTYO001", "role": "departure"}
INTO_ROMANIA = {**FROM_POTI, "country": "RO", "office": "ROCONS01", "role": "destination"}

F34 = {"pointer": "/CC015C/TransitOperation/specificCircumstanceIndicator", "value": "F34"}
TO_ORDER = {"group": "information", "kind": "30600"}

OWN_SEALS = [*C521, {"kind": "C523", "reference": "KGC523-1"}]
UNSEALED = {f"{BOX}.seals": [], f"{BOX}.seal_count": 0}

CASES: dict[str, Case] = {
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
        ({}, {"consignment.equipment": [{**CONTAINER, "goods": [1]}, SECOND_CONTAINER]}),
        (({"consignment.equipment": [CONTAINER, SECOND_CONTAINER]}, f"{AT_BOX}/goods"),),
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
        (
            {},
            {"consignment.equipment": [CONTAINER, SECOND_CONTAINER]},
            {"consignment.equipment": [CONTAINER, {"number": 2, "seal_count": 1}]},
        ),
        (
            (
                {"consignment.equipment": [CONTAINER, CONTAINER]},
                "/consignment/equipment/1/container",
            ),
            (
                {"consignment.equipment": [CONTAINER, {**CONTAINER, "container": "csqu 305438-3"}]},
                "/consignment/equipment/1/container",
            ),
        ),
    ),
    "R0472": Case(
        ({}, {"consignment.inland_mode": "9"}, {"consignment.inland_mode": ""}),
        (({"consignment.inland_mode": "2"}, "/consignment/means/0/kind"),),
    ),
    "R0474": Case(
        ({}, {"consignment.inland_mode": ""}, {"consignment.means": []}),
        (({"consignment.means": [TRAILER]}, "/consignment/means/0/kind"),),
    ),
    "R0476": Case(
        ({}, {"consignment.inland_mode": ""}),
        (({"consignment.means": [TRUCK, TRUCK]}, "/consignment/means/1/kind"),),
    ),
    "R0855": Case(
        (
            {},
            {"consignment.means": [TRUCK, TRAILER, TRAILER]},
            {"consignment.inland_mode": "2", "consignment.means": [TRUCK] * 5},
        ),
        (
            ({"consignment.means": [TRUCK, TRAILER, TRAILER, TRAILER]}, "/consignment/means"),
            ({"consignment.inland_mode": "4"}, "/consignment/means"),
        ),
    ),
    "C0826": Case(
        ({}, {"consignment.inland_mode": "5", "consignment.means": []}),
        (({"consignment.inland_mode": "5"}, "/consignment/means/0"),),
    ),
    "R0473": Case(
        ({}, {"consignment.means.0": {**TRUCK, "kind": "11", "id": "Azerbaijan"}}),
        (({"consignment.means.1.id": "01kg456ab"}, "/consignment/means/1/id"),),
    ),
    "R0076": Case(
        (
            {},
            {"consignment.means.0": {**TRUCK, "id": "01kg123abc"}},
            {"consignment.means.0": {**AT_BORDER, "kind": "11", "id": "Azerbaijan"}},
        ),
        (
            (
                {"consignment.means": [TRUCK, {**AT_BORDER, "id": "01kg123abc"}]},
                "/consignment/means/1/id",
            ),
        ),
    ),
    "R0315": Case(
        (
            {},
            *(
                {**BY_AIR, "consignment.means": [TRUCK, {**FLIGHT, "id": id}]}
                for id in ("KC123", "HY7", "KZR9000A")
            ),
            {"consignment.border_mode": "4", "consignment.means": [TRUCK, AT_BORDER]},
            {"consignment.means": [TRUCK, {**FLIGHT, "id": "12"}]},
        ),
        tuple(
            (
                {
                    "consignment.border_mode": "4",
                    "consignment.means": [TRUCK, {**FLIGHT, "id": id}],
                },
                "/consignment/means/1/id",
            )
            for id in ("KC", "KC123456", "KC123AB")
        ),
    ),
    "DTC03": Case(
        (
            {},
            {"consignment.means": [], "consignment.inland_mode": "2"},
            {"consignment.means": [], "additional_type": "D"},
        ),
        (
            ({"consignment.means": []}, "/consignment/means"),
            ({"consignment.means": [{**TRUCK, "role": "border"}]}, "/consignment/means"),
        ),
    ),
    "DTC02": Case(
        ({}, {"consignment.means": [TRUCK, {**TRUCK, "role": "border"}]}),
        (
            ({"consignment.means.1.id": "01KG123ABC"}, "/consignment/means/1/id"),
            ({"consignment.means.1.id": "01 KG 123 ABC"}, "/consignment/means/1/id"),
        ),
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
        ({}, {"reduced_dataset": True, "authorisations": C524}),
        (
            ({"reduced_dataset": True}, "/reduced_dataset"),
            ({"reduced_dataset": True, "authorisations": C521}, "/reduced_dataset"),
            ({"authorisations": C524}, "/authorisations"),
        ),
    ),
    "R0849": Case(
        ({"reduced_dataset": True}, {"declaration_type": "TIR"}),
        (({"declaration_type": "TIR", "reduced_dataset": True}, "/reduced_dataset"),),
    ),
    "R0020": Case(
        (
            {},
            {"declaration_type": "T2"},
            {"declaration_type": "T2", "route": {"points": [{**FROM_POTI, "office": None}]}},
            {"declaration_type": "T2", "route": FROM_OSH},
            {"declaration_type": "T2", "route": FROM_ROMANIA},
            {"route": FROM_GEORGIA},
            {**T2_FROM_GEORGIA, "consignment.documents": [T2L]},
            {**T2_FROM_GEORGIA, f"{FIRST}.documents": [T2L], f"{SECOND}.documents": [T2L]},
            {
                "declaration_type": "T",
                "route": FROM_GEORGIA,
                f"{FIRST}.declaration_type": "T1",
                f"{SECOND}.declaration_type": "T2F",
                f"{SECOND}.documents": [T2L],
            },
        ),
        (
            (T2_FROM_GEORGIA, f"{AT_FIRST}/documents"),
            ({**T2_FROM_GEORGIA, f"{FIRST}.documents": [T2L]}, f"{AT_SECOND}/documents"),
            (
                {**T2_FROM_GEORGIA, "consignment.documents": [{**T2L, "group": "supporting"}]},
                f"{AT_FIRST}/documents",
            ),
            (
                {**T2_FROM_GEORGIA, "consignment.documents": [{**T2L, "kind": "N820"}]},
                f"{AT_FIRST}/documents",
            ),
            (
                {
                    "declaration_type": "T",
                    "route": FROM_GEORGIA,
                    f"{FIRST}.declaration_type": "T1",
                    f"{SECOND}.declaration_type": "T2",
                },
                f"{AT_SECOND}/documents",
            ),
        ),
    ),
    "R0506": Case(
        (
            {},
            {f"{HOUSE}.consignor": TRADER, f"{HOUSE}.ucr": "A1"},
            {"consignment.houses": [{**TWO_HOUSES[0], "ucr": "A1"}, TWO_HOUSES[1]]},
            {
                "consignment.houses": [
                    {**TWO_HOUSES[0], "consignee": TRADER},
                    {**TWO_HOUSES[1], "consignee": {"id": "GE404123456"}},
                ]
            },
        ),
        tuple(
            ({"consignment.houses": [{**h, field: value} for h in TWO_HOUSES]}, f"{AT}/{field}")
            for field, value in (
                ("consignor", TRADER),
                ("consignee", TRADER),
                ("country_of_dispatch", "KG"),
                ("country_of_destination", "GE"),
                ("ucr", "A1"),
            )
        ),
    ),
    "R0507": Case(
        (
            {},
            {f"{FIRST}.ucr": "A1"},
            {f"{FIRST}.country_of_dispatch": "KG", f"{SECOND}.country_of_dispatch": "UZ"},
            {f"{HOUSE}.items": [{**ITEM, "ucr": "A1"}]},
        ),
        tuple(
            ({f"{at}.{field}": value for at in (FIRST, SECOND)}, f"{AT_FIRST}/{field}")
            for field, value in (
                ("country_of_dispatch", "KG"),
                ("country_of_destination", "GE"),
                ("ucr", "A1"),
                ("declaration_type", "T1"),
            )
        ),
    ),
    "C0839": Case(
        (
            {},
            {"limit_date": "2026-12-01"},
            {"limit_date": "2026-12-01", "authorisations": C521},
            {"additional_type": "D", "authorisations": C521},
            {"authorisations": C524},
        ),
        (
            ({"authorisations": C521}, "/limit_date"),
            ({"authorisations": C524, "limit_date": "2026-12-01"}, "/limit_date"),
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
    "DTC06": Case(
        ({}, {"authorisations": C521, "limit_date": "2028-02-29"}),
        (({"authorisations": C521, "limit_date": "2027-02-29"}, "/limit_date"),),
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
    "R0089": Case(
        (
            {"security": "2", "route": KG_TO_UZ, "consignment.countries_of_routing": ["KG", "UZ"]},
            {"route": KG_TO_UZ, "consignment.countries_of_routing": ["UZ"]},
            {"security": "2", "consignment.countries_of_routing": ["KG", "UZ"]},
        ),
        (
            (
                {"security": "2", "route": KG_TO_UZ, "consignment.countries_of_routing": ["KG"]},
                "/consignment/countries_of_routing",
            ),
        ),
    ),
    "R0003": Case(
        (
            {},
            {"route": {"points": [POINT, {**POINT, "office": "UZALA001"}]}},
            {"route": {"points": [POINT, {**POINT, "role": "exit"}]}},
        ),
        (({"route": {"points": [POINT, POINT]}}, "/route/points/1/office"),),
    ),
    "R0103": Case(
        (
            {},
            {"route": {"points": [{**POINT, "role": "exit", "office": "KGDOS001"}, POINT]}},
        ),
        (
            (
                {"route": {"points": [{**POINT, "role": "exit"}, POINT]}},
                "/route/points/0/office",
            ),
        ),
    ),
    "R0006": Case(
        (
            {"route": {"points": [FROM_ISTANBUL, LETS_INTO_GEORGIA, TO_TBILISI]}},
            {"route": {"points": [FROM_ISTANBUL, TO_POTI]}},
            {"route": {"points": [FROM_ISTANBUL, TO_TBILISI]}, "declaration_type": "TIR"},
            {"route": {"points": [FROM_POTI, TO_TBILISI]}},
            {"route": KG_TO_UZ},
            {"route": {"points": [FROM_OSH["points"][0], INTO_ROMANIA]}},
            {
                "route": {
                    "points": [
                        FROM_ROMANIA["points"][0],
                        {**INTO_ROMANIA, "country": "BG", "office": "BG001000"},
                    ]
                }
            },
            {"route": {"points": [FROM_POTI, LETS_INTO_BULGARIA, INTO_ROMANIA]}},
            {"route": {"points": [FROM_POTI]}},
        ),
        (
            ({"route": {"points": [FROM_ISTANBUL, TO_TBILISI]}}, "/route/points"),
            (
                {"route": {"points": [FROM_OSH["points"][0], INTO_UZ_ON_WAY, TO_TBILISI]}},
                "/route/points",
            ),
            ({"route": {"points": [FROM_POTI, INTO_ROMANIA]}}, "/route/points"),
        ),
    ),
    "C0505": Case(
        (
            {},
            {"consignment.consignee": {**TRADER, "postcode": "4400"}},
            {"consignment.consignee": {"name": "Gulf Fruit", "city": "Dubai", "country": "AE"}},
            {"holder": {"id": "KG01234567890", "country": "KG"}},
        ),
        (
            ({"consignment.consignee": TRADER}, "/consignment/consignee/postcode"),
            (
                {"holder": {"id": "KG01234567890", "street": "Lenin 1", "country": "KG"}},
                "/holder/postcode",
            ),
        ),
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
        (
            {},
            {"consignment.consignee": TRADER},
            {"consignment.carrier": {"id": "KG1"}, f"{HOUSE}.consignor": TRADER},
        ),
        (
            ({"consignment.consignee": {"name": "Poti Fruit"}}, "/consignment/consignee"),
            ({"holder": {}}, "/holder"),
        ),
    ),
    "C0542": Case(
        ({}, {"consignment.consignor": TRADER}, {f"{HOUSE}.consignor": TRADER}),
        (
            (
                {"consignment.consignor": TRADER, f"{HOUSE}.consignor": TRADER},
                f"{AT}/consignor",
            ),
        ),
    ),
    "C0001": Case(
        (
            {},
            {"consignment.consignee": TRADER, "consignment.country_of_destination": "GE"},
            {f"{HOUSE}.consignee": TRADER, "consignment.country_of_destination": "GE"},
            {f"{HOUSE}.country_of_destination": "GE", f"{HOUSE}.consignee": TRADER},
            {"security": "2", "consignment.documents": [TO_ORDER]},
            {"security": "2", f"{HOUSE}.consignee": TRADER},
            {"security": "1", "consignment.country_of_destination": "GE"},
            {"consignment.documents": [TO_ORDER], "consignment.consignee": TRADER},
        ),
        (
            (
                {"consignment.consignee": TRADER, f"{HOUSE}.consignee": TRADER},
                f"{AT}/consignee",
            ),
            ({"consignment.country_of_destination": "GE"}, "/consignment/consignee"),
            (
                {
                    "consignment.country_of_destination": "GE",
                    "consignment.houses": TWO_HOUSES,
                    f"{HOUSE}.consignee": TRADER,
                },
                "/consignment/houses/1/consignee",
            ),
            ({f"{HOUSE}.country_of_destination": "GE"}, f"{AT}/consignee"),
            ({f"{FIRST}.country_of_destination": "GE"}, f"{AT}/consignee"),
            (
                {
                    "security": "2",
                    "consignment.documents": [TO_ORDER],
                    "consignment.consignee": TRADER,
                },
                "/consignment/consignee",
            ),
            (
                {"security": "2", f"{HOUSE}.documents": [TO_ORDER], f"{HOUSE}.consignee": TRADER},
                f"{AT}/consignee",
            ),
        ),
    ),
    "C0001Before": Case(
        ({}, {"consignment.country_of_destination": "GE"}),
        (
            (
                {"consignment.consignee": TRADER, f"{HOUSE}.consignee": TRADER},
                f"{AT}/consignee",
            ),
        ),
    ),
    "C0003": Case(
        (
            {},
            {"security": "1", "consignment.consignee": TRADER},
            {"security": "3", "aside": [F34], f"{HOUSE}.consignee": TRADER},
            {"security": "2"},
        ),
        (
            ({"security": "1"}, "/consignment/consignee"),
            (
                {"security": "1", "consignment.consignee": TRADER, f"{HOUSE}.consignee": TRADER},
                f"{AT}/consignee",
            ),
            (
                {"security": "3", "aside": [F34], "consignment.consignee": TRADER},
                "/consignment/consignee",
            ),
            ({"security": "3", "aside": [F34]}, f"{AT}/consignee"),
            (
                {"security": "3", "aside": [{**F34, "value": "F24"}], f"{HOUSE}.consignee": TRADER},
                "/consignment/consignee",
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
    "C0502": Case(
        ({"consignment.ucr": "U1"}, {f"{HOUSE}.ucr": "U1"}, {f"{FIRST}.ucr": "U1"}),
        (
            ({"consignment.ucr": "U1", f"{HOUSE}.ucr": "U2"}, f"{AT}/ucr"),
            ({"consignment.ucr": "U1", f"{SECOND}.ucr": "U2"}, f"{AT_SECOND}/ucr"),
            ({f"{HOUSE}.ucr": "U1", f"{FIRST}.ucr": "U2"}, f"{AT_FIRST}/ucr"),
        ),
    ),
    "R0165": Case(
        (
            {"authorisations": OWN_SEALS},
            {"authorisations": C521, **UNSEALED},
            {"authorisations": OWN_SEALS, "additional_type": "D", **UNSEALED},
        ),
        (({"authorisations": OWN_SEALS, **UNSEALED}, "/consignment/equipment"),),
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
            ({"guarantees": [GUARANTEE, {"kind": "B"}]}, "/guarantees/1/kind"),
        ),
    ),
    "R0901": Case(
        (
            {"declaration_type": "TIR", "route": KG_TO_UZ},
            {"route": {"points": [FROM_JAPAN, TO_POTI]}},
        ),
        (
            (
                {"declaration_type": "TIR", "route": {"points": [FROM_JAPAN, TO_POTI]}},
                "/route/points/0/office",
            ),
        ),
    ),
    "R0267": Case(
        ({}, {"guarantees": [GUARANTEE, {**GUARANTEE, "amount_minor": 1}]}),
        (
            ({"guarantees.0.amount_minor": 0}, "/guarantees/0/amount_minor"),
            (
                {"guarantees": [GUARANTEE, {**GUARANTEE, "currency": "EUR"}]},
                "/guarantees/1/currency",
            ),
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
        (
            {},
            {f"{BOX}.container": ""},
            {f"{BOX}.container": "csqu3054383"},
            {f"{BOX}.container": "CSQU 305438-3"},
        ),
        (
            ({f"{BOX}.container": "csqu3054384"}, f"{AT_BOX}/container"),
            ({f"{BOX}.container": "CSQU3054384"}, f"{AT_BOX}/container"),
            ({f"{BOX}.container": "WGPCGR"}, f"{AT_BOX}/container"),
        ),
    ),
}
