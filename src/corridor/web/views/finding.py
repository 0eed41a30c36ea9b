"""What the box above a list finds: any part of an identifier, or the words of a name."""

from collections.abc import Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar

from litestar import Request

from corridor.domain.kinds import may_see
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.searching import PART_MIN, identifier, words_of
from corridor.engine.indexing import FOUND
from corridor.engine.queries import Queries
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.toolkit import with_query

AnyRequest = Request[Any, Any, Any]
S = TypeVar("S", bound=Movement | Permit)
TEXT_MAX: Final = 100
ROWS: Final = 25
BEHIND_MAX: Final = 500
"""Log entries that the index may be behind without a word of it."""


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


def find_at(request: AnyRequest, desk: str, kind: type[S]) -> Finding[S]:
    """What somebody at the desk finds by the address's `q`; what one may not see is not there."""
    text = request.query_params.get("q", "").strip()[:TEXT_MAX]
    if not text:
        return Finding("")
    actor, queries = actor_of(request), services_of(request).queries
    behind = queries.entries_to_index()
    before = request.query_params.get("before", "")
    page = queries.find(desk, text, before, ROWS)
    # What holds this very number is found also a moment after it was said.
    exact = () if before else (*queries.search(text), *queries.search(f"{actor.org}:{text}"))
    states = [_shown(queries, subject, kind) for subject in dict.fromkeys((*exact, *page.subjects))]
    seen = {state.id: state for state in states if isinstance(state, kind)}
    found = tuple(state for state in seen.values() if may_see(actor, state))
    onward = with_query(request, {"before": page.next}) if page.next else ""
    hint = "" if found else _hint(request, text, behind)
    return Finding(text, found, onward, hint, (f"{desk}:{FOUND}",), behind)


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
    return _(
        "Numbers of declarations, permits, guarantees and carnets, of vehicles, containers, wagons "
        "and seals are found by any part of at least three letters or digits, companies and goods "
        "by the beginnings of words."
    )
