"""Each of the published rules with a dossier that it meets, and one that it nearly meets."""

from typing import Any, NamedTuple

from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Means, Vehicle
from corridor.domain.routes import Route
from tests.domain.permit_cases import OSH_POTI, dossier, item, point, route

INTO = route("UZ-TASH", "KZ-SHYM")
"""Into the union."""
OUT = route("KG-BISH", "UZ-TASH")
"""Out of the union."""
THROUGH = route("UZ-TASH", "KZ-SHYM", "TM-ASHG")
INSIDE = route("KG-BISH", "KZ-SHYM")
TO_UZ = route("KG-OSH", "UZ-DUST")
THROUGH_UZ = route("KG-OSH", "UZ-DUST", "TM-FARA")
FROM_UZ = route("UZ-TASH", "TM-FARA")
FROM_TM = route("TM-FARA", "UZ-TASH")
BY_RAIL = route("UZ-TASH", "KZ-SHYM", mode="rail")
AROUND_UZ = route("KG-BISH", "KZ-SHYM", "TM-FARA")
UZ_BY_RAIL = route("KG-OSH", "UZ-DUST", mode="rail")
BY_SEA = Route((point("KZ-AKTA", "departure", "sea"), point("AZ-ALAT", "destination", None)))
TORUGART = route("KG-TORU", "KG-BISH", "KZ-SHYM")
IRKESHTAM = route("KG-IRKE", "KG-BISH", "KZ-SHYM")


class Case(NamedTuple):
    """The rule meets `met` in `country`, and meets `missed` nowhere."""

    country: str
    met: Dossier
    missed: Dossier


def load(hs: str, over: Route, **more: Any) -> Dossier:
    """One item; what begins with `item_` is of the item."""
    of_item = {key[5:]: value for key, value in more.items() if key.startswith("item_")}
    rest = {key: value for key, value in more.items() if not key.startswith("item_")}
    return dossier(item(1, hs, **of_item), over=over, **rest)


def by_code(country: str, hs: str, over: Route, other: str, elsewhere: Route) -> Case:
    """Met by the code there; not by another code, on another way."""
    return Case(country, load(hs, over), load(other, over) if other else load(hs, elsewhere))


def answered(country: str, hs: str, over: Route, question: str) -> Case:
    """Where HS alone cannot tell: the answer does."""
    yes, no = {question: True}, {question: False}
    return Case(country, load(hs, over, answers=yes), load(hs, over, answers=no))


def measured(country: str, over: Route, met: Vehicle, missed: Vehicle) -> Case:
    """By mass or size."""
    base = load("520512", over)
    return Case(country, replace(base, vehicle=met), replace(base, vehicle=missed))


def registered(country: str, over: Route, met: str, missed: str) -> Case:
    """By where the vehicle is registered."""
    return Case(
        country, load("520512", over, registered=met), load("520512", over, registered=missed)
    )


def cooled(declared: Dossier) -> Dossier:
    """With the temperature kept."""
    return replace(declared, vehicle=Vehicle(temperature_controlled=True))


def on_rail(declared: Dossier) -> Dossier:
    """In a wagon."""
    wagon = (Means("departure", "20", "54893210"),)
    return replace(declared, consignment=replace(declared.consignment, means=wagon))


TABLE: dict[str, Case] = {
    "R001": by_code("KZ", "010221", INTO, "", OUT),
    "R002": by_code("UZ", "010221", THROUGH_UZ, "", TO_UZ),
    "R003": by_code("KZ", "020130", INTO, "021110", INTO),
    "R004": by_code("KZ", "030219", THROUGH, "030910", THROUGH),
    "R005": by_code("KZ", "040900", INTO, "", INSIDE),
    "R006": by_code("KZ", "050400", INTO, "051210", INTO),
    "R007": by_code("KZ", "160100", INTO, "", THROUGH),
    "R008": by_code("KZ", "230910", INTO, "230800", INTO),
    "R009": by_code("KZ", "510111", THROUGH, "510400", THROUGH),
    "R010": by_code("KZ", "060210", INTO, "060510", INTO),
    "R011": by_code("KZ", "060311", INTO, "", THROUGH),
    "R012": by_code("KZ", "070200", INTO, "071010", INTO),
    "R013": by_code("KZ", "080810", THROUGH, "081110", THROUGH),
    "R014": by_code("KZ", "090111", INTO, "090300", INTO),
    "R015": by_code("KZ", "100199", INTO, "", INSIDE),
    "R016": by_code("KZ", "110100", INTO, "110811", INTO),
    "R017": by_code("KZ", "120991", INTO, "121010", INTO),
    "R018": by_code("KZ", "230610", INTO, "", THROUGH),
    "R019": by_code("KZ", "440710", INTO, "440810", INTO),
    "R020": by_code("KZ", "520100", INTO, "520411", INTO),
    "R021": by_code("UZ", "080929", TO_UZ, "", AROUND_UZ),
    "R022": by_code("KZ", "220830", INTO, "", OUT),
    "R023": by_code("KZ", "240220", INTO, "", OUT),
    "R024": by_code("KZ", "640399", THROUGH, "", BY_RAIL),
    "R025": Case("KZ", load("271012", INTO), on_rail(load("271012", BY_RAIL, registered=None))),
    "R026": Case(
        "KG",
        load("280800", OUT, item_dangerous_goods=("2031",)),
        load("280800", OUT),
    ),
    "R027": answered("KG", "291529", OUT, "precursors"),
    "R028": by_code("UZ", "280610", OUT, "280620", OUT),
    "R029": by_code("UZ", "291524", OUT, "292411", OUT),
    "R030": by_code("UZ", "284410", OUT, "284510", OUT),
    "R031": Case(
        "UZ",
        load("310230", OUT, item_dangerous_goods=("1942",)),
        load("310230", OUT, item_dangerous_goods=("1477",)),
    ),
    "R032": by_code("UZ", "360410", OUT, "370110", OUT),
    "R033": by_code("UZ", "380891", TO_UZ, "", FROM_UZ),
    "R034": answered("UZ", "720410", OUT, "waste"),
    "R035": by_code("UZ", "290371", TO_UZ, "290410", TO_UZ),
    "R036": by_code("KZ", "300490", INTO, "", THROUGH),
    "R037": answered("UZ", "300490", OUT, "narcotics"),
    "R038": by_code("KZ", "300212", INTO, "300220", INTO),
    "R039": by_code("KZ", "902214", INTO, "", THROUGH),
    "R040": by_code("KZ", "330510", INTO, "330499", INTO),
    "R041": by_code("KZ", "850440", INTO, "", THROUGH),
    "R042": answered("KZ", "851762", INTO, "encryption"),
    "R043": answered("KG", "901380", OUT, "dual_use"),
    "R044": by_code("KG", "854231", OUT, "854370", OUT),
    "R045": by_code("UZ", "930330", OUT, "950300", OUT),
    "R046": by_code("KG", "710812", OUT, "", route("UZ-TASH", "TM-FARA")),
    "R047": by_code("KG", "970121", OUT, "980000", OUT),
    "R048": answered("UZ", "430219", OUT, "cites"),
    "R049": answered("KG", "121190", OUT, "wild_plants"),
    "R050": by_code("KG", "720410", OUT, "", FROM_TM),
    "R051": measured("KZ", THROUGH, Vehicle(gross_kg="44000.1"), Vehicle(gross_kg="44000")),
    "R052": answered("KG", "520512", OUT, "oversize"),
    "R053": registered("UZ", TO_UZ, "KG", "UZ"),
    "R054": registered("GE", OSH_POTI, "AZ", "KG"),
    "R055": registered("KZ", INSIDE, "KG", "UZ"),
    "R056": Case("UZ", load("520512", TO_UZ, tir_carnet="XB12345678"), load("520512", TO_UZ)),
    "R057": Case("KZ", load("520512", BY_RAIL), load("520512", INTO)),
    "R058": Case(
        "AZ",
        load("280800", BY_SEA, item_dangerous_goods=("2031",)),
        load("280800", BY_SEA),
    ),
    "R059": Case("UZ", cooled(load("080929", TO_UZ)), load("080929", TO_UZ)),
    "R060": Case("KZ", load("520512", INTO), load("520512", BY_RAIL)),
    "R061": Case("KG", load("520512", TORUGART), load("520512", IRKESHTAM)),
    "R062": Case("KZ", load("520512", INTO), load("520512", INSIDE)),
    "R063": Case("UZ", load("520512", TO_UZ), load("520512", UZ_BY_RAIL)),
    "R064": Case("UZ", load("520512", TO_UZ), load("520512", UZ_BY_RAIL)),
}
