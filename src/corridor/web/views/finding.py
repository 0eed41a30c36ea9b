"""What the box above a list finds: any part of an identifier, or the words of a name."""

from collections.abc import Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar

from litestar import Request

from corridor.domain.facts import Actor
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kinds import may_see
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota
from corridor.domain.refusals import N_
from corridor.domain.searching import PART_MIN, identifier, words_of
from corridor.domain.typed import one_line
from corridor.engine.indexing import FOUND
from corridor.engine.queries import FoundPage, Queries
from corridor.web.addresses import with_query
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of

AnyRequest = Request[Any, Any, Any]
S = TypeVar("S", bound=Movement | Permit | Guarantee | Quota)
TEXT_MAX: Final = 100
ROWS: Final = 25
BEHIND_MAX: Final = 500
"""Log entries that the index may be behind without a word of it."""


DESK_OF_ROLE: Final = {"permit": "permits"}
"""Desks are named as their lists are; that of a permit officer alone is not named as the role."""
PROMISED: Final = {
    "carrier": N_(
        "Numbers of declarations, permits, guarantees and carnets, of vehicles, containers, wagons "
        "and seals are found by any part of at least three letters or digits, companies and goods "
        "by the beginnings of words."
    ),
    "customs": N_(
        "Numbers of declarations, guarantees and carnets, of vehicles, containers, wagons and "
        "seals, and at the border of the permits used there, are found by any part of at least "
        "three letters or digits, companies and goods by the beginnings of words."
    ),
    "permit": N_(
        "Numbers of permits, quotas, dossiers and vehicles are found by any part of at least three "
        "letters or digits, holders, goods and the other state of a quota by the beginnings of "
        "words."
    ),
    "guarantor": N_(
        "Guarantee numbers and organisation numbers of holders are found by any part of at least "
        "three letters or digits."
    ),
}
"""What is found at each desk: see `found_by` of movements, permits and quotas."""


class Finding(NamedTuple, Generic[S]):
    """What was asked and found. `hint`: what to do where nothing was. `next_href`: further on.

    `topics`: told when more may be found at this desk. `behind`: log entries not yet looked at.
    """

    text: str
    states: tuple[S, ...] = ()
    next_href: str = ""
    hint: str = ""
    topics: tuple[str, ...] = ()
    behind: int = 0


def asked_for(request: AnyRequest) -> str:
    """What the address's `q` looks for."""
    return one_line(request.query_params.get("q", ""))[:TEXT_MAX]


def desk_of(actor: Actor) -> str:
    """The desk as its lists are named: `carrier:ala-too`, `permits:UZ-ROAD`."""
    return f"{DESK_OF_ROLE.get(actor.role, actor.role)}:{actor.office or actor.org}"


def reach(queries: Queries, actor: Actor, text: str, before: str, limit: int) -> FoundPage:
    """Subjects that a text leads to, of pages and API alike; not all of them may be seen.

    What holds this very number, or is one's own under this LRN, is found also a moment after it
    was said, however short it is.
    """
    page = queries.find(desk_of(actor), text, before, limit)
    exact = () if before else (*queries.search(text), *queries.search(f"{actor.org}:{text}"))
    return FoundPage(tuple(dict.fromkeys((*exact, *page.subjects))), page.next)


def find_at(request: AnyRequest, kind: type[S]) -> Finding[S]:
    """What somebody at the own desk finds; what one may not see is not there."""
    text, actor, queries = asked_for(request), actor_of(request), services_of(request).queries
    if not text:
        return Finding("")
    behind = queries.entries_to_index()
    found = search_at(request, text, kind, request.query_params.get("before", ""))
    onward = with_query(request, {"before": found.next}) if found.next else ""
    hint = "" if found.states else _hint(request, text, behind)
    return Finding(text, found.states, onward, hint, (f"{desk_of(actor)}:{FOUND}",), behind)


class FoundStates(NamedTuple, Generic[S]):
    """What somebody may see of what was found, and where the next page begins."""

    states: tuple[S, ...]
    next: str


def search_at(request: AnyRequest, text: str, kind: type[S], before: str) -> FoundStates[S]:
    """One page of what somebody finds at the own desk."""
    actor, queries = actor_of(request), services_of(request).queries
    page = reach(queries, actor, text, before, ROWS)
    states = [_shown(queries, subject, kind) for subject in page.subjects]
    seen = {_id_of(state): state for state in states if isinstance(state, kind)}
    return FoundStates(tuple(one for one in seen.values() if may_see(actor, one)), page.next)


def _id_of(state: Any) -> str:
    return str(state.grn) if isinstance(state, Guarantee) else str(state.id)


def is_found_by(text: str, held: Iterable[str]) -> bool:
    """Whether texts that stand in no index, such as a draft's, would be found so."""
    part, words, texts = identifier(text), words_of(text), tuple(held)
    if len(part) >= PART_MIN and any(part in identifier(one) for one in texts):
        return True
    known = {word for one in texts for word in words_of(one)}
    return bool(words) and all(any(one.startswith(word) for one in known) for word in words)


def _shown(queries: Queries, subject: str, kind: type[S]) -> Any:
    """The state, or that of the movement which a permit was applied for."""
    state = queries.get(subject).state
    if isinstance(state, Permit) and kind is Movement:
        return queries.get(state.request.dossier).state
    return state


def _hint(request: AnyRequest, text: str, behind: int) -> str:
    _ = gettext_of(request)
    if len(identifier(text)) < PART_MIN:
        return _("Write at least three letters or digits.")
    if behind > BEHIND_MAX:
        left = reader_of(request).formats.number(behind)
        return _("The search index is still being made: %(left)s entries to go.", left=left)
    return _(PROMISED[actor_of(request).role])
