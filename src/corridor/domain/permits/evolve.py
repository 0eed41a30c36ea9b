"""The fold of a permit: total, deterministic, and the same on every node.

A fact whose speaker has no right to it is noted in `unheard` and changes nothing else. A fact that
comes too late (a withdrawal after the grant) leaves the permit as it stands and is noted in
`discrepancies`; a use is always recorded, since a truck that crossed has crossed.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from corridor.domain.facts import Fact, order_of
from corridor.domain.permits import events as e
from corridor.domain.permits.authority import may_apply, may_say
from corridor.domain.permits.state import Permit, PermitStatus, PermitUse

PermitFact = Fact[Any]
UNDECIDED = frozenset({"applied", "information_requested"})


def fold(subject: str, facts: Iterable[PermitFact]) -> Permit | None:
    """The state of the permit from all its facts, in any order of arrival."""
    state: Permit | None = None
    for fact in sorted(facts, key=order_of):
        state = evolve(state, fact, subject)
    return state


def evolve(state: Permit | None, fact: PermitFact, subject: str) -> Permit | None:
    """The next state. Without an application there is nothing to change yet."""
    if state is None:
        return _first(fact, subject)
    if not may_say(state, fact):
        return replace(state, unheard=(*state.unheard, f"{fact.node}:{fact.number}"))
    expected, apply = STEPS[type(fact.payload)]
    if state.status in expected or _is_new_start(state, fact):
        return replace(apply(state, fact.payload, fact), updated_at=fact.at)
    return _contradicted(state, fact)


def _first(fact: PermitFact, subject: str) -> Permit | None:
    said = fact.payload
    if not isinstance(said, e.PermitApplied) or not may_apply(subject, fact.node):
        return None
    return Permit(
        id=subject,
        home=fact.node,
        owner=fact.actor.org,
        request=said.request,
        applied_at=fact.at,
        updated_at=fact.at,
    )


def _is_new_start(state: Permit, fact: PermitFact) -> bool:
    again = isinstance(fact.payload, e.PermitApplied)
    return again and state.may_be_reapplied_on(fact.at[:10])


def _contradicted(state: Permit, fact: PermitFact) -> Permit:
    """Keep what stood, note the clash. Of what came too late only a use is kept."""
    said = fact.payload
    tag = str(said.__struct_config__.tag).partition("/")[0]
    clash = f"{tag.removeprefix('permit.')}_while_{state.status}"
    noted = replace(state, discrepancies=(*state.discrepancies, clash), updated_at=fact.at)
    if isinstance(said, e.PermitUsed):
        return replace(noted, uses=_used(state, said, fact).uses)
    return noted


def _applied(s: Permit, p: e.PermitApplied, f: PermitFact) -> Permit:
    """Again, mended: a new start that remembers how often it was tried."""
    return Permit(
        id=s.id,
        home=s.home,
        owner=s.owner,
        request=replace(p.request, **_fixed(s)),
        applied_at=f.at,
        applications=s.applications + 1,
        unheard=s.unheard,
        discrepancies=s.discrepancies,
    )


def _fixed(s: Permit) -> dict[str, str]:
    """What an application keeps when it is made again: whom it asks, and for what."""
    asked = s.request
    return {
        "dossier": asked.dossier,
        "kind": asked.kind,
        "country": asked.country,
        "authority": asked.authority,
        "rule": asked.rule,
    }


def _asked(s: Permit, p: e.InformationRequested, f: PermitFact) -> Permit:
    return replace(s, status="information_requested", question=p.question, answer="")


def _answered(s: Permit, p: e.InformationProvided, f: PermitFact) -> Permit:
    return replace(s, status="applied", answer=p.answer)


def _granted(s: Permit, p: e.PermitGranted, f: PermitFact) -> Permit:
    return replace(
        s,
        status="granted",
        decided_at=f.at,
        number=p.number,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        credential=p.credential,
        conditions=p.conditions,
        uses_granted=p.uses,
    )


def _refused(s: Permit, p: e.PermitRefused, f: PermitFact) -> Permit:
    return replace(s, status="refused", decided_at=f.at, refusal_code=p.code, reason=p.reason)


def _withdrawn(s: Permit, p: e.PermitWithdrawn, f: PermitFact) -> Permit:
    return replace(s, status="withdrawn")


def _used(s: Permit, p: e.PermitUsed, f: PermitFact) -> Permit:
    uses = (*s.uses, PermitUse(p.office, p.movement, p.used_at))
    status: PermitStatus = "granted" if len(uses) < s.uses_granted else "exhausted"
    return replace(s, status=status, uses=uses)


def _revoked(s: Permit, p: e.PermitRevoked, f: PermitFact) -> Permit:
    return replace(s, status="revoked", reason=p.reason)


Step = Callable[[Permit, Any, PermitFact], Permit]
STEPS: dict[type, tuple[frozenset[str], Step]] = {
    e.PermitApplied: (frozenset(), _applied),
    e.InformationRequested: (frozenset({"applied"}), _asked),
    e.InformationProvided: (frozenset({"information_requested"}), _answered),
    e.PermitGranted: (UNDECIDED, _granted),
    e.PermitRefused: (UNDECIDED, _refused),
    e.PermitWithdrawn: (UNDECIDED, _withdrawn),
    e.PermitUsed: (frozenset({"granted"}), _used),
    e.PermitRevoked: (frozenset({"granted"}), _revoked),
}
"""Fact → the states in which it is expected, and what it changes."""
