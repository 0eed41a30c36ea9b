"""Codes of goods as a measure or a firm names them: such as the nomenclature has."""

from collections.abc import Iterable, Iterator

from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal


def wrong_goods(goods: Iterable[str], pointer: str, reference: Reference) -> Iterator[Refusal]:
    """Chapters, headings and subheadings that there are not; digits of other scripts."""
    for code in goods:
        if not (code.isascii() and reference.goods.exists(code)):
            yield Refusal("register_goods", pointer, "", {"given": code})
