"""What is taken of guarantees and of quotas, as rows: by how much it changed."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from corridor.domain.facts import Fact
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.quota import Quota
from corridor.observatory.happening import Happening, happened


def happened_to_guarantee(
    entry: int, fact: Fact[Any], before: Guarantee | None, after: Guarantee
) -> Iterator[Happening]:
    """More of it is taken, or less. What is called stays taken until the guarantor has paid."""
    change = _taken(after) - (_taken(before) if before is not None else 0)
    if change:
        yield happened(
            entry,
            "reserved" if change > 0 else "freed",
            fact,
            fact.at,
            fact.node,
            after.id,
            getattr(fact.payload, "movement", ""),
            country=fact.node,
            value_minor=change,
            currency=after.currency,
        )


def _taken(guarantee: Guarantee) -> int:
    return sum(guarantee.reserved.values()) + sum(guarantee.called.values())


def happened_to_quota(
    entry: int, fact: Fact[Any], before: Quota | None, after: Quota
) -> Iterator[Happening]:
    """Permits were delivered, or issued; fewer where they came back unused."""
    if before is None:
        return
    for part, (kind, change) in enumerate(
        (
            ("quota_delivered", after.delivered - before.delivered),
            ("quota_taken", after.live - before.live),
        )
    ):
        if change:
            made = happened(
                entry,
                kind,
                fact,
                fact.at,
                after.holder,
                after.id,
                "",
                country=after.giver,
                origin=after.holder,
                what=after.type,
                count=change,
            )
            yield replace(made, part=part)
