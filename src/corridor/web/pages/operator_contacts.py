"""Contacts: the operator states those of the own state; everybody reads those of all."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.contacts.kind import CONTACTS_OF
from corridor.domain.contacts.state import Contact, contact_id
from corridor.domain.typed import one_line
from corridor.engine.queries import PAGE_MAX
from corridor.web.access import anyone, only
from corridor.web.act import Deed
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.contacts.stating import SPOKEN, STATE
from corridor.web.acts.registry import CONTACTS, acts_at
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import SHORT_FORM_BYTES_MAX, Form, read_form
from corridor.web.listing.paging import paged
from corridor.web.pages.acting import Desk, handlers
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.finding import is_found_by

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/operator/contacts"
SHOWN_MAX: Final = 15
"""On a page: as many as a telephone shows in three screens."""
PAID_TO: Final = ("account", "account_name", "bank")
FEW: Final = 8
"""So many contacts are found by looking."""
DESK: Final = Desk[Contact](
    role="operator",
    path=HERE,
    state=Contact,
    acts=acts_at(CONTACTS, "operator"),
    here=lambda state: HERE,
    what=lambda request, state: reader_of(request).names.office(state.place),
    now=lambda reader, state: reader.words("It was withdrawn."),
)
_show_act, _do_act = handlers(DESK)


def _places(services: Services) -> Iterator[str]:
    """Authorities and offices of the own state, in this order."""
    yield from (one.code for one in services.authorities if one.country == services.node)
    today = services.day_at(services.node)
    offices = services.reference.offices.values()
    yield from (o.code for o in offices if o.country == services.node and o.is_open(today))


@get(HERE, opt=only("operator"))
async def own_contacts(request: AnyRequest) -> Page:
    """All places of the own state, with what is stated of each."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    shown = paged(request, list(_places(services)), SHOWN_MAX)
    rows = [
        {"place": one, "id": contact_id(one), "found": reader.contacts(one)} for one in shown.rows
    ]
    return page(request, "operator/contacts.html", title=_("Contacts"), rows=rows, shown=shown)


@get(f"{HERE}/{{place:str}}", opt=only("operator"))
async def contact_page(request: AnyRequest, place: FromPath[str]) -> Page:
    """The form of one, with what is stated."""
    stated = reader_of(request).contacts.stated(place)
    ways = stated.ways if stated is not None else None
    names = ("phone", "mail", "page", "days", "opens", "closes", *PAID_TO)
    typed = {name: [getattr(ways, name)] for name in names} if ways is not None else {}
    spoken = list(ways.languages) if ways is not None else []
    return _form(request, place, Form({**typed, "languages": spoken}))


def _form(request: AnyRequest, place: str, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    if place not in _places(services_of(request)):
        raise NotKnown
    return page(
        request,
        "operator/contact.html",
        title=reader.names.office(place),
        status=status,
        form=form,
        errors=form.errors,
        place=place,
        stated=reader.contacts(place),
        subject=contact_id(place),
        consequence=STATE.consequence(Deed(request, place, form)),
        label=_(STATE.label),
        days=[{"value": "", "label": _("not said")}, *reader.labels.options("contact_days")],
        spoken=[{"value": one, "label": reader.contacts.language(one)} for one in SPOKEN],
    )


@post(f"{HERE}/{{place:str}}", opt=only("operator"), request_max_body_size=SHORT_FORM_BYTES_MAX)
async def state_contact(request: AnyRequest, place: FromPath[str]) -> Page | Redirect:
    """In place of what was stated before."""
    form = await read_form(request)
    if await carry_out(Deed(request, place, form), STATE, contact_id(place)) is None:
        return _form(request, place, form, 422)
    notify(request, gettext_of(request)(STATE.done), reader_of(request).names.office(place))
    return redirect(HERE)


@get("/contacts", opt=anyone())
async def contacts(request: AnyRequest) -> Page:
    """Of one state, this node's own first: what its operator stated."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    counts = services.queries.counts(CONTACTS_OF)
    states = sorted(name.removeprefix(CONTACTS_OF) for name, count in counts.items() if count)
    asked = request.query_params.get("state", services.node)
    if asked not in (*states, services.node):
        raise NotKnown
    sought = one_line(request.query_params.get("q", ""))
    places = [one for one in _stated_places(services, asked) if _is_sought(reader, one, sought)]
    shown = paged(request, places, SHOWN_MAX)
    return page(
        request,
        "public/contacts.html",
        title=_("Contacts of offices and authorities"),
        states=states,
        asked=asked,
        rows=[
            {"place": one, "found": found} for one in shown.rows if (found := reader.contacts(one))
        ],
        sought=sought,
        is_long=bool(sought) or len(places) > FEW,
        shown=shown,
    )


def _stated_places(services: Services, state: str) -> Iterator[str]:
    """All of which its operator stated something, in the order of their codes."""
    at = ""
    while True:
        found = services.queries.rows(f"{CONTACTS_OF}{state}", "name", at, PAGE_MAX)
        yield from (row.name for row in found.rows)
        if not (at := found.next):
            return


def _is_sought(reader: Reader, code: str, sought: str) -> bool:
    return not sought or is_found_by(sought, (code, reader.names.office(code)))


ROUTES: tuple[ControllerRouterHandler, ...] = (
    own_contacts,
    contact_page,
    state_contact,
    contacts,
    _show_act,
    _do_act,
)
