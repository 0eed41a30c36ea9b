"""CC015C and CC013C → the corridor's dossier, with what has no place in it.

Goods, packages, parties, seals and documents arrive as they are. The route comes from outside:
the offices of the message are those of another system, and are set aside like everything else
that has no field; where a route is given, so are the countries of routing. Nothing is judged here
but whether a value fits its field.
"""

import re
from typing import Any

import msgspec
from lxml import etree

from corridor.domain.consignment import Aside, Dossier
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route, countries_of
from corridor.gateways.ncts.declaration import DECLARATION
from corridor.gateways.ncts.lenient import build
from corridor.gateways.ncts.mapping import Plain, Reading
from corridor.gateways.ncts.pointers import message_name

DECLARATIONS = ("CC015C", "CC013C")
_FAULT_AT = re.compile(r"(?P<reason>.*) - at `\$(?P<path>[^`]*)`", re.DOTALL)
_MISSING = re.compile(r"missing required field `(?P<name>\w+)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


class Translated(msgspec.Struct, frozen=True):
    """A message in the corridor's words.

    `access_codes` belong to the guarantees of the dossier, in their order; they are secrets and
    are found nowhere else.
    """

    dossier: Dossier
    access_codes: tuple[str, ...]
    aside: tuple[Aside, ...]
    root: "etree._Element"
    unfit: Refusal | None = None

    def traced(self) -> Reading:
        """Read once more, with an account of whence in the message each field came."""
        return _read(self.root, traces=True)


def to_dossier(root: "etree._Element", route: Route) -> Translated:
    """Translate a message that is structurally right.

    A value without a fitting field is named in `unfit`; the dossier must then not be used but
    for showing what else is wrong.
    """
    reading = _read(root)
    plain: Plain = {"holder": {}, **reading.whole, "route": route}
    aside = (*reading.aside, *_led_over(plain, route))
    codes, plain["aside"] = tuple(reading.secrets), aside
    try:
        return Translated(msgspec.convert(plain, Dossier), codes, aside, root)
    except msgspec.ValidationError as error:
        rough = build(plain | msgspec.to_builtins({"route": route, "aside": aside}))
        wrong = unfit(str(error), plain, _read(root, traces=True))
        return Translated(rough, codes, aside, root, wrong)


def _led_over(plain: Plain, route: Route) -> tuple[Aside, ...]:
    """The countries of routing are those of the route that is given; others are set aside."""
    load = plain.get("consignment", {})
    named, ours = tuple(load.get("countries_of_routing", ())), countries_of(route)
    if not named or not ours or named == ours:
        return ()
    load["countries_of_routing"] = ours
    at = "/CC015C/Consignment/CountryOfRoutingOfConsignment"
    return tuple(Aside(f"{at}/{n}/country", country) for n, country in enumerate(named, start=1))


def _read(root: "etree._Element", *, traces: bool = False) -> Reading:
    return Reading.of(DECLARATION, root, message_name(root), traces=traces)


def unfit(message: str, plain: Plain, reading: Reading) -> Refusal:
    """The one fault that msgspec names, at the element it came from."""
    found = _FAULT_AT.fullmatch(message)
    steps = () if found is None else _STEP.findall(found["path"])
    value: Any = plain
    for name, index in steps:
        value = value[name] if name else value[int(index)]
    at = reading.origin_of("".join(f"/{name or index}" for name, index in steps))
    missing = _MISSING.search(message)
    if missing:
        return Refusal("ncts.missing", at, "", {"name": missing["name"]})
    if isinstance(value, list):
        return Refusal("ncts.too_many", at, "", {"given": str(len(value))})
    return Refusal("ncts.value", at, "", {"given": str(value)[:60]})
