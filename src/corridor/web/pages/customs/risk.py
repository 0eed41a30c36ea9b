"""Risk profiles: heads of customs offices draft them; what counts is switched by two."""

import asyncio
from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain import typed
from corridor.domain.risk.profile import Profile, conditions_of, profile_faults
from corridor.domain.risk.scoring import DRAWN, EVERY, Tally, Terms
from corridor.engine.assessing import TALLY, read_tally
from corridor.engine.risk_book import (
    BOOK,
    PROFILES_MAX,
    STEP,
    STEPS_MAX,
    TERMS,
    DecideRisk,
    Done,
    Entry,
    ProposeRisk,
    SaveDraft,
    Step,
    read_profile,
    read_step,
    read_terms,
)
from corridor.engine.risk_trial import Figures, newest_movements, tried
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.accounts import ACCOUNTS_MAX, all_accounts
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import BUTTON_BYTES_MAX, Form, read_form
from corridor.web.risk.form import (
    OF_TERMS,
    form_of,
    read_profile_form,
)
from corridor.web.risk.words import (
    CONDITION_WORDS,
    ROLE_WORDS,
    SIGNS,
    STATES,
    STEPS,
    conditions_view,
    tally_view,
    terms_view,
)
from corridor.web.services import Services
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/customs/risk"
NEW: Final = f"{HERE}/new"
OF_ALL: Final = f"{HERE}/terms"
_ONE: Final = f"{HERE}/profiles/{{code:str}}"
_SURE: Final = "sure"
SAMPLE: Final = 200
"""Movements on which a profile is looked at before it is proposed."""
FIELDS: Final = {f"/{name}": name for name in (*Profile.__struct_fields__, *OF_TERMS)}
BYTES_MAX: Final = 100_000


def heads_only(request: AnyRequest) -> None:
    """Profiles are looked after by the heads of customs offices; for others they are not there."""
    if not account_of(request).leads:
        raise NotKnown


def entry_of(services: Services, code: str) -> Entry[Profile]:
    """A profile as it is kept; NotKnown where there is none."""
    found = services.queries.document(BOOK, code) if code != TERMS else None
    if found is None:
        raise NotKnown
    return read_profile(found)


def terms_of(services: Services) -> Entry[Terms]:
    """The terms as they are kept."""
    return read_terms(services.queries.document(BOOK, TERMS))


def entries_of(services: Services) -> list[Entry[Profile]]:
    """All profiles by their codes."""
    kept = services.queries.documents(BOOK, None, PROFILES_MAX + 1)
    found = [read_profile(one) for one in kept if one.id != TERMS]
    return sorted(found, key=lambda one: one.draft.code)


def state_of(entry: Entry[Any]) -> str:
    """How it stands, as `STATES` names it."""
    if entry.proposal is not None:
        return "waiting"
    if entry.now is None:
        return "off"
    return "changed" if entry.is_changed else "on"


@get(HERE, opt=only("customs"))
async def profiles(request: AnyRequest) -> Page:
    """All of them with what they found, and the terms."""
    heads_only(request)
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    terms = terms_of(services)
    return page(
        request,
        "customs/risk/list.html",
        title=_("Risk profiles"),
        rows=[_row(request, one) for one in entries_of(services)],
        terms=terms_view(terms.now or Terms(), reader),
        terms_waits=terms.proposal is not None,
        every=tally_view(_tally(services, EVERY)),
        drawn=tally_view(_tally(services, DRAWN)),
    )


def _tally(services: Services, name: str) -> Tally:
    return read_tally(services.queries.document(TALLY, name))


def _row(request: AnyRequest, entry: Entry[Profile]) -> dict[str, Any]:
    reader, services = reader_of(request), services_of(request)
    shown = entry.now or entry.draft
    word, kind = STATES[state_of(entry)]
    return {
        "code": shown.code,
        "title": shown.title,
        "weight": shown.weight,
        "invented": shown.invented,
        "state": reader.words(word),
        "kind": kind,
        "version": entry.version,
        "days": _days(request, shown),
        **tally_view(_tally(services, f"{shown.code} {entry.version}")),
    }


def _days(request: AnyRequest, profile: Profile) -> str:
    _, day = gettext_of(request), reader_of(request).formats.day
    first, last = profile.valid_from, profile.valid_to
    if first and last:
        return f"{day(first)} – {day(last)}"
    if first or last:
        return _("from %(day)s", day=day(first)) if first else _("until %(day)s", day=day(last))
    return _("always")


@get(NEW, opt=only("customs"))
async def new_profile(request: AnyRequest) -> Page:
    """An empty form."""
    heads_only(request)
    return _form(request, form_of(Profile("")), None)


@post(NEW, opt=only("customs"), request_max_body_size=BYTES_MAX)
async def add_profile(request: AnyRequest) -> Page | Redirect:
    """Keep a new draft."""
    heads_only(request)
    form = await read_form(request)
    return await _save(request, form, typed.latin(form["code"]), None)


@get(_ONE, opt=only("customs"))
async def profile_page(request: AnyRequest, code: FromPath[str]) -> Page:
    """One profile: what counts, what is drafted, what it found, and its history."""
    heads_only(request)
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    entry, names = entry_of(services, code), names_of(services)
    return page(
        request,
        "customs/risk/profile.html",
        title=f"{code}. {(entry.now or entry.draft).title}",
        code=code,
        entry=entry,
        row=_row(request, entry),
        proposal=proposal_of(request, entry),
        conditions=conditions_view(entry.draft, reader),
        draft_days=_days(request, entry.draft),
        steps=[step_of(request, one, names) for one in steps_of(services, code)],
        drafted_by=names.get(entry.by, entry.by),
        confirmed_by=names.get(entry.confirmed_by, entry.confirmed_by),
    )


def proposal_of(request: AnyRequest, entry: Entry[Any]) -> dict[str, Any] | None:
    """What waits for a second head, and whether it is the reader's own."""
    if entry.proposal is None:
        return None
    reader, office = reader_of(request), actor_of(request).office
    return {
        "what": entry.proposal.what,
        "by": names_of(services_of(request)).get(entry.proposal.by, entry.proposal.by),
        "moment": reader.formats.moment(entry.proposal.at, office),
        "is_own": entry.proposal.by == account_of(request).login,
    }


def steps_of(services: Services, code: str) -> list[Step[Any]]:
    """What was done to it so far, the newest first."""
    return [read_step(one) for one in services.queries.documents(STEP, code, STEPS_MAX)]


def names_of(services: Services) -> dict[str, str]:
    """Who it was, also those that are here no more."""
    every = all_accounts(services.queries, ACCOUNTS_MAX, closed=True)
    return {one.login: one.name for one in every}


def step_of(request: AnyRequest, step: Step[Any], names: dict[str, str]) -> dict[str, Any]:
    """One of these, as the page shows it."""
    _, reader, office = gettext_of(request), reader_of(request), actor_of(request).office
    return {
        "moment": reader.formats.moment(step.at, office),
        "what": _(STEPS[step.what, step.wanted]),
        "version": step.version,
        "by": names.get(step.by, step.by),
        "proposed_by": names.get(step.proposed_by, step.proposed_by),
    }


@get(f"{_ONE}/edit", opt=only("customs"))
async def edit_page(request: AnyRequest, code: FromPath[str]) -> Page:
    """The form of its draft."""
    heads_only(request)
    entry = entry_of(services_of(request), code)
    return _form(request, form_of(entry.draft), entry)


@post(f"{_ONE}/edit", opt=only("customs"), request_max_body_size=BYTES_MAX)
async def edit(request: AnyRequest, code: FromPath[str]) -> Page | Redirect:
    """Keep another draft; what is in force stays in force."""
    heads_only(request)
    entry = entry_of(services_of(request), code)
    return await _save(request, await read_form(request), code, entry)


async def _save(
    request: AnyRequest, form: Form, code: str, entry: Entry[Profile] | None
) -> Page | Redirect:
    _, services = gettext_of(request), services_of(request)
    read = read_profile_form(form, code, entry.draft if entry is not None else None)
    if isinstance(read, Profile):
        faults = profile_faults(read, services.reference)
    else:
        faults = read.refusals
    form.add_refusals(request, faults, FIELDS)
    if not faults and isinstance(read, Profile):
        step = typed.place(form["step"])
        done: Done = await services.writer.run(SaveDraft(code, read, step, actor_of(request)))
        if done == "done":
            notify(request, _("The profile was drafted"), _("It counts once it is switched on."))
            return redirect(f"{HERE}/profiles/{code}")
        form.add_error("code", _not_kept(request, done, entry is None))
    return _form(request, form, entry, 422)


def _not_kept(request: AnyRequest, done: Done, is_new: bool) -> str:
    _ = gettext_of(request)
    if done == "full":
        return _("There are too many profiles: change one that is there.")
    if is_new:
        return _("There is a profile of this code already: choose another.")
    return _(
        "A colleague has changed the profile meanwhile: open it in another window and compare."
    )


def _form(request: AnyRequest, form: Form, entry: Entry[Profile] | None, status: int = 200) -> Page:
    _ = gettext_of(request)
    code = entry.draft.code if entry is not None else ""
    return page(
        request,
        "customs/risk/form.html",
        title=_("Profile %(code)s", code=code) if code else _("New risk profile"),
        status=status,
        form=form,
        errors=form.errors,
        code=code,
        step=form["step"] or (entry.step if entry is not None else 0),
        action=f"{HERE}/profiles/{code}/edit" if code else NEW,
        roles=[{"value": one, "label": _(word)} for one, word in ROLE_WORDS.items()],
        signs=[{"value": one, "label": _(CONDITION_WORDS[one])} for one in SIGNS],
    )


@post(f"{_ONE}/propose", opt=only("customs"), request_max_body_size=BYTES_MAX)
async def propose(request: AnyRequest, code: FromPath[str]) -> Page | Redirect:
    """Propose to switch it on or off, once it was seen what that comes to."""
    heads_only(request)
    form, services = await read_form(request), services_of(request)
    entry, what = entry_of(services, code), "off" if form["what"] == "off" else "on"
    if not form.is_checked(_SURE):
        figures = await asyncio.to_thread(sampled, services, entry.draft)
        return _ask(request, entry, what, figures)
    step = typed.place(form["step"])
    job = ProposeRisk(code, "off" if what == "off" else "on", step, actor_of(request))
    return told(request, await services.writer.run(job), f"{HERE}/profiles/{code}")


def sampled(services: Services, profile: Profile) -> Figures:
    """What it matches of the newest movements."""
    newest = newest_movements(services.engine, SAMPLE)
    return tried(services.engine, newest, profile, services.now(), Figures())


def _ask(request: AnyRequest, entry: Entry[Profile], what: str, figures: Figures) -> Page:
    _, code = gettext_of(request), entry.draft.code
    is_broad = what == "on" and figures.is_broad
    return page(
        request,
        "confirm.html",
        title=_("Switch profile %(code)s on?", code=code)
        if what == "on"
        else _("Switch profile %(code)s off?", code=code),
        form=Form(),
        consequence=_consequence(request, what, figures),
        action=f"{HERE}/profiles/{code}/propose",
        cancel_href=f"{HERE}/profiles/{code}",
        label=_("Propose it all the same") if is_broad else _("Propose it"),
        kind="stop" if is_broad else "",
        hidden={"what": what, "step": entry.step, _SURE: "yes"},
        summary_rows=[
            {"label": _("Movements looked at"), "value": figures.looked},
            {"label": _("Of these it matches"), "value": figures.tally.matched},
            {"label": _("Conditions"), "value": len(conditions_of(entry.draft))},
        ],
    )


def _consequence(request: AnyRequest, what: str, figures: Figures) -> str:
    _ = gettext_of(request)
    if what == "off":
        return _("It counts no more once a second head of office has confirmed it.")
    if not figures.looked:
        return _(
            "This node has no movement on which it could be tried: nobody can say how many it "
            "would match. A second head of office confirms it."
        )
    if figures.is_broad:
        return _(
            "It matches half of the newest movements or more: it would send nearly everybody to "
            "control and find nobody in particular. Give it another condition first."
        )
    return _("It counts once a second head of office has confirmed it.")


@post(f"{_ONE}/{{word:str}}", opt=only("customs"), request_max_body_size=BUTTON_BYTES_MAX)
async def decide(request: AnyRequest, code: FromPath[str], word: FromPath[str]) -> Redirect:
    """The second pair of eyes."""
    heads_only(request)
    entry_of(services_of(request), code)
    return await decide_on(request, code, word, f"{HERE}/profiles/{code}")


async def decide_on(request: AnyRequest, code: str, word: str, back: str) -> Redirect:
    """Confirm or decline what was proposed, and go back."""
    form = await read_form(request)
    if word not in ("confirm", "decline"):
        raise NotKnown
    step = typed.place(form["step"])
    job = DecideRisk(code, step, word == "confirm", actor_of(request))
    return told(request, await services_of(request).writer.run(job), back)


def told(request: AnyRequest, done: Done, back: str) -> Redirect:
    """Say what came of it, and go back."""
    _ = gettext_of(request)
    if done == "own":
        text = _("Another head of a customs office of this state confirms it.")
        notify(request, _("Nobody confirms what they proposed"), text, "wait")
    elif done == "gone":
        text = _("Look at it as it stands now.")
        notify(request, _("It was changed or decided meanwhile"), text, "wait")
    else:
        notify(request, _("Done"))
    return redirect(back)


ROUTES: tuple[ControllerRouterHandler, ...] = (
    profiles,
    new_profile,
    add_profile,
    profile_page,
    edit_page,
    edit,
    propose,
    decide,
)
