"""My shift: the figures of the desk, handing all my cases to a colleague, and who stands in."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, Final

from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from corridor.domain.facts import Actor
from corridor.domain.listings import mark
from corridor.engine.assigning import AssignCase
from corridor.engine.cases import OFFICER
from corridor.engine.ports import Pick
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_or_none, actor_of
from corridor.web.cases.absence import Absence, absences_of, end_absence, keep_absence
from corridor.web.cases.colleagues import names_at
from corridor.web.cases.figures import Lanes, figures_of
from corridor.web.cases.notes import keep_note
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.listing.desk import DeskList
from corridor.web.note_length import judge_length
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.finding import desk_of

AnyRequest = Request[Any, Any, Any]
HANDED_MAX: Final = 1_000
"""Cases of one lane that are handed over at once; more are left, and it is said."""
CLOSED: Final = frozenset({"closed", "decided", "due"})
NOT_COUNTED: Final = frozenset({"due"})
"""A lane whose cases stand in another as well."""


def shift_handlers(desk: DeskList, waiting: str) -> tuple[HTTPRouteHandler, ...]:
    """The pages of one desk. `waiting`: the lane of what this desk has to decide."""
    path = f"{desk.path}/shift"

    @get(path, opt=only(desk.role))
    async def shift(request: AnyRequest) -> Page:
        """The desk today and this week, my cases, and who is away."""
        return _show(request, desk, waiting, Form())

    @post(f"{path}/hand-over", opt=only(desk.role))
    async def hand_over(request: AnyRequest) -> Page | Redirect:
        """All my open cases are a colleague's from now on, each with the note."""
        form, _ = await read_form(request), gettext_of(request)
        people = names_at(request)
        if form["officer"] not in people or form["officer"] == actor_of(request).person:
            form.add_error("officer", _("Choose a colleague of this office."))
        judge_length(reader_of(request), form, "note")
        if form.errors:
            return _show(request, desk, waiting, form, 422)
        given = await _give_all(request, desk, form["officer"], form["note"])
        said = reader_of(request).words.ngettext("%(num)s case", "%(num)s cases", given)
        notify(request, _("Handed over to: %(name)s", name=people[form["officer"]]), said)
        return redirect(path)

    @post(f"{path}/absence", opt=only(desk.role))
    async def be_away(request: AnyRequest) -> Page | Redirect:
        """Name who stands in while I am away, and until when."""
        form, _ = await read_form(request), gettext_of(request)
        absence = _absence(request, form)
        if absence is None:
            return _show(request, desk, waiting, form, 422)
        services = services_of(request)
        await services.writer.run(keep_absence(desk_of(actor_of(request)), absence, services.now()))
        notify(request, _("The substitute is named"))
        return redirect(path)

    @post(f"{path}/back", opt=only(desk.role))
    async def be_back(request: AnyRequest) -> Redirect:
        """Nobody stands in for me any more."""
        actor = actor_of(request)
        await services_of(request).writer.run(end_absence(desk_of(actor), actor.person))
        _ = gettext_of(request)
        notify(request, _("Nobody stands in for you any more"))
        return redirect(path)

    return shift, hand_over, be_away, be_back


def _absence(request: AnyRequest, form: Form) -> Absence | None:
    """What was typed, or nothing with errors in the form."""
    _, actor, services = gettext_of(request), actor_of(request), services_of(request)
    substitute, first, last = form["substitute"], form["first"], form["last"]
    if substitute not in names_at(request) or substitute == actor.person:
        form.add_error("substitute", _("Choose a colleague of this office."))
    today = services.day_at(actor.office)
    if not first:
        form.add_error("first", _("Give the first day."))
    if not last or last < max(first, today):
        form.add_error("last", _("Give a last day that is not over and not before the first."))
    return None if form.errors else Absence(actor.person, substitute, first, last)


async def _give_all(request: AnyRequest, desk: DeskList, officer: str, note: str) -> int:
    actor, writer = actor_of(request), services_of(request).writer
    mine = list(_my_cases(request, desk))
    jobs = [AssignCase(desk_of(actor), s, officer, actor.person, actor.person) for s in mine]
    given = await asyncio.gather(*(writer.run(job) for job in jobs))
    handed = [subject for subject, was in zip(mine, given, strict=True) if was]
    if note:
        await asyncio.gather(*(keep_note(request, subject, note, "given") for subject in handed))
    return len(handed)


def _my_cases(request: AnyRequest, desk: DeskList) -> Iterator[str]:
    """Those that are open, each once."""
    actor, queries = actor_of(request), services_of(request).queries
    found: dict[str, None] = {}
    for lane in desk.lanes:
        if lane not in CLOSED:
            pick = Pick((mark(OFFICER, actor.person),))
            page = queries.picked(desk.name(actor, lane), pick, limit=HANDED_MAX)
            found |= dict.fromkeys(row.subject for row in page.rows)
    return iter(found)


def _by_lane(request: AnyRequest, desk: DeskList) -> list[dict[str, Any]]:
    """My cases in each lane that is not closed, where I have some."""
    actor, services, reader = actor_of(request), services_of(request), reader_of(request)
    found, own = [], mark(OFFICER, actor.person)
    for lane, label in desk.lanes.items():
        name = desk.name(actor, lane)
        count = services.queries.marked(name, own, HANDED_MAX) if lane not in CLOSED else 0
        if count:
            href = f"{desk.path}?{desk.lane_param}={lane}&officer=mine"
            found.append({"label": reader.words.gettext(label), "count": count, "href": href})
    return found


def _show(request: AnyRequest, desk: DeskList, waiting: str, form: Form, status: int = 200) -> Page:
    _, actor, services = gettext_of(request), actor_of(request), services_of(request)
    reader, today = reader_of(request), services.day_at(actor.office)
    people = names_at(request)
    lanes = Lanes(desk_of(actor), tuple(set(desk.lanes) - NOT_COUNTED), waiting)
    account = account_or_none(request)
    return page(
        request,
        "shift.html",
        title=_("My shift: %(office)s", office=reader.names.office(actor.office)),
        status=status,
        form=form,
        errors=form.errors,
        path=f"{desk.path}/shift",
        list_path=desk.path,
        figures=figures_of(services.queries, lanes, reader, actor.office, today),
        mine=_by_lane(request, desk),
        colleagues=_choices(people, actor),
        absences=[_away(one, people, actor, today) for one in _absences(request, today)],
        leads=account is not None and account.leads,
        today=today,
    )


def _absences(request: AnyRequest, today: str) -> list[Absence]:
    return absences_of(services_of(request).queries, desk_of(actor_of(request)), today)


def _choices(people: Mapping[str, str], actor: Actor) -> list[dict[str, str]]:
    others = [{"value": one, "label": name} for one, name in people.items() if one != actor.person]
    return [{"value": "", "label": "—"}, *others] if others else []


def _away(one: Absence, people: Mapping[str, str], actor: Actor, today: str) -> dict[str, Any]:
    return {
        "officer": people.get(one.officer, one.officer),
        "login": one.officer,
        "substitute": people.get(one.substitute, one.substitute),
        "first": one.first,
        "last": one.last,
        "is_now": one.is_on(today),
        "is_mine": one.officer == actor.person,
        "is_for_me": one.substitute == actor.person,
    }
