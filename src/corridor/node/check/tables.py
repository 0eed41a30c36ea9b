"""Tables against their indexes, lists and facets against their counts; answers again."""

from typing import Any

import msgspec

from corridor.engine.outcome import Outcome
from corridor.node.check.finding import Finding, Step
from corridor.stores.inspector import Index, Inspector


class IndexStage:
    """Every index of every table: it leads to each row. `at`: [number of the index, last key]."""

    name = "indexes"

    def __init__(self) -> None:
        self._indexes: list[Index] = []

    def total(self, look: Inspector) -> int:
        """Indexes."""
        return len(self._all(look))

    def beyond(self, at: Any) -> Any:
        """The next index."""
        return [at[0] + 1 if at else 1, None]

    def step(self, look: Inspector, at: Any, limit: int) -> Step:
        """A stretch of one table beside one of its indexes."""
        number, after = at or (0, None)
        indexes = self._all(look)
        if number >= len(indexes):
            return Step(None)
        index = indexes[number]
        found = look.rows_beside(index, after, limit)
        findings = [
            Finding(index.table, " ".join(map(str, key)), f"the index {index.name} leads not to it")
            for leads, key in found
            if not leads
        ]
        if len(found) < limit:
            return Step([number + 1, None], findings, 1)
        return Step([number, list(found[-1][1])], findings)

    def _all(self, look: Inspector) -> list[Index]:
        """Asked once: to ask costs more than a stretch, and no schema changes under a check."""
        self._indexes = self._indexes or look.indexes()
        return self._indexes


class CountStage:
    """How long the work lists are said to be."""

    name = "counts"

    def total(self, look: Inspector) -> int:
        """Lists."""
        return len(look.list_sizes())

    def beyond(self, at: Any) -> None:
        """Nothing is left."""

    def step(self, look: Inspector, at: Any, limit: int) -> Step:
        """All of them."""
        sizes = look.list_sizes()
        findings = [
            Finding("counts", name, f"counts {counted}, the list has {kept}")
            for name, (counted, kept) in sorted(sizes.items())
            if counted != kept
        ]
        return Step(None, findings, len(sizes))


class FacetStage:
    """By how many rows each facet of a list is said to be had. `at`: the last facet."""

    name = "facets"

    def total(self, look: Inspector) -> int:
        """Facets."""
        return look.facet_count()

    def beyond(self, at: Any) -> None:
        """Nothing is left."""

    def step(self, look: Inspector, at: int | None, limit: int) -> Step:
        """A stretch."""
        facets = look.facets(at or 0, limit)
        findings = [
            Finding("facets", f"{name} {mark}", f"counts {counted}, {kept} rows have it")
            for _, name, mark, counted, kept in facets
            if counted != kept
        ]
        is_last = len(facets) < limit
        return Step(None if is_last else facets[-1][0], findings, len(facets))


class AnswerStage:
    """Answers to idempotency keys: they can be given again."""

    name = "answers"

    def total(self, look: Inspector) -> int:
        """Answers."""
        return look.answer_count()

    def beyond(self, at: Any) -> None:
        """Nothing is left."""

    def step(self, look: Inspector, at: str | None, limit: int) -> Step:
        """A stretch."""
        answers = look.answers(at or "", limit)
        findings = []
        for name, answer in answers:
            try:
                msgspec.json.decode(answer.body, type=Outcome)
            except msgspec.MsgspecError as error:
                findings.append(Finding("answers", name, f"is no answer: {error}"))
        is_last = len(answers) < limit
        return Step(None if is_last else answers[-1][0], findings, len(answers))
