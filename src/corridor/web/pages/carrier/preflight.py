"""Before it leaves: what each state of the way would say, on a page that is printed and kept."""

from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.pages.carrier.drafts import Case, case_of, href_of, sendable
from corridor.web.pages.carrier.together import draft_page
from corridor.web.toolkit import Page
from corridor.web.views.drafting.findings import remedy_at
from corridor.web.views.drafting.pointers import spot_of
from corridor.web.views.preflight import SaidReason, SaidState, SaidStop, said_states

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
_OF_PERMITS: Final = "permit_"
WORDS: Final = {
    "stops": (N_("Would stop it"), "stop"),
    "asks": (N_("May stop it"), "wait"),
    "passes": (N_("Lets it through"), "ok"),
}
"""Verdict → what its tag says, and the tag's kind."""


@get("/carrier/drafts/{id:str}/preflight", opt=only("carrier"))
async def preflight(request: AnyRequest, id: FromPath[str]) -> Page:
    """State by state in the order of the way; nothing is shown while there is no dossier yet."""
    _, draft = gettext_of(request), sendable(request, id)
    case = case_of(request, draft)
    states = states_of(request, case)
    return draft_page(
        request,
        draft,
        "carrier/preflight.html",
        title=_("Check before it leaves"),
        states=states,
        stopped=[state["name"] for state in states if state["kind"] == "stop"],
        dossier=case.built.dossier,
    )


def states_of(request: AnyRequest, case: Case) -> list[View]:
    """What each state says, with a link to where each thing is mended."""
    said = said_states(case.judged.verdicts, reader_of(request).refusals)
    return [_state(request, case, one) for one in said]


def _state(request: AnyRequest, case: Case, said: SaidState) -> View:
    _, names, labels = gettext_of(request), reader_of(request).names, reader_of(request).labels
    word, kind = WORDS[said.verdict]
    today = services_of(request).day_at(said.country)
    return {
        "code": said.country,
        "name": names.country(said.country),
        "place": names.place(said.place),
        "enters_on": said.enters_on,
        "word": _(word),
        "kind": kind,
        "stops": [
            _reason(request, case, one) | {"is_late": _is_late(one, today)} for one in said.refusals
        ],
        "notes": [_reason(request, case, one) for one in said.notes],
        "lists": [(labels(one.list, "refdata"), one.valid_from) for one in said.lists],
    }


def _is_late(stop: SaidStop, today: str) -> bool:
    return bool(stop.by) and stop.by < today


def _reason(request: AnyRequest, case: Case, said: SaidReason) -> View:
    of_permits = said.code.startswith(_OF_PERMITS)
    permits = f"/carrier/drafts/{case.draft.id}/permits"
    spot = spot_of(said.pointer, case.built)
    href = permits if of_permits else href_of(case.draft, spot)
    return {
        "text": said.text,
        "remedy": remedy_at(spot, case.draft, said.remedy, reader_of(request)),
        "rule": said.rule,
        "by": said.by if isinstance(said, SaidStop) else "",
        "href": href,
        "of_permits": of_permits,
    }


ROUTES: tuple[ControllerRouterHandler, ...] = (preflight,)
