"""What there may be several of, one a line: further vehicles and containers, and papers.

A line that nobody touched stands for what it came from, to the letter.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from corridor.domain.codes.sizes import teu_100
from corridor.domain.consignment import Equipment, Means
from corridor.domain.typed import latin, tidy

T = TypeVar("T")


def vehicle_line(means: Means) -> str:
    """`01KG777AB, KG`."""
    return f"{means.id}, {means.nationality}" if means.nationality else means.id


def vehicle_of(line: str) -> tuple[str, str]:
    """(number, country) of a line; without a country, the number alone."""
    number, mark, country = line.replace("\t", ",").replace(";", ",").rpartition(",")
    return (number.strip(), country.strip().upper()) if mark else (line, "")


def box_line(box: Equipment) -> str:
    """`MSKU1234565 22G1; KG-1, KG-2`; without a container, the seals after the mark."""
    return f"{box.painted}; {', '.join(box.seals)}" if box.seals else box.painted or ";"


def box_of(line: str) -> tuple[str, str]:
    """(container, its seals as they are listed) of a line."""
    number, _, seals = line.replace("\t", ";", 1).partition(";")
    return number.strip(), seals.strip()


def sized(number: str) -> tuple[str, str]:
    """(container, its size and type) where both are said: `MSKU 123456 5 22G1`."""
    rest, _, last = number.rpartition(" ")
    code = latin(last)
    return (rest.strip(), code) if rest.strip() and teu_100(code) else (number, "")


def lines_of(text: str) -> tuple[str, ...]:
    """Those that say anything."""
    return tuple(line.strip() for line in tidy(text).split("\n") if line.strip())


def box_names(boxes: Sequence[Equipment]) -> tuple[str, ...]:
    """What goods call each: its container, or its place where that tells it from no other."""
    often = Counter(box.container for box in boxes)
    return tuple(
        box.container if box.container and often[box.container] == 1 else str(place)
        for place, box in enumerate(boxes, start=1)
    )


def names_typed(values: Mapping[str, str]) -> tuple[str, ...]:
    """The same of what is typed under transport."""
    lines = (sized(box_of(line)[0])[0] for line in lines_of(values.get("boxes", "")))
    has_first = any(values.get(name) for name in ("container", "seals", "seal_count"))
    first = (values.get("container", ""),) if has_first else ()
    return box_names([Equipment(1, number) for number in (*first, *lines)])


def from_lines(
    text: str, had: Iterable[T], line_of: Callable[[T], str], read: Callable[[str, T | None], T]
) -> tuple[T, ...]:
    """What each line stands for. `read` gets what stood in its place, unless it is still there."""
    before = [*had]
    known = [tidy(line_of(one)) for one in before]
    lines, found = lines_of(text), list[T]()
    for place, line in enumerate(lines):
        if line in known:
            at = known.index(line)
            known[at] = ""
            found.append(before[at])
        else:
            is_other = place < len(before) and known[place] not in (*lines, "")
            found.append(read(line, before[place] if is_other else None))
    return tuple(found)
