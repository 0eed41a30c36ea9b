"""The guarantees of a movement as the fold keeps them: asked for, reserved, refused, dropped."""

from collections.abc import Iterator

from msgspec.structs import replace

from corridor.domain.consignment import GuaranteeUse
from corridor.domain.movement.departing import paper_of
from corridor.domain.movement.parts import NO_GUARANTEE, GuaranteeState
from corridor.domain.movement.state import Movement


def with_guarantee(s: Movement, entry: GuaranteeState) -> Movement:
    """The movement with this one in the place of what was known of it, else after the others."""
    known = [one.grn for one in s.guarantees]
    if entry.grn not in known:
        return _of(s, (*s.guarantees, entry))
    return _of(s, tuple(entry if one.grn == entry.grn else one for one in s.guarantees))


def keep_named(
    s: Movement, uses: tuple[GuaranteeUse, ...], again: frozenset[str] = frozenset()
) -> Movement:
    """Without guarantees that are named no more; what they hold has to be freed. `again`: refused
    ones that will be asked for once more.
    """
    named = {use.grn for use in uses}
    kept = tuple(one for one in s.guarantees if one.grn in named and one.grn not in again)
    gone = (one for one in s.guarantees if one.grn not in named)
    dropped = tuple(one.grn for one in gone if one.status in ("requested", "reserved"))
    papers = {paper_of(use) for use in uses}
    seen = tuple(one for one in s.papers_seen if one in papers)
    return replace(_of(s, kept), dropped=dropped, papers_seen=seen)


def _of(s: Movement, found: tuple[GuaranteeState, ...]) -> Movement:
    first, *further = found or (NO_GUARANTEE,)
    return replace(s, guarantee=first, further=tuple(further))


def shares_called(s: Movement) -> Iterator[tuple[GuaranteeState, int]]:
    """Each guarantee that is asked for or holds something, and what was called of it, in its own
    currency: what was demanded from it, and of debts called from none by name what it still holds,
    in order, where it is in their currency.
    """
    left, by_name, first = s.called_minor, _owed(s), s.guarantee
    free = left - sum(by_name.values())
    for one in s.guarantees:
        if one.status in ("requested", "reserved"):
            holds = one.amount_minor if one.status == "reserved" else 0
            named = min(_asked(s, one.grn, by_name), holds)
            more = min(max(0, free), holds - named) if one.currency == first.currency else 0
            free -= more
            yield one, named + more


def _asked(s: Movement, grn: str, owed: dict[str, int]) -> int:
    """What a recovery still demands from it, in its own currency."""
    recovery = s.pursuit.recovery
    if recovery is None or not owed.get(grn):
        return 0
    return recovery.told_in(grn, s.guarantee.grn, owed[grn])


def _owed(s: Movement) -> dict[str, int]:
    """GRN → what a recovery still demands from it, all together no more than is owed."""
    recovery, first = s.pursuit.recovery, s.guarantee.grn
    if recovery is None or recovery.outcome in ("remitted", "withdrawn"):
        return {}
    left, found = recovery.left_minor, dict[str, int]()
    for grn in recovery.claimed(first):
        found[grn] = min(left, recovery.owed_from(grn, first))
        left -= found[grn]
    return found
