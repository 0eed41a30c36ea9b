"""What is copied to the next dossier: an earlier one, a draft, or a template."""

from typing import Any, Final

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import read_form
from corridor.web.pages.carrier.drafts import draft_of, keep
from corridor.web.toolkit import notify
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.lines import box_of, lines_of
from corridor.web.views.drafting.model import DOCUMENT_FIELDS, Draft, Values
from corridor.web.views.drafting.taking import ETA

AnyRequest = Request[Any, Any, Any]
ONCE: Final = ("seals", "seal_count", "invoice", "waybill", *DOCUMENT_FIELDS)
"""What belongs to one journey and is not copied to the next."""
NAME_MAX: Final = 100


LASTING_OF_LEGS: Final = ("_carrier", "_begins")
"""Of a leg a copy keeps who carries it, and that it begins there."""


def pattern_of(request: AnyRequest, reference: str) -> Draft:
    """A draft, template or dossier of the firm, without what belongs to one journey."""
    try:
        draft = draft_of(request, reference)
    except NotKnown:
        state = state_of(request, reference, Movement)
        draft = draft_from(state.dossier, state.id, "")
    points = tuple(replace(point, eta=None) for point in draft.points)
    transport = _lasting(draft.transport)
    route = {name: v for name, v in draft.route.items() if not name.startswith(ETA)}
    parts = tuple(replace(part, fields=_lasting(part.fields)) for part in draft.parts)
    goods = tuple(replace(item, fields=_lasting(item.fields)) for item in draft.goods)
    legs = {name: v for name, v in draft.legs.items() if name.endswith(LASTING_OF_LEGS)}
    return replace(
        draft,
        legs=legs,
        goods=goods,
        parts=parts,
        points=points,
        transport=transport,
        route=route,
        amends=False,
        template="",
        source="",
    )


def _lasting(values: Values) -> Values:
    boxes = "\n".join(box_of(line)[0] or ";" for line in lines_of(values.get("boxes", "")))
    kept = {name: text for name, text in values.items() if name not in ONCE}
    return kept | ({"boxes": boxes} if boxes else {})


@post("/carrier/drafts/{id:str}/template", opt=only("carrier"))
async def keep_template(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """A copy of the draft under a name; a template keeps its own."""
    _, services, form = gettext_of(request), services_of(request), await read_form(request)
    pattern, draft = pattern_of(request, id), draft_of(request, id)
    name = form["name"][:NAME_MAX] or draft.lrn
    new = services.new_id("mv")
    kept = replace(pattern, id=new, created=services.now(), lrn="", template=name)
    await keep(request, kept)
    notify(request, _("The template was kept: %(name)s", name=name))
    return redirect("/carrier/many#templates")


ROUTES: tuple[ControllerRouterHandler, ...] = (keep_template,)
