"""Which codes a new list leaves out, and which parts an office lost.

Nothing is refused by it: what was judged by the list of its day stays as it was judged. Who brings
a list in is told.
"""

from collections.abc import Iterator

from corridor.domain.refdata.rows import OfficeRow, Row
from corridor.domain.reference import Reference
from corridor.domain.reference.code_rows import CodeRow, GoodsCode


def part_of(office: str, role: str) -> str:
    """What an office does, as a code: `KGOSH001:departure`."""
    return f"{office}:{role}"


def parts_taken(reference: Reference, office: str) -> dict[str, str]:
    """Part that an office had and lost, to the day (ISO) from which it has it no more: past, or
    still to come.
    """
    taken, had = dict[str, str](), frozenset[str]()
    for day, one in reference.sets():
        held = one.offices.get(office)
        roles = frozenset[str](held.roles) if held is not None else frozenset()
        taken = {role: since for role, since in taken.items() if role not in roles}
        taken |= dict.fromkeys(had - roles, day)
        had = roles
    return taken


def left_out(before: tuple[Row, ...], after: tuple[Row, ...], day: str) -> frozenset[str]:
    """Codes that counted and do not from a day (ISO) on; of goods subheadings as well."""
    return frozenset(_codes(before, day)) - frozenset(_codes(after, day))


def _codes(rows: tuple[Row, ...], day: str) -> Iterator[str]:
    for row in rows:
        if isinstance(row, OfficeRow) and row.valid_from <= day <= (row.valid_to or day):
            yield from (part_of(row.code, role) for role in row.roles)
        if isinstance(row, CodeRow) and row.counts_on(day):
            yield row.code
            if isinstance(row, GoodsCode):
                yield from (row.code + end for end in row.subheadings)
