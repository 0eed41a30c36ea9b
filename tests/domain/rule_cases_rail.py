"""Cases of the rules of carriage by rail."""

from tests.domain.rule_base import AT_BOX, BOX, TRAILER, TRUCK, Case

_WAGON = {**TRUCK, "kind": "20", "id": "52387768"}
_WAGONS = {"consignment.means": [_WAGON, {**_WAGON, "id": "21 81 2471 217-3"}]}
_ONE = {"number": "SMGS 1"}
_JUNCTION = {"code": "663005", "name": "Beineu"}
_SECTIONS = [
    {"name": "KTZ", "start": {"name": "Altynkol"}, "end": _JUNCTION},
    {"name": "KRR", "start": {"code": "663005"}, "end": {"name": "Tashkent"}},
]


def _gap(**start: str) -> dict[str, object]:
    return {"rail": {**_ONE, "carriers": [_SECTIONS[0], {**_SECTIONS[1], "start": start}]}}


CASES = {
    "DTC21": Case(
        ({}, {**_WAGONS, f"{BOX}.wagon": "5238-7768"}),
        (
            ({f"{BOX}.wagon": "52387768"}, f"{AT_BOX}/wagon"),
            ({**_WAGONS, f"{BOX}.wagon": "52387767"}, f"{AT_BOX}/wagon"),
        ),
    ),
    "DTC22": Case(
        ({}, {"consignment.means": [{**_WAGON, "wagon": {"tare_kg": "22000"}}]}),
        (
            (
                {"consignment.means.1": {**TRAILER, "wagon": {"axles": 4}}},
                "/consignment/means/1/wagon",
            ),
        ),
    ),
    "DTC23": Case(
        ({}, {"rail": _ONE}, {"rail": {**_ONE, "earlier": {"number": "CIM 1"}}}),
        (({"rail": {**_ONE, "earlier": {"number": "smgs-1"}}}, "/rail/earlier/number"),),
    ),
    "UIC438": Case(
        ({}, _WAGONS),
        (
            ({"consignment.means.0": {**_WAGON, "id": "52387767"}}, "/consignment/means/0/id"),
            ({"consignment.means.0": {**_WAGON, "id": "523877"}}, "/consignment/means/0/id"),
        ),
    ),
    "ESR": Case(
        (
            {},
            {"rail": {**_ONE, "start": {"code": "708507"}, "end": {"code": "700 007"}}},
            {"rail": {**_ONE, "start": {"code": "2700007"}, "carriers": _SECTIONS[:1]}},
        ),
        (
            ({"rail": {**_ONE, "start": {"code": "708506"}}}, "/rail/start/code"),
            ({"rail": {**_ONE, "end": {"code": "70"}}}, "/rail/end/code"),
            (
                {"rail": {**_ONE, "carriers": [{"end": {"code": "ABCDEF"}}]}},
                "/rail/carriers/0/end/code",
            ),
            (
                {"rail": {**_ONE, "earlier": {"number": "2", "station": {"code": "1"}}}},
                "/rail/earlier/station/code",
            ),
        ),
    ),
    "DTC24": Case(
        (
            {},
            {"rail": _ONE},
            {"rail": {**_ONE, "carriers": _SECTIONS}},
            _gap(name="BEINEU"),
            _gap(),
        ),
        (
            (_gap(name="Saryagash"), "/rail/carriers/1/start"),
            (_gap(code="708507"), "/rail/carriers/1/start"),
        ),
    ),
    "DTC25": Case(
        ({}, _WAGONS, {**_WAGONS, "consignment.inland_mode": "2", "rail": _ONE}),
        (({**_WAGONS, "consignment.inland_mode": "2"}, "/rail"),),
    ),
}
