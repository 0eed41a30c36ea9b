"""The sections a role may open, and which of them this page belongs to."""

from collections.abc import Callable
from typing import Any, Final

from litestar import Request

from corridor.domain.refdata.kind import WAITING
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import N_
from corridor.web.auth.accounts import Account
from corridor.web.auth.changes import proposals
from corridor.web.context import reader_of, services_of
from corridor.web.risk.words import waiting_risk
from corridor.web.services import Services
from corridor.web.settings.changes import setting_proposals
from corridor.web.settings.known import BY_NAME
from corridor.web.templating import Reader
from corridor.web.views.waiting import permits_waiting

HOME: Final = {
    "carrier": "/carrier",
    "customs": "/customs",
    "permit": "/permits",
    "checkpoint": "/checkpoint",
    "guarantor": "/guarantor",
    "operator": "/operator",
    "seals": "/seals",
    "registrar": "/registrar",
}
PARTNERS: Final = "/permits/epermit"
AT_POSTS: Final = "/partner-permits"
_MINE: Final = "permits that wait for the carrier"
_PEOPLE: Final = "accounts that wait for this operator"
_LISTS: Final = "reference lists that wait for this operator"
_SETTINGS: Final = "settings that wait for this operator"
_SECTIONS: Final = {
    "carrier": (
        ("/carrier", N_("My dossiers"), ""),
        ("/carrier/many", N_("Many at once"), ""),
        ("/carrier/permits", N_("My permits"), _MINE),
        ("/quotas", N_("Quotas"), ""),
        ("/carrier/guarantees", N_("My guarantees"), ""),
        ("/carrier/arrivals", N_("Arrivals"), "carrier:{org}:arrivals"),
        ("/carrier/powers", N_("Powers of attorney"), ""),
        ("/authorised", N_("Authorised"), ""),
        ("/carrier/books", N_("Books"), ""),
        ("/carrier/barriers", N_("Barriers"), ""),
    ),
    "customs": (
        ("/customs", N_("Work list"), "customs:{office}:decide"),
        ("/customs/requests", N_("Requests for records"), "customs:{office}:answer"),
        ("/customs/trains", N_("Trains"), ""),
        ("/partner-permits", N_("Permits of partners"), ""),
        ("/authorised", N_("Authorised persons"), ""),
        ("/customs/shift", N_("My shift"), ""),
    ),
    "permit": (
        ("/permits", N_("Applications"), "permits:{office}:open"),
        ("/quotas", N_("Quotas"), "quotas:{office}:answer"),
        ("/permits/epermit", N_("e-permit partners"), ""),
        ("/permits/by-rule", N_("Decisions by rule"), ""),
        ("/permits/fees", N_("Fees"), ""),
        ("/permits/bring", N_("Permits from outside"), ""),
        ("/permits/times", N_("Decision times"), ""),
        ("/permits/shift", N_("My shift"), ""),
    ),
    "checkpoint": (
        ("/checkpoint", N_("At the gate"), ""),
        ("/checkpoint/trains", N_("Trains"), ""),
        ("/partner-permits", N_("Permits of partners"), ""),
        ("/verify", N_("Check a permit"), ""),
    ),
    "guarantor": (
        ("/guarantor", N_("Guarantees"), ""),
        ("/guarantor/undischarged", N_("Undischarged movements"), "guarantor:{org}:undischarged"),
    ),
    "operator": (
        ("/operator", N_("This node"), ""),
        ("/operator/accounts", N_("People"), _PEOPLE),
        ("/operator/contacts", N_("Contacts"), ""),
        ("/operator/reference", N_("Reference lists"), _LISTS),
        ("/operator/settings", N_("Settings"), _SETTINGS),
    ),
    "seals": (("/seals", N_("Navigation seals"), ""),),
    "registrar": (
        ("/registrar", N_("Register"), ""),
        ("/registrar/import", N_("Import"), ""),
        ("/registrar/complaints", N_("Complaints"), "registrar::open"),
        ("/barriers", N_("Barriers"), ""),
        ("/indicators", N_("Indicators"), ""),
        ("/meetings", N_("Meetings"), ""),
    ),
}

_OF_HEADS: Final = (("/office-acts", N_("Who did what"), ""),)
_RISK: Final = "risk profiles that wait for this officer"
_OF_CUSTOMS_HEADS: Final = (("/customs/risk", N_("Risk profiles"), _RISK), *_OF_HEADS)


def home_of(account: Account) -> str:
    """Where a person begins after signing in."""
    return HOME[account.role]


def other_nodes(request: "Request[Any, Any, Any]") -> list[dict[str, str]]:
    """The pages of the other states' nodes, for a demonstration on one machine."""
    services, names = services_of(request), reader_of(request).names
    peers = services.peers()
    return [{"country": names.country(peer.node), "url": peer.url} for peer in peers if peer.url]


def nav_for(
    account: Account | None, path: str, reader: Reader, services: Services
) -> list[dict[str, Any]]:
    """The sections for base.html, the current one marked, with the number of what waits there."""
    if account is None:
        return []
    of_heads = _OF_CUSTOMS_HEADS if account.role == "customs" else _OF_HEADS
    sections = _SECTIONS[account.role] + (of_heads if account.leads and account.office else ())
    sections = tuple(one for one in sections if _is_theirs(one[0], account, services))
    hrefs = [href for href, *_ in sections]
    current = max((h for h in hrefs if path == h or path.startswith(f"{h}/")), key=len, default="")
    return [
        {
            "href": href,
            "label": reader.words.gettext(label),
            "current": href == current,
            "count": _count(services, account, counted),
        }
        for href, label, counted in sections
    ]


def _is_theirs(href: str, account: Account, services: Services) -> bool:
    """Partners are the matter of one ministry, on nodes that speak with any."""
    if href == PARTNERS:
        is_ministry = account.office == ministry_of(services.node)
        return services.epermit is not None and is_ministry
    return href != AT_POSTS or services.epermit is not None


def _accounts_to_confirm(services: Services, account: Account) -> int | None:
    found = proposals(services.queries).values()
    return sum(one.by != account.login for one in found) or None


def _settings_to_confirm(services: Services, account: Account) -> int | None:
    found = setting_proposals(services.queries).values()
    return sum(one.name in BY_NAME and one.by != account.login for one in found) or None


def _lists_to_confirm(services: Services, account: Account) -> int | None:
    rows = services.queries.rows(WAITING, "name", "", 50).rows
    waiting = (one.pending for one in services.queries.states(rows, ReferenceList))
    return sum(one is not None and one.by != account.login for one in waiting) or None


_OF_PERSON: Final[dict[str, Callable[[Services, Account], int | None]]] = {
    _MINE: lambda services, account: len(permits_waiting(services, account.org)) or None,
    _PEOPLE: _accounts_to_confirm,
    _SETTINGS: _settings_to_confirm,
    _RISK: lambda services, account: waiting_risk(services.queries, account.login) or None,
    _LISTS: _lists_to_confirm,
}


def _count(services: Services, account: Account, counted: str) -> int | None:
    """How many rows wait in a list; of some lists, those that this person has to do with."""
    if not counted:
        return None
    if counted in _OF_PERSON:
        return _OF_PERSON[counted](services, account)
    name = counted.format(office=account.office, org=account.org)
    return services.queries.counts(name).get(name, 0)
