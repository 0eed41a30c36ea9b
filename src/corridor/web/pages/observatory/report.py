"""The report of a period as PDF, for a commission's secretary: by a form or an address."""

from asyncio import to_thread
from itertools import combinations
from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.barriers.shown import newest_measures
from corridor.web.common.adding import Common
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.i18n import LANGUAGE_NAMES
from corridor.web.observed import words
from corridor.web.observed.shelf import MONTH, Shelf
from corridor.web.pages.observatory.asking import common_of, nothing, shelf_of
from corridor.web.register.shown import due_before
from corridor.web.report.printer import Printer
from corridor.web.report.promised import dated_until
from corridor.web.report.report import Sources, about_of, report_of
from corridor.web.report.wanted import (
    MONTHS_MAX,
    Fault,
    Wanted,
    months_between,
    wanted_of,
)
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
FIELDS: Final = ("about", "from", "to", "lang")
HERE: Final = "/observatory/report"
WRONG: Final = 422
SHOWN_MAX: Final = 120
"""Months that are offered: the last ones."""


@get(HERE, opt=anyone())
async def report_form(request: AnyRequest) -> Page:
    """`?about=corridor:TITR` and what else is known already."""
    shelf = shelf_of(request)
    if shelf is None or not shelf.overview.last:
        return nothing(request, 200)
    return _form(request, shelf, _asked(request, shelf), [])


@get(f"{HERE}.pdf", opt=anyone())
async def report_pdf(request: AnyRequest) -> Response[Any]:
    """`?about=`, `from=`, `to=`, `lang=`; 422 says what is wrong, as a page or as JSON."""
    shelf = shelf_of(request)
    if shelf is None or not shelf.overview.last:
        return nothing(request)
    common, asked = common_of(request), _asked(request, shelf)
    wanted = wanted_of(asked, shelf, common, _corridors(request, shelf))
    if not isinstance(wanted, Wanted):
        return _wrong(request, shelf, asked, wanted)
    services = services_of(request)
    reader = request.app.state.readers[wanted.lang]
    day = services.day_at(services.node)
    promised = due_before(services, wanted.states, dated_until(wanted, day))
    barriers = tuple(newest_measures(services, wanted.states))
    sources = Sources(shelf, common, services.reference, promised, barriers, day, services.demo)
    content = await to_thread(report_of, reader, sources, wanted)
    printer: Printer = request.app.state.printer
    return Response(
        await printer.pdf(content), media_type="application/pdf", headers=_headers(wanted)
    )


def _headers(wanted: Wanted) -> dict[str, str]:
    name = f"corridor-{wanted.sort}-{wanted.name}-{wanted.first}-{wanted.last}-{wanted.lang}.pdf"
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


def _asked(request: AnyRequest, shelf: Shelf) -> dict[str, str]:
    """What the address says; of the months that it does not name, this year's so far."""
    given = request.query_params
    last = shelf.overview.last[:MONTH]
    first = max(f"{last[:4]}-01", shelf.overview.first[:MONTH])
    usual = {"from": first, "to": last, "lang": reader_of(request).lang}
    return {name: given.get(name, usual.get(name, ""))[:80] for name in FIELDS}


def _wrong(
    request: AnyRequest, shelf: Shelf, asked: dict[str, str], faults: list[Fault]
) -> Response[Any]:
    if "text/html" in request.headers.get("accept", "*/*"):
        return _form(request, shelf, asked, faults)
    said = [{"field": one.field, "text": _said(request, one)} for one in faults]
    body = msgspec.json.encode({"code": "report_wrong", "status": WRONG, "faults": said})
    return Response(body, status_code=WRONG, media_type="application/problem+json")


def _said(request: AnyRequest, fault: Fault) -> str:
    return reader_of(request).words.gettext(fault.text, **fault.args)


def _form(request: AnyRequest, shelf: Shelf, asked: dict[str, str], faults: list[Fault]) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    common = common_of(request)
    ends = shelf.overview.first[:MONTH], shelf.overview.last[:MONTH]
    months = [
        {"value": one, "label": words.period(reader, one)}
        for one in list(months_between(*ends))[-SHOWN_MAX:]
    ]
    return page(
        request,
        "observatory/report.html",
        title=_("Report of a period, PDF"),
        status=WRONG if faults else 200,
        action=f"{HERE}.pdf",
        asked=asked,
        abouts=_abouts(request, shelf, common),
        months=months[::-1],
        languages=LANGUAGE_NAMES,
        most=MONTHS_MAX,
        wrong=dict.fromkeys(FIELDS, "") | {one.field: _said(request, one) for one in faults},
        errors=[{"text": _said(request, one), "href": f"#f-{one.field}"} for one in faults],
    )


def _abouts(request: AnyRequest, shelf: Shelf, common: Common) -> list[dict[str, str]]:
    """Corridors of which something is told, states that take part, and each two of them."""
    reader = reader_of(request)
    names = [("corridor", one) for one in shelf.values("consignments", "corridor")]
    names += [("state", one) for one in common.states]
    names += [("commission", "-".join(two)) for two in combinations(common.states, 2)]
    found = [
        {
            "value": f"{sort}:{name}",
            "label": about_of(reader, Wanted(sort, name, "", "", reader.lang)),
        }
        for sort, name in names
    ]
    _ = gettext_of(request)
    return [{"value": "", "label": _("Choose")}, *found]


def _corridors(request: AnyRequest, shelf: Shelf) -> set[str]:
    """All that there are, whether something is told of them or not."""
    links = services_of(request).reference.links
    return {name for link in links for name in link.corridors} | {
        *shelf.values("consignments", "corridor")
    }


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (report_form, report_pdf)
