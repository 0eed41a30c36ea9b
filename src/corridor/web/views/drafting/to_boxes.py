"""The containers and sealed load spaces of a draft, with the goods that are in each."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from corridor.domain.codes.sizes import teu_100
from corridor.domain.consignment import Equipment, items_of
from corridor.domain.refusals import N_
from corridor.domain.typed import latin, listed
from corridor.web.shape_words import TOO_LONG
from corridor.web.views.drafting.lines import box_line, box_names, box_of, from_lines, sized
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.reading import MARKS, Problem, Reading

NO_BOX: Final = N_("Say in which container the goods travel.")
NOT_A_BOX: Final = N_("There is no container %(given)s under Transport.")
NOT_A_SIZE: Final = N_(
    "%(given)s is no size and type of a container: it has four characters, for example 22G1 or "
    "45G1."
)
_SEAL_MAX: Final = 20
_CONTAINER_MAX: Final = 17
Numbers = tuple[int, ...]


def equipment_in(
    read: Reading, draft: Draft, numbers: Numbers, problems: list[Problem]
) -> tuple[Equipment, ...]:
    """All of it. `numbers`: those of the items in the declaration, in the order of the draft."""
    had = draft.base.consignment.equipment if draft.base else ()
    kept, known = _renumbered(draft, numbers), _had_numbers(draft)
    moved = tuple(_moved(box, kept, known) for box in had)
    further = from_lines(read["boxes"], moved[1:], box_line, partial(_further, read))
    boxes = (*_first(read, moved[0] if moved else None), *further)
    if [box.number for box in boxes] != [box.number for box in had]:
        boxes = tuple(replace(box, number=k) for k, box in enumerate(boxes, start=1))
    if len(boxes) < 2:
        return tuple(_with_all(box, draft, numbers, moved) for box in boxes)
    said = _said(boxes, draft, numbers, len(had) > 1, problems)
    return tuple(_with(box, mine, numbers) for box, mine in zip(boxes, said, strict=True))


def _first(read: Reading, was: Equipment | None) -> Iterator[Equipment]:
    """That of the fields; one that came and says nothing stays."""
    container = read.mark("container", "container", _CONTAINER_MAX, was.container if was else "")
    seals = read.several("seals", "seal", _SEAL_MAX, was.seals if was else ())
    count, size = read.count("seal_count"), _size(read)
    is_blank = was is not None and not (was.container or was.seals or was.seal_count)
    if container or size or seals or count or is_blank:
        sealed = len(seals) if count is None else count
        kept = was or Equipment(1)
        yield Equipment(kept.number, container, sealed, seals, kept.goods, kept.wagon, size)


def _size(read: Reading) -> str:
    """Nothing where it is none: that is said, and what was typed stays in the form."""
    given = latin(read["container_size"])
    if given and teu_100(given) is None:
        read.note("container_size", NOT_A_SIZE, given=given)
        return ""
    return given


def _further(read: Reading, line: str, was: Equipment | None) -> Equipment:
    number, seals = box_of(line)
    number, size = sized(number)
    container = MARKS["container"](number)
    found = tuple(MARKS["seal"](one) for one in listed(seals))
    for given, limit in ((container, _CONTAINER_MAX), *((seal, _SEAL_MAX) for seal in found)):
        if len(given) > limit:
            read.note("boxes", TOO_LONG, limit=str(limit), given=str(len(given)))
    read.count_entries("boxes", len(found))
    kept = tuple(seal[:_SEAL_MAX] for seal in found)
    had = was or Equipment(1)
    short = container[:_CONTAINER_MAX]
    return Equipment(had.number, short, len(kept), kept, had.goods, had.wagon, size)


def _with_all(
    box: Equipment, draft: Draft, numbers: Numbers, had: Sequence[Equipment]
) -> Equipment:
    """The only one: what is new is in it, and everything where no other one held any before."""
    if len(had) != 1:
        return replace(box, goods=tuple(sorted(numbers)))
    new = [k for k, form in zip(numbers, draft.goods, strict=True) if form.base is None]
    return replace(box, goods=tuple(sorted({*box.goods, *new}))) if new else box


def _said(
    boxes: Sequence[Equipment],
    draft: Draft,
    numbers: Numbers,
    were_several: bool,
    problems: list[Problem],
) -> list[list[int]]:
    """For each the numbers of the goods that name it. `were_several`: what came may name none."""
    names = [MARKS["container"](name) for name in box_names(boxes)]
    found: list[list[int]] = [[] for _ in boxes]
    for index, (form, number) in enumerate(zip(draft.goods, numbers, strict=True)):
        given = listed(form.fields.get("box", ""))
        if not given and not (form.base and were_several):
            problems.append(Problem("goods", "box", NO_BOX, index, missing=True))
        for one in given:
            name = MARKS["container"](one)
            if name in names:
                found[names.index(name)].append(number)
            else:
                args = {"given": one}
                problems.append(Problem("goods", "box", NOT_A_BOX, index, args))
    return found


def _with(box: Equipment, mine: list[int], numbers: Numbers) -> Equipment:
    """With the goods that name it; as it came where they are the same."""
    is_same = {n for n in box.goods if n in numbers} == set(mine)
    return box if is_same else replace(box, goods=tuple(sorted(set(mine))))


def _renumbered(draft: Draft, numbers: Numbers) -> dict[int, int]:
    """Number of an item in the base → its number now."""
    return {
        form.base.declaration_number: number
        for number, form in zip(numbers, draft.goods, strict=True)
        if form.base is not None
    }


def _had_numbers(draft: Draft) -> frozenset[int]:
    """Numbers of all items of the base, also of those taken out since."""
    items = items_of(draft.base) if draft.base else ()
    return frozenset(item.declaration_number for item in items)


def _moved(box: Equipment, numbers: dict[int, int], had: frozenset[int]) -> Equipment:
    """The box with its goods under their new numbers; a number of no item stays: a rule objects."""
    goods = tuple(numbers.get(n, n) for n in box.goods if n in numbers or n not in had)
    return replace(box, goods=goods)
