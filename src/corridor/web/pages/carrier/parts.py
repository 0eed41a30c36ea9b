"""Parts of the load of a draft, each with its consignor and consignee: groupage."""

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import add_problems, case_of, draft_of, form_of
from corridor.web.pages.carrier.filling import FILL, offers_of, with_books_in_part
from corridor.web.pages.carrier.sections import saved
from corridor.web.pages.carrier.together import Typed, change, draft_page, write
from corridor.web.toolkit import Page, notify
from corridor.web.views.books.shown import countries
from corridor.web.views.drafting.model import PART_ROLES, PARTS_MAX, Draft
from corridor.web.views.drafting.parts import with_part, without_part
from corridor.web.views.drafting.tasks import party_titles
from corridor.web.views.drafting.to_documents import take_added
from corridor.web.views.drafting.together import as_sent, place_of_part, seen_among, with_part_form

AnyRequest = Request[Any, Any, Any]
ANEW: Final = "anew"
GONE: Final = N_(
    "This part was taken out of the load meanwhile: nothing is saved yet. What you wrote stands "
    "here; saved once more, it becomes a new part."
)
CHANGED: Final = N_("The parts of the load were changed meanwhile. Look at them once more.")


@post("/carrier/drafts/{id:str}/parts", opt=only("carrier"))
async def add(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """One part more; the first time the load becomes two, its goods in the first."""
    _, had = gettext_of(request), draft_of(request, id)
    draft = await change(request, id, with_part)
    if draft.parts == had.parts:
        notify(request, _("A load has at most %(count)s parts.", count=PARTS_MAX), "", "wait")
    return redirect(f"/carrier/drafts/{id}/parts/{len(draft.parts)}")


@get("/carrier/drafts/{id:str}/parts/{number:int}", opt=only("carrier"))
async def part(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Page:
    """One part."""
    draft = _with(request, id, number)
    return _show(request, draft, number, form_of(draft.parts[number - 1].fields))


def _with(request: AnyRequest, id: str, number: int) -> Draft:
    draft = draft_of(request, id)
    if not 1 <= number <= len(draft.parts):
        raise NotKnown
    return draft


def _check(number: int) -> None:
    """Also one of a part that is gone; NotKnown where there never was one."""
    if not 1 <= number <= PARTS_MAX:
        raise NotKnown


def _show(request: AnyRequest, draft: Draft, number: int, form: Form, status: int = 200) -> Page:
    _, named = gettext_of(request), party_titles(reader_of(request))
    fields = draft.parts[number - 1].fields if number <= len(draft.parts) else {}
    if not form.errors:
        add_problems(request, form, case_of(request, draft), "parties", number - 1)
    of_part = [item for item in draft.goods if item.fields.get("part") == str(number)]
    return draft_page(
        request,
        draft,
        "carrier/part.html",
        title=_("Part %(number)s of the load", number=number),
        status=status,
        number=number,
        goods=[item.fields.get("description", "") for item in of_part],
        seen=seen_among(draft.parts, fields),
        is_anew=number > len(draft.parts),
        form=form,
        errors=form.errors,
        roles=[(role, named[role], "") for role in PART_ROLES],
        countries=countries(reader_of(request)),
        offers=offers_of(request, "parties"),
    )


@post("/carrier/drafts/{id:str}/parts/{number:int}", opt=only("carrier"))
async def save_part(
    request: AnyRequest, id: FromPath[str], number: FromPath[int]
) -> Page | Redirect:
    """Keep it as typed; come back to it where it cannot be read."""
    _check(number)
    form, draft = await read_form(request), draft_of(request, id)
    now = await _number_now(request, draft, number, form)
    if now is None:
        form.add_error("", gettext_of(request)(GONE))
        return _show(request, draft, number, form, 409)
    number, is_added = now, take_added(form)
    draft = await write(request, id, form, _typed(number - 1))
    if form.errors:
        return _show(request, draft, number, form, 422)
    if is_added:
        return redirect(f"/carrier/drafts/{id}/parts/{number}#documents")
    if form[FILL]:
        await change(request, id, lambda now: with_books_in_part(request, now, number - 1))
        return redirect(f"/carrier/drafts/{id}/parts/{number}")
    add_problems(request, form, case_of(request, draft), "parties", number - 1)
    if form.errors:
        return _show(request, draft, number, form, 422)
    return redirect(f"/carrier/drafts/{id}/parties#parts")


async def _number_now(request: AnyRequest, draft: Draft, number: int, form: Form) -> int | None:
    """Of a part that a colleague moved, or that is to be one more; None where it is gone."""
    if number <= len(draft.parts):
        return number
    at = place_of_part(draft, number - 1, form)
    if at is not None and at < len(draft.parts):
        return at + 1
    return await _added(request, draft.id, form) if form[ANEW] else None


async def _added(request: AnyRequest, id: str, form: Form) -> int:
    """The number of a new part for what is typed."""
    draft = await change(request, id, with_part)
    form.values["seen"] = [seen_among(draft.parts, draft.parts[-1].fields)]
    return len(draft.parts)


@post("/carrier/drafts/{id:str}/parts/{number:int}/save", opt=only("carrier"))
async def autosave_part(
    request: AnyRequest, id: FromPath[str], number: FromPath[int]
) -> Response[None]:
    """Saved while it is typed; of a part that is gone nothing is."""
    _check(number)
    return await saved(request, id, _typed(number - 1))


def _typed(index: int) -> Typed:
    return lambda draft, form, me: with_part_form(draft, index, form, me)


@get("/carrier/drafts/{id:str}/parts/{number:int}/remove", opt=only("carrier"))
async def ask_remove_part(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Page:
    """Before it is gone."""
    _, draft = gettext_of(request), _with(request, id, number)
    then = (
        _("What the other part says then holds for the whole load.")
        if len(draft.parts) == 2
        else _("Its goods stay: choose another part for each of them.")
    )
    return draft_page(
        request,
        draft,
        "confirm.html",
        title=_("Take part %(number)s out of the load?", number=number),
        form=Form(),
        consequence=_("Its consignor and consignee are lost.") + " " + then,
        action=f"/carrier/drafts/{id}/parts/{number}/remove",
        hidden={"as_shown": _as_shown(draft)},
        label=_("Take out"),
        cancel_href=f"/carrier/drafts/{id}/parties",
        kind="stop",
    )


def _as_shown(draft: Draft) -> str:
    return as_sent(Draft(id=draft.id, parts=draft.parts))


@post("/carrier/drafts/{id:str}/parts/{number:int}/remove", opt=only("carrier"))
async def remove_part(request: AnyRequest, id: FromPath[str], number: FromPath[int]) -> Redirect:
    """Take it out, where the parts are still as they were shown."""
    _, form, draft = gettext_of(request), await read_form(request), _with(request, id, number)
    if form["as_shown"] and form["as_shown"] != _as_shown(draft):
        notify(request, _("Nothing was taken out"), _(CHANGED), "wait")
        return redirect(f"/carrier/drafts/{id}/parties")
    shown = draft.parts
    await change(
        request, id, lambda now: without_part(now, number - 1) if now.parts == shown else now
    )
    notify(request, _("The part was taken out"))
    return redirect(f"/carrier/drafts/{id}/parties")


ROUTES: tuple[ControllerRouterHandler, ...] = (
    add,
    part,
    save_part,
    autosave_part,
    ask_remove_part,
    remove_part,
)
