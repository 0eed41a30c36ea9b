"""Drafts of the asking carrier: found, kept, forgotten, and judged."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request
from msgspec.structs import replace

from corridor.domain.books.papers import paper_doubts
from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.kept_files import OF_DRAFT
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form
from corridor.web.services import Services
from corridor.web.views.books.kept import vehicles_of
from corridor.web.views.books.usual import usual_values
from corridor.web.views.drafting.findings import Finding, findings_of
from corridor.web.views.drafting.from_dossier import answered_since, party_values
from corridor.web.views.drafting.judging import Judgement, judge
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, Draft, document_of, lrn_of, with_files
from corridor.web.views.drafting.pointers import Spot, spot_of
from corridor.web.views.drafting.to_dossier import Built, build

AnyRequest = Request[Any, Any, Any]
DRAFTS_MAX = 200
CHECK = "check"
"""`?check=1` shows also what is only not filled in yet."""


class Case(msgspec.Struct, frozen=True):
    """A draft with all that is known of it."""

    draft: Draft
    built: Built
    judged: Judgement


def draft_of(request: AnyRequest, id: str) -> Draft:
    """The carrier's own draft; NotKnown where there is none, and where it is another's."""
    found = services_of(request).queries.document(DRAFT, id)
    if found is None or found.owner != actor_of(request).org:
        raise NotKnown
    files = services_of(request).queries.document(OF_DRAFT, id)
    draft = with_files(read_draft(found), files)
    state = services_of(request).queries.get(id).state if draft.amends else None
    return answered_since(draft, state.dossier) if isinstance(state, Movement) else draft


def sendable(request: AnyRequest, id: str) -> Draft:
    """The same, and no template: of a template only the copies are sent, and get permits."""
    draft = draft_of(request, id)
    if draft.template:
        raise NotKnown
    return draft


def drafts_of(request: AnyRequest) -> list[tuple[Draft, str]]:
    """The organisation's drafts with the instant of the last change, newest first."""
    return [(draft, at) for draft, at in _kept(request) if not draft.template]


def _kept(request: AnyRequest) -> list[tuple[Draft, str]]:
    org = actor_of(request).org
    found = services_of(request).queries.documents(DRAFT, org, DRAFTS_MAX)
    return [(read_draft(document), document.updated) for document in found]


def templates_of(request: AnyRequest) -> list[Draft]:
    """The organisation's templates, by name."""
    found = (draft for draft, _at in _kept(request) if draft.template)
    return sorted(found, key=lambda draft: draft.template.casefold())


async def keep(request: AnyRequest, draft: Draft) -> None:
    """Save it; another organisation's document under this id stays untouched."""
    services = services_of(request)
    document = document_of(draft, actor_of(request).org, services.now())
    if not await services.writer.run(PutDocument(DRAFT, document, is_owned=True)):
        raise NotKnown


async def forget(request: AnyRequest, id: str) -> None:
    """Delete it."""
    draft_of(request, id)
    for kind in (DRAFT, OF_DRAFT):
        await services_of(request).writer.run(DeleteDocument(kind, id))


def case_of(request: AnyRequest, draft: Draft) -> Case:
    """The draft, judged."""
    services = services_of(request)
    built = build(draft, services.reference)
    permits = services.queries.permits_of(draft.id)
    known = (built.route, built.load, draft.id)
    judged = judge(built.dossier, services, permits, *known)
    return Case(draft, built, _with_papers(request, built, judged))


def _with_papers(request: AnyRequest, built: Built, judged: Judgement) -> Judgement:
    """With what the firm's books say of the vehicles' papers."""
    if built.dossier is None:
        return judged
    services = services_of(request)
    vehicles = vehicles_of(services, actor_of(request).org)
    doubts = paper_doubts(built.dossier, vehicles, services.day_at(services.node))
    return replace(judged, warnings=(*judged.warnings, *doubts))


def fresh_draft(request: AnyRequest) -> Draft:
    """An empty one with what is known already: who asks, and what that person usually takes."""
    services, account = services_of(request), account_of(request)
    id = services.new_id("mv")
    party = own_party(services, account)
    usual = usual_values(services, account.org, account.login)
    known = party_values("holder", party) | party_values("carrier", party)
    return Draft(
        id=id,
        created=services.now(),
        lrn=lrn_of(id, services.node),
        parties=known | usual.get("parties", {}),
        transport=usual.get("transport", {}),
    )


def own_party(services: Services, account: Account) -> Party:
    """The organisation as it last declared itself, else by its name and number."""
    last = last_dossier(services, account.actor())
    if last is not None and account.org in (last.dossier.holder.id, last.owner):
        return last.dossier.holder
    id = account.org if account.org[:2] == services.node and len(account.org) <= 17 else ""
    return Party(name=account.org_name, id=id, country=services.node)


def last_dossier(services: Services, actor: Actor) -> Movement | None:
    """The one sent last."""
    for lane in ("open", "closed"):
        found = services.queries.rows(f"carrier:{actor.org}:{lane}", "updated", "", 1, True)
        for row in found.rows:
            state = services.queries.get(row.subject).state
            if isinstance(state, Movement):
                return state
    return None


def form_of(values: Mapping[str, str]) -> Form:
    """Stored values as a form shows them."""
    return Form({name: [value] for name, value in values.items()})


def add_problems(
    request: AnyRequest,
    form: Form,
    case: Case,
    section: str,
    item: int | None = None,
    whole: bool = False,
) -> None:
    """Errors beside the fields; what is only not filled in yet where `whole` or `?check=1`."""
    wants_all = whole or request.query_params.get(CHECK) == "1"
    for found in all_findings(request, case):
        here = (found.spot.section, found.spot.item) == (section, item)
        if here and (wants_all or not found.missing):
            form.add_error(found.spot.field, found.text)


def all_findings(request: AnyRequest, case: Case) -> tuple[Finding, ...]:
    """All that stands against it, in the reader's language."""
    return findings_of(case.draft, case.built, case.judged, reader_of(request))


def doubts_of(request: AnyRequest, case: Case, section: str) -> list[str]:
    """What a section should be looked at again for; it may be sent all the same."""
    say, here = reader_of(request).refusals.say, case.judged.warnings
    said = (say(one) for one in here if spot_of(one.pointer, case.built).section == section)
    return [f"{one.text} {one.remedy}".strip() for one in said]


def href_of(draft: Draft, spot: Spot) -> str:
    """Where a spot is mended."""
    path = f"/carrier/drafts/{draft.id}/{spot.section}"
    if spot.item is not None:
        pages = "parts" if spot.section == "parties" else spot.section
        path = f"/carrier/drafts/{draft.id}/{pages}/{spot.item + 1}"
    return f"{path}?{CHECK}=1" + (f"#f-{spot.field}" if spot.field else "")
