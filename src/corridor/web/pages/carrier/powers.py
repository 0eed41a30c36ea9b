"""Powers of attorney: what one's firm gave, was given and asked for; giving, asking, ending."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.powers.kind import powers_of
from corridor.domain.powers.state import SCOPES, Power
from corridor.web.access import only
from corridor.web.act import Act, Deed
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.powers.asking import ASK
from corridor.web.acts.powers.giving import GIVE
from corridor.web.acts.registry import POWERS, acts_at
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.acting import Desk, handlers
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/carrier/powers"
LISTED_MAX: Final = 200
NEW: Final = f"{HERE}/new"
ASK_NEW: Final = f"{HERE}/ask"


def _standing(reader: Reader, power: Power) -> str:
    """How it stands, for whoever comes by an old link."""
    _ = reader.words
    if power.declined_at:
        return _("Declined.")
    if power.is_asked:
        return _("The holder has been asked for it and has not answered.")
    return _("Taken back.") if power.ended_at else _("Only the organisation that gave it ends it.")


DESK: Final = Desk[Power](
    role="carrier",
    path=HERE,
    state=Power,
    acts=acts_at(POWERS, "carrier"),
    here=lambda state: HERE,
    what=lambda request, state: state.broker_name or state.broker,
    now=_standing,
)
_show_act, _do_act = handlers(DESK)


@get(HERE, opt=only("carrier"))
async def powers(request: AnyRequest) -> Page:
    """Those that one's firm gave, and those that it was given."""
    _, services, org = gettext_of(request), services_of(request), actor_of(request).org
    listed = services.queries.rows(powers_of(org), "due", "", LISTED_MAX, descending=True).rows
    found = services.queries.states(listed, Power)
    return page(
        request,
        "carrier/powers.html",
        title=_("Powers of attorney"),
        waiting=[_power(request, one) for one in found if one.is_asked and one.holder == org],
        asked=[_power(request, one) for one in found if not one.given_at and one.broker == org],
        given=[_power(request, one) for one in found if _is_answered(one) and one.holder == org],
        taken=[_power(request, one) for one in found if one.given_at and one.broker == org],
    )


def _is_answered(power: Power) -> bool:
    """Whether its holder said Yes or No."""
    return bool(power.given_at or power.declined_at)


def _power(request: AnyRequest, power: Power) -> dict[str, Any]:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    day, moment = reader.formats.day, reader.formats.moment
    today = services.day_at(services.node)
    fault = power.fault(power.scope[0], today) if _is_answered(power) else _unanswered(power)
    words = {
        "later": _("begins later"),
        "ended": _("ended"),
        "withdrawn": _("taken back"),
        "declined": _("declined"),
        "asked": _("waits for the holder"),
        "unasked": _("request withdrawn"),
    }
    return {
        "id": power.id,
        "href": f"{HERE}/{power.id}",
        "is_in_hand": power.is_in_hand,
        "is_asked": power.is_asked,
        "holder": power.holder_name or power.holder,
        "holder_id": power.holder,
        "broker": power.broker_name or power.broker,
        "broker_id": power.broker,
        "scope": ", ".join(reader.labels(one, "power_scope") for one in power.scope),
        "days": f"{day(power.valid_from)} – {day(power.valid_to)}",
        "given": moment(power.given_at or power.ended_at, power.node),
        "by": power.given_by or power.ended_by,
        "asked": moment(power.asked_at, power.node),
        "asked_by": power.asked_by,
        "note": power.note,
        "word": words.get(fault, _("in force")),
        "kind": {"": "ok", "later": "wait", "asked": "wait"}.get(fault, "neutral"),
        "reason": power.reason,
    }


def _unanswered(power: Power) -> str:
    return "asked" if power.is_asked else "unasked"


@get([NEW, ASK_NEW], opt=only("carrier"))
async def new(request: AnyRequest) -> Page:
    """The form, from today on."""
    services = services_of(request)
    today = services.day_at(services.node)
    return _form_page(request, Form({"valid_from": [today], "scope": list(SCOPES)}))


@post([NEW, ASK_NEW], opt=only("carrier"))
async def begin(request: AnyRequest) -> Page | Redirect:
    """Given, or asked for."""
    form, services, act = await read_form(request), services_of(request), _act_of(request)
    deed: Deed[None] = Deed(request, None, form)
    if await carry_out(deed, act, services.new_id("pa")) is None:
        return _form_page(request, form, 422)
    notify(request, gettext_of(request)(act.done))
    return redirect(HERE)


def _act_of(request: AnyRequest) -> Act[None]:
    return ASK if request.url.path == ASK_NEW else GIVE


def _form_page(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, act = gettext_of(request), reader_of(request), _act_of(request)
    return page(
        request,
        "carrier/power_new.html",
        title=_(act.title),
        status=status,
        form=form,
        errors=form.errors,
        scopes=reader.labels.options("power_scope"),
        consequence=act.consequence(Deed(request, None, form)),
        label=_(act.label),
        asks=act is ASK,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (powers, new, begin, _show_act, _do_act)
