"""What rows of guarantees show, to the guarantor and to the holder."""

from collections.abc import Mapping
from decimal import Decimal

from corridor.engine.queries import ListedRow
from corridor.web import cells
from corridor.web.cells import Cell
from corridor.web.templating import Reader


class GuaranteeCells:
    """One method for each column that lists of guarantees have."""

    def __init__(self, reader: Reader, where: str) -> None:
        self._reader = reader
        self._where = where

    def grn(self, row: ListedRow) -> Cell:
        return cells.link(row.data["grn"], f"/carrier/guarantees/{row.data['grn']}")

    def reference(self, row: ListedRow) -> Cell:
        return self._money(row.data["reference_minor"], row)

    def taken(self, row: ListedRow) -> Cell:
        return self._money(_taken(row), row)

    def free(self, row: ListedRow) -> Cell:
        return self._money(row.data["available_minor"], row)

    def use(self, row: ListedRow) -> Cell:
        reference = row.data["reference_minor"]
        share = Decimal(_taken(row)) / reference if reference else Decimal(0)
        shown = self._reader.formats.share(share)
        value = (_taken(row), reference or 1, self._reader.words("taken: %(share)s", share=shown))
        return Cell("meter", value, shown, plain=round(share * 100, 1))

    def movements(self, row: ListedRow) -> Cell:
        count = row.data["reservations"]
        return cells.number(self._reader.formats.number(count), count)

    def valid(self, row: ListedRow) -> Cell:
        return cells.at(row.data["valid_to"], self._where, self._reader)

    def since(self, row: ListedRow) -> Cell:
        return cells.at(row.data.get("valid_from", ""), self._where, self._reader)

    def currency(self, row: ListedRow) -> Cell:
        return cells.text(row.data["currency"])

    def _money(self, minor: int, row: ListedRow) -> Cell:
        return cells.amount(minor, row.data["currency"], self._reader)


class GuarantorCells(GuaranteeCells):
    """With the page of each, and who holds it."""

    def __init__(self, reader: Reader, where: str, holders: Mapping[str, str]) -> None:
        super().__init__(reader, where)
        self._holders = holders

    def grn(self, row: ListedRow) -> Cell:
        return cells.link(row.data["grn"], f"/guarantor/{row.data['grn']}")

    def holder(self, row: ListedRow) -> Cell:
        holder = row.data["holder"]
        return cells.name(self._holders.get(holder, holder), self._reader)._replace(note=holder)


def _taken(row: ListedRow) -> int:
    return int(row.data["reference_minor"] - row.data["available_minor"])
