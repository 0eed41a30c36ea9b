"""Rules by which this authority lets its node grant: set, shown, and stopped by one click."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.permits.rules_of_decision import (
    PREFIX,
    RULES_MAX,
    DecisionRule,
    read_decision_rules,
    unread_rules,
    write_decision_rules,
)
from corridor.domain.refusals import N_
from corridor.domain.typed import day, is_day, listed, plain
from corridor.engine.jobs import SwapDocument
from corridor.engine.ports import Document
from corridor.engine.tuning import TUNED, Tuned, read_tuned
from corridor.web.access import only
from corridor.web.acts.permits.granting import BECAUSE
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.cases.colleagues import names_at
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
Rules = tuple[DecisionRule, ...]
CONDITIONS: Final = ("no_dangerous", "complete", "first_time")
UNREAD: Final = N_(
    "Rules of a newer version are kept here, which this node cannot read: they decide nothing, and "
    "nothing is changed before the node is upgraded."
)


@get("/permits/by-rule", opt=only("permit"))
async def rules(request: AnyRequest) -> Page:
    """The rules in force first, then those that were stopped or have ended."""
    today = services_of(request).day_at(actor_of(request).office)
    usual = {"since": today, "valid_days": "30", "uses": "1", "sample": "10"}
    filled = {name: [value] for name, value in usual.items()}
    first = Form({name: ["yes"] for name in CONDITIONS} | filled)
    return _show(request, first)


class Kept(NamedTuple):
    """The document as it is, the rules in it, and how many this version cannot read."""

    body: bytes | None = None
    rules: Rules = ()
    unread: int = 0


def _kept(request: AnyRequest) -> Kept:
    name = f"{PREFIX}{actor_of(request).office}"
    document = services_of(request).queries.document(TUNED, name)
    if document is None:
        return Kept()
    text = read_tuned(document).value
    return Kept(document.body, read_decision_rules(text), unread_rules(text))


async def _write(request: AnyRequest, earlier: bytes | None, found: Rules) -> bool:
    """False where a colleague was quicker: nothing is lost, and it is done anew. Not for documents
    with rules that would be lost since nobody here can read them.
    """
    services, name = services_of(request), f"{PREFIX}{actor_of(request).office}"
    body = msgspec.json.encode(Tuned(write_decision_rules(found), actor_of(request).person))
    document = Document(name, "", services.now(), body)
    done: bool = await services.writer.run(SwapDocument(TUNED, name, earlier, document))
    return done


def _show(request: AnyRequest, form: Form) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    office, people = actor_of(request).office, names_at(request)
    today = services.day_at(office)
    kept = _kept(request)
    found = sorted(kept.rules, key=lambda one: not one.in_force_on(today))
    kinds = [one for one in services.types.values() if not one.four_eyes]
    return page(
        request,
        "permits/by_rule.html",
        title=_("Decisions by rule"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        unread=kept.unread,
        rules=[_view(reader, one, today, people) for one in found],
        kinds=[
            {"value": one.code, "label": reader.labels(one.code, "permit_kind")} for one in kinds
        ],
        conditions=[{"value": name, "label": _(BECAUSE[name])} for name in CONDITIONS],
        chosen=[name for name in CONDITIONS if form[name] or name in form.all("conditions")],
    )


def _days(reader: Reader, one: DecisionRule) -> str:
    if one.until:
        return reader.formats.days(one.since, one.until)
    return reader.words("from %(day)s", day=reader.formats.day(one.since))


def _view(
    reader: Reader, one: DecisionRule, today: str, people: Mapping[str, str]
) -> dict[str, Any]:
    _, named = reader.words, [name for name in CONDITIONS if getattr(one, name)]
    states = ", ".join(map(reader.names.country, one.registrations))
    in_force = one.in_force_on(today)
    word = _("in force")
    if not in_force:
        word = _("not in force") if one.is_on else _("stopped at the desk")
    return {
        "id": one.id,
        "kind": reader.labels(one.kind, "permit_kind"),
        "days": _days(reader, one),
        "conditions": [_(BECAUSE[name]) for name in named] + ([states] if states else []),
        "grants": _(
            "%(days)s days beyond the day it is wanted for, entries: %(uses)s",
            days=one.valid_days,
            uses=one.uses,
        ),
        "sample": f"{one.sample_percent} %",
        "by": people.get(one.by, one.by),
        "at": reader.formats.moment(one.at, reader.names.node) if one.at else "",
        "word": word,
        "tag": "ok" if in_force else "neutral",
        "is_on": one.is_on,
    }


@post("/permits/by-rule", opt=only("permit"))
async def add_rule(request: AnyRequest) -> Page | Redirect:
    """A new one, in force from its day on."""
    _, form = gettext_of(request), await read_form(request)
    earlier, found, unread = _kept(request)
    rule = _typed(request, form, found)
    if unread:
        form.add_error("", _(UNREAD))
    if rule is None or unread:
        return _show(request, form)
    if not await _write(request, earlier, (*found, rule)):
        form.add_error("", _("A colleague changed the rules meanwhile: look, and save again."))
        return _show(request, form)
    notify(request, _("The rule was saved"))
    return redirect("/permits/by-rule")


def _typed(request: AnyRequest, form: Form, found: Rules) -> DecisionRule | None:
    _, services, actor = gettext_of(request), services_of(request), actor_of(request)
    kind, since, until = form["kind"], day(form["since"]), day(form["until"])
    if kind not in services.types or services.types[kind].four_eyes:
        form.add_error("kind", _("Choose the kind of permit."))
    if not is_day(since) or since < services.day_at(actor.office):
        form.add_error("since", _("Give the first day, today or later."))
    if until and (not is_day(until) or until < since):
        form.add_error("until", _("The last day is before the first one, or no day."))
    if len(found) >= RULES_MAX:
        form.add_error("", _("There are too many rules: no more can be added."))
    states = tuple(one.upper() for one in listed(form["registrations"]))
    if not all(one in services.reference.countries for one in states):
        form.add_error("registrations", _("Write codes of states, for example KG, UZ."))
    valid, uses = _whole(form, "valid_days", 0, 366), _whole(form, "uses", 1, 1000)
    sample = _whole(form, "sample", 1, 100)
    for name, value in (("valid_days", valid), ("uses", uses), ("sample", sample)):
        if value is None:
            form.add_error(name, _("Give a whole number that fits."))
    chosen = form.all("conditions")
    if not set(chosen) <= set(CONDITIONS):
        form.add_error("conditions", _("There is no such condition: choose those that are listed."))
    if form.errors or valid is None or uses is None or sample is None:
        return None
    return DecisionRule(
        id=f"D{len(found) + 1:03d}",
        kind=kind,
        since=since,
        until=until or None,
        registrations=states,
        no_dangerous="no_dangerous" in chosen,
        complete="complete" in chosen,
        first_time="first_time" in chosen,
        valid_days=valid,
        uses=uses,
        sample_percent=sample,
        by=actor.person,
        at=services.now(),
    )


def _whole(form: Form, name: str, least: int, most: int) -> int | None:
    text = plain(form[name])
    fits = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    return int(text) if fits and least <= int(text) <= most else None


@post("/permits/by-rule/{id:str}/stop", opt=only("permit"))
async def stop(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """From this moment on it decides nothing."""
    while True:
        earlier, found, unread = _kept(request)
        if all(one.id != id for one in found):
            raise NotKnown
        if unread:
            notify(request, gettext_of(request)(UNREAD), kind="stop")
            return redirect("/permits/by-rule")
        who, now = actor_of(request).person, services_of(request).now()
        stopped = tuple(
            replace(one, is_on=False, by=who, at=now) if one.id == id and one.is_on else one
            for one in found
        )
        if await _write(request, earlier, stopped):
            break
    _ = gettext_of(request)
    notify(request, _("The rule was stopped: it decides nothing any more"))
    return redirect("/permits/by-rule")


ROUTES: tuple[ControllerRouterHandler, ...] = (rules, add_rule, stop)
