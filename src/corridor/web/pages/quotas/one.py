"""One quota: what is left and until when, by which rule, who waits, what was agreed and said."""

from asyncio import to_thread
from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath

from corridor.domain.days import day_at
from corridor.domain.permits.listings import QUOTA_PERMITS
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota
from corridor.domain.quotas.issuing import OF_NUMBERS
from corridor.engine.queries import ListedRow
from corridor.web.access import only, state_of
from corridor.web.act import Tale
from corridor.web.acts.quotas.proposing import is_own, is_party
from corridor.web.acts.registry import QUOTAS, banners_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.labels.quota import QUOTA_LANES
from corridor.web.life.timeline import timeline_of
from corridor.web.listing.files import harmless
from corridor.web.pages.acting import buttons
from corridor.web.pages.quotas.desk import HERE, QUOTA_DESK
from corridor.web.quotas.shown import is_asked_by_hand, row_of, rule_words
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.quota_queue import waiting_for

AnyRequest = Request[Any, Any, Any]
WAITING_SHOWN: Final = 50
PERMITS_SHOWN: Final = 50
FILE_ROWS_MAX: Final = 10_000


@get(f"{HERE}/{{reference:str}}", opt=only("permit", "carrier"))
async def quota_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """What is left, first of all."""
    reader, services = reader_of(request), services_of(request)
    quota = state_of(request, reference, Quota)
    actor, tale = actor_of(request), Tale(reader, services.node, quota)
    is_desk = actor.role == "permit"
    shown = row_of(reader, services, quota, is_own(actor, services.node))
    proves = services.evidence is not None and is_party(quota, actor)
    proof = f"{HERE}/{quota.id}/evidence" if proves else ""
    said = services.queries.timeline(quota.id, OF_NUMBERS) if is_desk else ()
    return page(
        request,
        "quotas/one.html",
        title=shown["name"],
        live=[quota.id, f"{QUOTA_PERMITS}{quota.id}:waiting"],
        **shown,
        is_desk=is_desk,
        may_ask=not is_desk and is_asked_by_hand(services, quota),
        is_issuer=is_own(actor, quota.holder),
        base=f"{HERE}/{quota.id}",
        rule=rule_words(reader, quota),
        offers=[one for one in reversed(quota.offers) if one.standing == "open"],
        banners=banners_of(QUOTAS, quota, tale) if is_desk else [],
        acts=buttons(QUOTA_DESK, quota, actor, reader) if is_desk else [],
        lanes=[(lane, reader.labels(lane, "quota_lane")) for lane in QUOTA_LANES],
        waiting=_waiting(services, quota) if is_own(actor, quota.holder) else [],
        entries=timeline_of(reader, services, said, proof, state=quota),
        evidence=proof,
    )


def _waiting(services: Services, quota: Quota) -> list[Permit]:
    return list(waiting_for(services, quota, WAITING_SHOWN))


@get(f"{HERE}/{{reference:str}}/permits", opt=only("permit"))
async def permits(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Its permits, by how they stand: what was used where, what came back."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    quota = state_of(request, reference, Quota)
    lane = request.query_params.get("lane", "issued")
    if lane not in QUOTA_LANES:
        raise NotKnown
    topic = f"{QUOTA_PERMITS}{quota.id}:{lane}"
    after = request.query_params.get("after", "")
    found = services.queries.rows(topic, "updated", after, PERMITS_SHOWN, descending=True)
    shown = row_of(reader, services, quota, is_own(actor_of(request), services.node))
    return page(
        request,
        "quotas/permits.html",
        title=_("Permits of the quota"),
        live=[topic],
        **shown,
        base=f"{HERE}/{quota.id}",
        lane=lane,
        lanes=[(code, reader.labels(code, "quota_lane")) for code in QUOTA_LANES],
        rows=services.queries.states(found.rows, Permit),
        next=found.next,
        may_open=is_own(actor_of(request), quota.holder),
    )


@get(f"{HERE}/{{reference:str}}/permits.csv", opt=only("permit"))
async def permits_file(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The report on use: one line a permit, in UTF-8 with the mark that spreadsheets look for."""
    quota, reader = state_of(request, reference, Quota), reader_of(request)
    lines = "".join(f"{line}\r\n" for line in _lines(quota, reader, services_of(request)))
    headers = {"content-disposition": f'attachment; filename="{quota.id}.csv"'}
    body = b"\xef\xbb\xbf" + lines.encode()
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@get(f"{HERE}/{{reference:str}}/evidence", opt=only("permit"))
async def quota_evidence(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """For the two ministries: the evidence file, to be checked anywhere without us."""
    return await evidence_of(request, reference)


async def evidence_of(request: AnyRequest, reference: str) -> Response[bytes]:
    """The same for pages and programs."""
    quota, make = state_of(request, reference, Quota), services_of(request).evidence
    if make is None or not is_party(quota, actor_of(request)):
        raise NotKnown
    data = await to_thread(make, quota.id, False)
    return download(data, f"{quota.id}-evidence.zip", "application/zip")


def _lines(quota: Quota, reader: Reader, services: Services) -> Iterator[str]:
    _ = reader.words
    heads = _("Number"), _("State"), _("Carrier"), _("Vehicles"), _("Used at"), _("Used on")
    yield _line(heads)
    for lane in QUOTA_LANES:
        word = reader.labels(lane, "quota_lane")
        for row in _rows(services, f"{QUOTA_PERMITS}{quota.id}:{lane}"):
            data = row.data
            used = _used(services, row.subject) if lane == "used" else ("", "")
            yield _line((data["number"], word, data["holder"], " ".join(data["plates"]), *used))


def _used(services: Services, permit: str) -> tuple[str, str]:
    """Where and on which day; a permit by quota is for one use."""
    use = services.queries.get(permit).state.uses[0]
    return use.office, day_at(use.used_at, use.office)


def _rows(services: Services, topic: str) -> Iterator[ListedRow]:
    after, count = "", 0
    while count < FILE_ROWS_MAX:
        found = services.queries.rows(topic, "name", after, 100)
        yield from found.rows
        count, after = count + len(found.rows), found.next
        if not after:
            return


def _line(cells: Any) -> str:
    quoted = (harmless(str(cell)).replace('"', '""') for cell in cells)
    return ";".join(f'"{cell}"' for cell in quoted)
