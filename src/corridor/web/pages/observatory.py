"""The observatory: what the corridor really does, for anybody, without a name or a number plate."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.engine.observed import Group, Measured, Overview, Telling
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
KEPT_S: Final = 60
"""So long others may keep the open data before they ask again."""
COLUMNS: Final = {
    "month": N_("Month"),
    "office": N_("Office"),
    "side": N_("Direction"),
    "corridor": N_("Corridor"),
    "mode": N_("Mode of transport"),
    "stage": N_("Stage"),
    "chapter": N_("Chapter of the HS"),
    "state": N_("State"),
    "country": N_("State"),
    "currency": N_("Currency"),
    "what": N_("Permit"),
}
SIDES: Final = {"entry": N_("Entry"), "exit": N_("Exit")}
STAGES: Final = {
    "accepted": N_("from lodging to acceptance"),
    "released": N_("from lodging to release"),
    "results": N_("from arrival to results"),
    "goods_released": N_("from arrival to the release of the goods"),
    "discharged": N_("from arrival to discharge"),
}
UNITS: Final = {
    "h": N_("h"),
    "km/h": N_("km/h"),
    "t": N_("t"),
    "vehicles": N_("vehicles"),
    "movements": N_("movements"),
    "minor units": N_("of the currency"),
}
FIGURES: Final = {
    "spread": (
        ("median", N_("Half at most")),
        ("mean", N_("Mean")),
        ("margin", N_("95 % margin, ±")),
        ("p95", N_("19 of 20 at most")),
    ),
    "total": (("sum", N_("Total")),),
    "share": (("share", N_("Share")),),
}
SMALL: Final = 100
LEAST_SHOWN: Final = 0.01


@get("/observatory", opt=anyone())
async def observatory(request: AnyRequest) -> Page:
    """All measures in one table, and one of them in full: `?measure=`, `?by=`."""
    _, reader = gettext_of(request), reader_of(request)
    found = _overview(request)
    context: dict[str, Any] = {"overview": found}
    if found is not None:
        context["rows"] = [_row(reader, one) for one in found.measured]
        chosen = _chosen(request, found)
        context["chosen"] = _in_full(reader, chosen, request.query_params.get("by", ""))
    return page(request, "public/observatory.html", title=_("Observatory"), **context)


@get("/open/measures.json", opt=anyone())
async def as_json(request: AnyRequest) -> Response[bytes]:
    """The same as data: every figure that is told."""
    found = _overview(request)
    if found is None:
        raise NotKnown
    return _data(msgspec.json.encode(found), "application/json")


@get("/open/measures.csv", opt=anyone())
async def as_csv(request: AnyRequest) -> Response[bytes]:
    """The same as a table: measure, unit, by, value, figure, number."""
    found = _overview(request)
    if found is None:
        raise NotKnown
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("measure", "unit", "by", "value", "figure", "number"))
    writer.writerows(_lines(found))
    return _data(text.getvalue().encode(), "text/csv; charset=utf-8")


def _overview(request: AnyRequest) -> Overview | None:
    observed = services_of(request).observed
    return observed() if observed is not None else None


def _data(body: bytes, media_type: str) -> Response[bytes]:
    headers = {"cache-control": f"public, max-age={KEPT_S}", "access-control-allow-origin": "*"}
    return Response(body, media_type=media_type, headers=headers)


def _lines(found: Overview) -> Iterator[tuple[str, str, str, str, str, float]]:
    for one in found.measured:
        whole = [Telling("", (one.all,))] if one.all is not None else []
        for telling in (*whole, *one.by):
            for group in telling.groups:
                for name, number in (("n", group.n), *group.figures.items()):
                    yield one.name, one.unit, telling.by, group.value, name, number


def _chosen(request: AnyRequest, found: Overview) -> Measured:
    """The one that was asked for; else the first that has figures."""
    asked = request.query_params.get("measure", "")
    if asked:
        known = next((one for one in found.measured if one.name == asked), None)
        if known is None:
            raise NotKnown
        return known
    return next((one for one in found.measured if _cases(one)), found.measured[0])


def _cases(one: Measured) -> int:
    """How many it is taken of; of what is told apart only, those of the largest part."""
    if one.all is not None:
        return one.all.n
    return max((group.n for told in one.by for group in told.groups), default=0)


def _row(reader: Reader, one: Measured) -> dict[str, Any]:
    """Its most telling figure."""
    name = FIGURES[one.figures][0][0]
    group = one.all
    return {
        "name": one.name,
        "title": reader.words.gettext(one.title),
        "said": reader.words.gettext(FIGURES[one.figures][0][1]),
        "unit": _unit(reader, one),
        "n": _cases(one),
        "figure": _shown(reader, one, group, name) if group is not None else "—",
    }


def _in_full(reader: Reader, one: Measured, by: str) -> dict[str, Any]:
    """All its figures by one column: the one that was asked for, else by month."""
    say = reader.words.gettext
    telling = next((told for told in one.by if told.by == by), next(iter(one.by), None))
    groups = telling.groups if telling is not None else ()
    return {
        "name": one.name,
        "title": say(one.title),
        "says": say(one.says),
        "source": one.source,
        "unit": _unit(reader, one),
        "heads": [say(head) for _, head in FIGURES[one.figures]],
        "all": _cells(reader, one, one.all) if one.all is not None else None,
        "hidden": telling is not None and telling.hidden,
        "head": say(COLUMNS[telling.by]) if telling is not None else "",
        "tabs": [
            {
                "href": f"/observatory?measure={one.name}&by={told.by}#measure",
                "label": say(COLUMNS[told.by]),
                "current": told is telling,
            }
            for told in one.by
        ],
        "groups": [
            {"value": _value(reader, telling.by if telling else "", group.value)}
            | _cells(reader, one, group)
            for group in groups
        ],
    }


def _cells(reader: Reader, one: Measured, group: Group) -> dict[str, Any]:
    shown = [_shown(reader, one, group, name) for name, _ in FIGURES[one.figures]]
    return {"n": group.n, "figures": shown}


def _shown(reader: Reader, one: Measured, group: Group, name: str) -> str:
    number = group.figures[name]
    if name == "share":
        return reader.formats.number(round(100 * number, 1)) + " %"
    if one.unit == "minor units":
        return reader.formats.money(round(number), group.value) or reader.formats.number(number)
    if 0 < number < LEAST_SHOWN:
        return "< " + reader.formats.number(LEAST_SHOWN)
    return reader.formats.number(round(number) if number >= SMALL else round(number, 2))


def _unit(reader: Reader, one: Measured) -> str:
    return reader.words.gettext(UNITS[one.unit]) if one.unit in UNITS else ""


def _value(reader: Reader, by: str, value: str) -> str:
    """A group's value in words."""
    say = reader.words.gettext
    words: dict[str, Callable[[str], str]] = {
        "office": reader.names.office,
        "country": reader.names.country,
        "state": reader.names.country,
        "mode": lambda code: reader.labels(code, "mode"),
        "what": lambda code: reader.labels(code, "permit_kind"),
        "side": lambda code: say(SIDES.get(code, code)),
        "stage": lambda code: say(STAGES.get(code, code)),
    }
    return words[by](value) if by in words else value


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (observatory, as_json, as_csv)
