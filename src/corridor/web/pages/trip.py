"""The driver's page, for whoever has the link: nothing is done here but telling the carrier.

It has no session and no account. The link is the only key, so each answer asks it anew: whether
it is ours, still stands, and whether the trip goes on.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import File, Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.movement.state import Movement
from corridor.domain.typed import number, one_line
from corridor.web.access import MinuteMeter, anyone
from corridor.web.context import services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown, TooMany
from corridor.web.forms import ATTEMPT, SHORT_FORM_BYTES_MAX, Form, read_form
from corridor.web.i18n import LANGUAGES, Words
from corridor.web.labels.costs import COST_KINDS
from corridor.web.labels.currencies import OFFERED
from corridor.web.pages.driver_view import driver_view
from corridor.web.papers.papers import Papers
from corridor.web.papers.press import Press
from corridor.web.templating import STATIC, Reader
from corridor.web.toolkit import Page, html
from corridor.web.trips.links import TripLink, is_on_trip, link_of, opens
from corridor.web.trips.openings import DEVICE_COOKIE, device_of, note_opening
from corridor.web.trips.reports import PLACE_MAX, REPORT_KINDS, TEXT_MAX, Report, id_of, keep_report
from corridor.web.views.desk_money import paid_in

AnyRequest = Request[Any, Any, Any]
WORKER_URL: Final = "/trip-sw.js"
HOURS_MAX: Final = 720
_YEAR_S: Final = 365 * 24 * 3600
_ATTEMPT_LETTERS: Final = 64


class Trip(NamedTuple):
    """A link that was opened: in force, of a movement under way."""

    link: TripLink
    state: Movement
    reader: Reader
    path: str


class Over(Exception):
    """The link was ended, or the trip is over."""


def _trip(request: AnyRequest, movement: str, key: str) -> Trip:
    """Raises NotKnown where the link is none of ours, Over where it opens nothing any more."""
    services = services_of(request)
    link = link_of(services, movement)
    if link is None or not opens(services, link, key):
        raise NotKnown
    state = services.queries.get(movement).state
    if link.ended_at or not isinstance(state, Movement) or not is_on_trip(state):
        raise Over
    return Trip(link, state, _reader(request, link), f"/trip/{movement}/{key}")


def _opened(request: AnyRequest, movement: str, key: str) -> Trip | Page:
    """What the link opens, or the page that says why it opens nothing."""
    try:
        return _trip(request, movement, key)
    except NotKnown:
        return _over(request, 404)
    except Over:
        return _over(request, 410)


def _reader(request: AnyRequest, link: TripLink | None) -> Reader:
    """In the driver's language: the one chosen on the page, else that of the link."""
    asked = request.query_params.get("lang", "")
    lang = asked if asked in LANGUAGES else link.lang if link is not None else LANGUAGES[0]
    reader: Reader = request.app.state.readers[lang]
    return reader


def _over(request: AnyRequest, status: int) -> Page:
    reader = _reader(request, None)
    text = reader.environment.get_template("trip/over.html").render(lang=reader.lang)
    return html(text, status)


@get("/trip/{movement:str}/{key:str}", opt=anyone(), include_in_schema=False)
async def trip(request: AnyRequest, movement: FromPath[str], key: FromPath[str]) -> Page:
    """What the driver shows at the border, and what comes next."""
    found = _opened(request, movement, key)
    if not isinstance(found, Trip):
        return found
    device = device_of(request.cookies.get(DEVICE_COOKIE, ""))
    agent = request.headers.get("user-agent", "")
    await note_opening(services_of(request), found.link, device, agent)
    answer = _show(request, found, Form())
    answer.set_cookie(_cookie(request, device))
    return answer


def _cookie(request: AnyRequest, device: str) -> Cookie:
    """Tells devices apart, and no more: it opens nothing."""
    is_secure = services_of(request).secure_cookies
    return Cookie(
        key=DEVICE_COOKIE,
        value=device,
        path="/trip",
        max_age=_YEAR_S,
        httponly=True,
        secure=is_secure,
        samesite="lax",
    )


def _show(request: AnyRequest, found: Trip, form: Form, status: int = 200) -> Page:
    services, reader = services_of(request), found.reader
    view = driver_view(found.state, found.link, reader, services)
    text = reader.environment.get_template("trip/trip.html").render(
        lang=reader.lang,
        path=found.path,
        trip=view,
        form=form,
        errors=form.errors,
        sent=request.query_params.get("sent", ""),
        now=services.now(),
        here=services.node,
        demo=services.demo,
        worker_url=WORKER_URL,
        cost_kinds=_options(reader, COST_KINDS),
        currencies=[{"value": code, "label": code} for code in OFFERED],
    )
    return html(text, status)


def _options(reader: Reader, words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": code, "label": reader.words(text)} for code, text in words.items()]


@get("/trip/{movement:str}/{key:str}/papers.pdf", opt=anyone(), include_in_schema=False)
async def trip_papers(
    request: AnyRequest, movement: FromPath[str], key: FromPath[str]
) -> Response[bytes]:
    """The codes, the accompanying document and each permit as one file."""
    try:
        found = _trip(request, movement, key)
    except Over:
        return _over(request, 410)
    _meter(request, found)
    services = services_of(request)
    permits = services.queries.permits_of(found.state.id)
    sheets = Papers(services, request.app.state.readers).all_of(found.state, permits)
    press: Press = request.app.state.press
    name = f"papers-{found.state.reference}.pdf"
    return download(await press.set(sheets), name, "application/pdf")


def _meter(request: AnyRequest, found: Trip) -> None:
    """So many a minute by one link: it may lie anywhere."""
    meter: MinuteMeter = request.app.state.trips
    if not meter.takes(found.link.movement, services_of(request).clock.now_ms()):
        raise TooMany(detail="too many requests by one link")


@post(
    "/trip/{movement:str}/{key:str}",
    opt=anyone(),
    include_in_schema=False,
    request_max_body_size=SHORT_FORM_BYTES_MAX,
)
async def tell(request: AnyRequest, movement: FromPath[str], key: FromPath[str]) -> Page | Redirect:
    """The driver tells the carrier, and nobody else."""
    found = _opened(request, movement, key)
    if not isinstance(found, Trip):
        return found
    _meter(request, found)
    form = await read_form(request)
    report = _report(found, form, services_of(request).now())
    if form.errors:
        return _show(request, found, form, 422)
    if not await keep_report(services_of(request), found.state, report):
        say = found.reader.words
        form.add_error(
            "text", say("Too much was said from this page already: telephone your firm.")
        )
        return _show(request, found, form, 422)
    return Redirect(f"{found.path}?lang={found.reader.lang}&sent=1#tell", status_code=303)


def _report(found: Trip, form: Form, now: str) -> Report:
    say, kind = found.reader.words, form["kind"]
    if kind not in REPORT_KINDS:
        form.add_error("kind", say("Choose what you want to say."))
    elif kind == "cost":
        _check_cost(form, say)
    elif not form["text"]:
        form.add_error("text", say("Say in a few words what happened."))
    hours = number(form["hours"])
    if form["hours"] and (not hours or Decimal(hours) > HOURS_MAX):
        form.add_error("hours", say("Give a number of hours, at most %(most)s.", most=HOURS_MAX))
    attempt = form[ATTEMPT][:_ATTEMPT_LETTERS] or now
    return Report(
        id_of(found.state.id, attempt),
        next((one for one in REPORT_KINDS if one == kind), "delay"),
        form["text"][:TEXT_MAX],
        now,
        hours,
        one_line(form["place"])[:PLACE_MAX],
        **(_cost_of(form) if kind == "cost" else {}),
    )


def _check_cost(form: Form, say: Words) -> None:
    paid_in(form, say)
    if form["what"] not in COST_KINDS:
        form.add_error("what", say("Choose what was paid for."))


def _cost_of(form: Form) -> dict[str, str]:
    return {name: one_line(form[name]) for name in ("what", "amount", "currency")}


@get(WORKER_URL, opt=anyone(), include_in_schema=False, sync_to_thread=False)
def trip_worker() -> File:
    """The worker behind the driver's page; at the root, because its scope begins where it lies."""
    return File(
        STATIC / "trip-sw.js",
        media_type="text/javascript",
        content_disposition_type="inline",
        headers={"cache-control": "no-cache"},
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (trip, trip_papers, tell, trip_worker)
