"""The guarantor: guarantees with what is taken of them, and registering a new one."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import as_issued, make_grn
from corridor.domain.days import day_at, days_between
from corridor.domain.facts import Actor
from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.listings import listings
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.tables import OF_GUARANTOR, is_low
from corridor.domain.guarantees.types import WITH_LEDGER, type_of
from corridor.domain.listings import mark
from corridor.domain.movement.state import Movement
from corridor.domain.movement.undischarged import LANE, stage_of
from corridor.domain.refusals import N_
from corridor.engine.queries import ListedRow, Logged
from corridor.web.access import only, state_of
from corridor.web.act import Deed, Tale
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.guarantees.changing import warn_field
from corridor.web.acts.guarantees.registering import REGISTER, TRAITS
from corridor.web.acts.readings import note_of
from corridor.web.acts.registry import GUARANTEES, acts_at
from corridor.web.addresses import redirect, without_empty
from corridor.web.auth.accounts import all_accounts, organisations
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.labels.currencies import OFFERED
from corridor.web.life.timeline import timeline_of
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.of_guarantees import GuarantorCells
from corridor.web.listing.of_undischarged import next_of_guarantees, standing_tags
from corridor.web.listing.shown import Listed
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.pages.undischarged import UNDISCHARGED_OF, undischarged
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.guarantee_statement import exposure_rows, low_count, statement_rows


def _found(guarantee: Guarantee, actor: Actor) -> tuple[ListedRow, tuple[str, ...]]:
    row = listings(guarantee, guarantee.node)[0]
    orders = (row.due, row.name, row.updated)
    return ListedRow(f"gr-{guarantee.grn}", *orders, row.data, row.since), row.marks


OWING_MAX: Final = 1_000


def _cells(request: AnyRequest) -> GuarantorCells:
    services = services_of(request)
    return GuarantorCells(reader_of(request), services.node, organisations(services.queries))


REGISTER_OF: Final = DeskList(
    role="guarantor",
    path="/guarantor",
    listing=OF_GUARANTOR,
    lanes={"guarantees": N_("Guarantees")},
    cells=_cells,
    title=N_("Guarantees"),
    state=Guarantee,
    found=_found,
)


@get("/guarantor", opt=only("guarantor"), before_request=without_empty)
async def guarantees(request: AnyRequest) -> Page:
    """All guarantees of this guarantor with their exposure."""
    _ = gettext_of(request)
    listed = Listed(request, REGISTER_OF)
    return page(
        request,
        "guarantor/list.html",
        title=_("Guarantees"),
        live=listed.topics,
        behind=listed.finding.behind,
        listed=listed,
        low=low_count(services_of(request), listed.name),
        owing=_owing(request),
        topics=" ".join(listed.topics),
    )


def _owing(request: AnyRequest) -> int:
    """Movements whose debt is brought in."""
    name = f"guarantor:{actor_of(request).org}:{LANE}"
    return services_of(request).queries.marked(name, mark("state", "under_recovery"), OWING_MAX)


@get("/guarantor/new", opt=only("guarantor"))
async def new(request: AnyRequest) -> Page:
    """The form, with a free number made ready."""
    services = services_of(request)
    token = services.engine.settings.tokens.token()
    today = services.day_at(services.node)
    suggested = make_grn(today[2:4], services.node, token)
    values = {"grn": [suggested], "valid_from": [today], "kind": ["1"], "warn_percent": ["80"]}
    return _form_page(request, Form(values))


@post("/guarantor/new", opt=only("guarantor"))
async def register(request: AnyRequest) -> Page | Redirect:
    """Register it; the access code is given to the holder and shown nowhere again."""
    form = await read_form(request)
    deed = Deed(request, None, form)
    grn = as_issued("grn", form["grn"])
    if await carry_out(deed, REGISTER, f"gr-{grn}") is None:
        return _form_page(request, form, 422)
    _ = gettext_of(request)
    notify(request, _("The guarantee was registered"), _("Give its holder the access code."))
    return redirect(f"/guarantor/{grn}")


@get("/guarantor/{reference:str}", opt=only("guarantor"))
async def guarantee(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One guarantee and the movements that take of it."""
    _ = gettext_of(request)
    reader, services = reader_of(request), services_of(request)
    state = state_of(request, reference, Guarantee)
    subject = f"gr-{state.grn}"
    events = services.queries.timeline(subject)
    return page(
        request,
        "guarantor/guarantee.html",
        title=_("Guarantee %(grn)s", grn=state.grn),
        live=[subject],
        guarantee=state,
        holder=organisations(services.queries).get(state.holder, state.holder),
        kind=reader.labels(state.kind, "guarantee_kind"),
        is_low=is_low(state),
        needs=_(type_of(state.kind).needs),
        traits=[_(TRAITS[trait]) for trait in TRAITS if trait in state.excludes],
        locked_until=state.locked_until if state.is_locked(services.now()) else "",
        acts=buttons(GUARANTOR, state, actor_of(request), reader),
        awaiting=[
            _reservation(k, v.amount_minor, reader, services) for k, v in state.awaiting.items()
        ],
        statement=statement_rows(state, reader, services),
        statement_at=f"/guarantor/{state.grn}/statement",
        dossiers="",
        taken=state.reference_minor - state.available_minor(),
        reservations=_reservations(state, reader, services),
        exposure=exposure_rows(state, reader, services),
        called=[_reservation(k, v, reader, services) for k, v in state.called.items()],
        entries=timeline_of(
            reader, services, events, note=_notes_of(state, events, services), state=state
        ),
    )


def _reservation(movement: str, minor: int, reader: Reader, services: Services) -> dict[str, Any]:
    """What the guarantor has to know of a movement: its number, where it stands, its limit."""
    state = services.queries.get(movement).state
    known = state if isinstance(state, Movement) else None
    return {
        "ref": known.reference if known else movement,
        "stands": standing_tags(stage_of(known), reader) if known else [],
        "limit_date": known.limit_date if known else "",
        "minor": minor,
    }


def _reservations(state: Guarantee, reader: Reader, services: Services) -> list[dict[str, Any]]:
    """What is not discharged yet, the oldest first, each with the one next step."""
    found = [_held(key, minor, state, reader, services) for key, minor in state.reserved.items()]
    return sorted(found, key=lambda one: one["since"] or "9999")


def _held(
    movement: str, minor: int, guarantee: Guarantee, reader: Reader, services: Services
) -> dict[str, Any]:
    shown = _reservation(movement, minor, reader, services)
    state = services.queries.get(movement).state
    if not isinstance(state, Movement):
        return shown | {"since": "", "days": None, "step": ""}
    since = next((one.since for one in state.guarantees if one.grn == guarantee.grn), "")
    here = guarantee.node
    days = days_between(day_at(since, here), services.day_at(here)) if since else None
    step = next_of_guarantees(state, frozenset({guarantee.grn}), reader)
    return shown | {"since": since, "days": days, "step": ". ".join(filter(None, step))}


def _notes_of(
    state: Guarantee, events: Iterable[Logged], services: Services
) -> Callable[[Any, Tale], str]:
    """Notes that name the movement and its amount, which not every event of the ledger holds."""
    payloads = [event.fact.payload for event in events]
    taken = {p.movement: p.amount_minor for p in payloads if isinstance(p, AmountReserved)}

    def note(said: Any, tale: Tale) -> str:
        if not isinstance(said, AmountReserved | ReservationRefused | ReservationReleased):
            return note_of(said, tale)
        if isinstance(said, ReservationReleased):
            minor = taken.get(said.movement, 0) - said.called_minor
        else:
            minor = said.amount_minor
        amount = tale.reader.formats.money(minor, state.currency)
        ref = _reservation(said.movement, 0, tale.reader, services)["ref"]
        told = tale.say("%(movement)s, %(amount)s.", movement=ref, amount=amount)
        return f"{told} {note_of(said, tale)}".strip()

    return note


def _holders(services: Services) -> dict[str, str]:
    """Organisation → name, of the carriers that have a window here."""
    accounts = all_accounts(services.queries)
    return {a.org: a.org_name or a.org for a in accounts if a.role == "carrier"}


def _form_page(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    reader, services = reader_of(request), services_of(request)
    countries = [
        {"value": code, "label": reader.names.country(code)}
        for code in sorted({office.country for office in services.reference.offices.values()})
    ]
    return page(
        request,
        "guarantor/new.html",
        title=_("New guarantee"),
        status=status,
        form=form,
        errors=form.errors,
        kinds=[
            one for one in reader.labels.options("guarantee_kind") if one["value"] in WITH_LEDGER
        ],
        traits=[{"value": code, "label": _(text)} for code, text in TRAITS.items()],
        warn=warn_field(Deed(request, None, form)),
        currencies=[{"value": code, "label": code} for code in OFFERED],
        countries=countries,
        holders=_holders(services),
        consequence=REGISTER.consequence(Deed(request, None, form)),
    )


def _stands(reader: Reader, state: Guarantee) -> str:
    """For whoever came for what cannot be done."""
    free = reader.formats.money(max(0, state.available_minor()), state.currency)
    return reader.words("Free: %(free)s.", free=free)


GUARANTOR: Final = Desk(
    role="guarantor",
    path="/guarantor",
    state=Guarantee,
    acts=acts_at(GUARANTEES, "guarantor"),
    here=lambda state: f"/guarantor/{state.grn}",
    what=lambda request, state: state.grn,
    now=_stands,
)
ROUTES: tuple[ControllerRouterHandler, ...] = (
    guarantees,
    new,
    register,
    guarantee,
    undischarged,
    *handlers(GUARANTOR),
)
LISTS: Final = (REGISTER_OF, UNDISCHARGED_OF)
