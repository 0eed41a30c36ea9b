"""A permit that was granted for a part of the goods: which they are, by name."""

from collections.abc import Iterable, Sequence
from typing import Final

from corridor.domain.permit_types.request import PermitGoods
from corridor.web.templating import Reader

NAMED_MAX: Final = 10


def part_text(reader: Reader, goods: Sequence[PermitGoods], left_out: Sequence[int]) -> str:
    """For which goods it was granted and for which not; empty where it was for all."""
    if not left_out:
        return ""
    covered = [line for line in goods if line.number not in left_out]
    others = [line for line in goods if line.number in left_out]
    return reader.words(
        "Granted in part. For: %(covered)s. Not for: %(others)s.",
        covered=named_goods(reader, covered),
        others=named_goods(reader, others),
    )


def named_goods(reader: Reader, lines: Iterable[PermitGoods]) -> str:
    """Numbers and names; of many the first."""
    found = [f"{line.number} {reader.legible(line.description)}" for line in lines]
    more = len(found) - NAMED_MAX
    named = ", ".join(found[:NAMED_MAX])
    return f"{named}, {reader.words('and %(count)s more items', count=more)}" if more > 0 else named
