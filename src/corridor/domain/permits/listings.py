"""Where a permit stands in the work lists, and by which keys it can be found."""

from collections.abc import Iterator
from typing import Any

from corridor.domain.attachments import all_files, attachment_keys
from corridor.domain.listings import Row
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.brought import brought_id, replaced_key
from corridor.domain.permits.dossier import dossier_key
from corridor.domain.permits.state import Permit
from corridor.domain.permits.stopped import stopped_row
from corridor.domain.permits.tables import marks
from corridor.domain.searching import Findable, findable, identifier

NAMED_MAX = 200
QUOTA_PERMITS = "quota:"
"""The lists of permits by quota: before the quota and how they stand."""
_LANES = {"applied": "open", "appealed": "open", "information_requested": "waiting"}


def listings(state: Permit, node: str) -> tuple[Row, ...]:
    """All rows on this node: the authority's lane in its state and, once it no longer holds, the
    list that posts take along; the carrier's list at home.
    """
    data = summary(state)
    due = state.due_at
    name = state.request.holder.name or state.request.holder.id
    since, found = state.applied_at, marks(state)
    rows = tuple(
        Row(place, due, name, state.updated_at, data, since, marks=found)
        for place in _places(state, node)
    )
    stopped = stopped_row(state) if node == state.issuer else None
    return rows if stopped is None else (*rows, stopped)


def _places(state: Permit, node: str) -> Iterator[str]:
    if node == state.issuer and state.status != "withdrawn":
        yield f"permits:{state.request.authority}:{_lane(state)}"
        if state.owed_minor:
            yield fees_owed(state.request.authority)
    if node == state.home and state.owner:
        yield f"carrier:{state.owner}:permits"
    if state.request.quota:
        yield from _of_quota(state, state.request.quota, node)


def _of_quota(state: Permit, quota: str, node: str) -> Iterator[str]:
    """By how it stands, at both nodes; at home also who has how many of those that count."""
    lane = quota_lane(state)
    if lane and node in (state.home, state.request.country):
        yield f"{QUOTA_PERMITS}{quota}:{lane}"
    if node == state.home and lane in ("issued", "used"):
        yield quota_share(quota, state.owner)


def fees_owed(authority: str) -> str:
    """The list of applications of which something of the fee is still to be paid."""
    return f"permit-fees:{authority}"


def quota_lane(state: Permit) -> str:
    """Where it stands in its quota: waiting, issued, used, returned, revoked; else nothing."""
    if state.status in ("granted", "exhausted"):
        return "used" if state.uses else "issued"
    lanes = {"applied": "waiting", "returned": "returned", "revoked": "revoked"}
    return lanes.get(state.status, "")


def quota_share(quota: str, owner: str) -> str:
    """The list of what one carrier has of a quota."""
    return f"quota-share:{quota}:{owner}"


def _lane(state: Permit) -> str:
    """Where its authority has it: to decide, too, while its holder asks for a change, or an officer
    would revoke it.
    """
    if state.change is not None or (state.proposal is not None and state.status == "granted"):
        return "open"
    return "review" if state.review == "due" else _LANES.get(state.status, "decided")


def awaits(state: Permit) -> str:
    """What the desk is waited for besides the decision itself; nothing where that is all."""
    found = {
        "second": state.proposal is not None,
        "appeal": state.status == "appealed",
        "change": state.change is not None,
        "review": state.review == "due",
        "fee": state.waits_for_fee and state.status in _LANES,
    }
    return next((name for name, is_so in found.items() if is_so), "")


def summary(state: Permit) -> dict[str, Any]:
    """What a work list shows of a permit."""
    asked = state.request
    return {
        "id": state.id,
        "number": state.number,
        "kind": asked.kind,
        "country": asked.country,
        "authority": asked.authority,
        "rule": asked.rule,
        "dossier": asked.dossier,
        "entry_office": asked.entry_office,
        "lrn": asked.lrn,
        "holder": asked.holder.name or asked.holder.id,
        "plates": list(asked.plates),
        "goods": asked.goods[0].description if asked.goods else "",
        "items": len(asked.goods),
        "countries": list(asked.countries),
        "status": state.status,
        "refusal_code": state.refusal_code,
        "applications": state.applications,
        "applied_at": state.applied_at,
        "decided_at": state.decided_at,
        "valid_from": state.valid_from,
        "valid_to": state.valid_to,
        "awaits": awaits(state),
        "overdue": bool(state.overdue_at),
        "trouble": len(state.discrepancies) + len(state.unheard),
    } | _past(state)


def _past(state: Permit) -> dict[str, Any]:
    past = [[one.applied_at, one.decided_at, one.in_time] for one in state.past]
    return {"past": past} if past else {}


def found_by(state: Permit, node: str) -> Findable:
    """Its number and dossier, its vehicles, and the names of its holder and goods."""
    asked = state.request
    ids = (state.number, asked.lrn, *asked.plates)
    names = (asked.holder.name, *(line.description for line in asked.goods[:NAMED_MAX]))
    return findable(frozenset(_finders(state, node)), ids, names)


def _finders(state: Permit, node: str) -> Iterator[str]:
    asked = state.request
    if node == state.home and state.owner:
        yield f"carrier:{state.owner}"
    if node == state.issuer:
        yield f"permits:{asked.authority}"
    for office in (asked.entry_office, asked.leave_office):
        if office[:2] == node:
            yield f"customs:{office}"
            yield f"checkpoint:{office}"


def keys(state: Permit, node: str) -> tuple[str, ...]:
    """Keys to find it by: its number, its dossier, and at home the request while it is live."""
    dossiers = (state.request.dossier, *(one.dossier for one in state.assigned))
    found = [dossier_key(one) for one in dossiers if one]
    found += [_number_of(state, one) for one in (state.number, *state.earlier) if one]
    found += _replaced(state)
    if state.admitted_from:
        found += [admitted_key(one) for one in state.request.plates]
    if state.fee is not None:
        found.append(fee_key(state.fee.reference))
    if node == state.home and _holds_request(state):
        found.append(request_key(state.request))
    if node == state.home and state.request.quota and state.status == "applied":
        found.append(waiting_key(state.request.quota))
    return (*found, *attachment_keys(all_files(state.request.attachments, state.sent)))


def _replaced(state: Permit) -> Iterator[str]:
    found = state.brought.certificate if state.brought else None
    if found is not None and found.replaces:
        yield replaced_key(brought_id(state.home, found.exporter, found.replaces))


def _number_of(state: Permit, number: str) -> str:
    issuer = state.brought.issuer if state.brought else state.request.country
    return known_number(state.request.country, issuer, number)


def known_number(country: str, issuer: str, number: str) -> str:
    """The key of a number that another state gave: two states may give the same one."""
    return number_key(number if issuer == country else f"{issuer}/{number}")


def _holds_request(state: Permit) -> bool:
    """Whether nobody may ask for the same: one apart from a dossier may be had again next year."""
    if state.alone:
        return state.status in _LANES
    return state.status not in ("withdrawn", "revoked", "returned")


def fee_key(reference: str) -> str:
    """Unique: the fee of one application is paid under this reference."""
    return f"permit-fee:{reference}"


def number_key(number: str) -> str:
    """Unique: one permit has this number."""
    return f"permit:{number}"


def admitted_key(plate: str) -> str:
    """Permits of other systems that a vehicle has, as posts look for them."""
    return f"permit-admitted:{identifier(plate)}"


def waiting_key(quota: str) -> str:
    """Those who wait for a permit out of a quota, in the order in which they asked."""
    return f"quota-waits:{quota}"


def request_key(request: PermitRequest) -> str:
    """Unique while live: one application per dossier, state, rule and vehicles."""
    vehicles = ",".join(map(identifier, request.plates))
    if not request.dossier:
        whose = request.holder.id or request.holder.name
        return f"permit-request::{request.country}:{request.kind}:{whose}:{vehicles}"
    return f"permit-request:{request.dossier}:{request.country}:{request.rule}:{vehicles}"
