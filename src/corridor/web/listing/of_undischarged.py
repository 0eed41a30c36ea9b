"""What rows of undischarged movements show to their guarantor."""

from typing import Any

from corridor.domain.days import day_at, days_between
from corridor.domain.movement.pursuit import Recovery
from corridor.domain.movement.state import Movement
from corridor.engine.queries import ListedRow
from corridor.web import cells
from corridor.web.cells import Cell, amount
from corridor.web.life.next_step import step_of
from corridor.web.listing.of_movements import stands, tags_of
from corridor.web.services import Services
from corridor.web.templating import Reader


class UndischargedCells:
    """One method for each column. Amounts are said one by one: no rate is known here."""

    def __init__(self, reader: Reader, services: Services) -> None:
        self._reader = reader
        self._services = services
        self._where = services.node
        self._today = services.day_at(services.node)

    def number(self, row: ListedRow) -> Cell:
        return cells.link(row.data["ref"], f"/guarantor/{row.data['held'][0][0]}")

    def guarantees(self, row: ListedRow) -> Cell:
        return cells.lines(grn for grn, _, _ in row.data["held"])

    def held(self, row: ListedRow) -> Cell:
        held = row.data["held"]
        if len(held) == 1:
            _, minor, currency = held[0]
            return amount(minor, currency, self._reader)
        return cells.lines(self._reader.formats.money(minor, code) for _, minor, code in held)

    def since(self, row: ListedRow) -> Cell:
        """The day, and how long ago it is; a file has the moment."""
        counted = self._reader.words.ngettext
        days = age_of(row, self._where, self._today)
        shown = self._reader.formats.day(row.since, self._where)
        whole = cells.at(row.since, self._where, self._reader)
        return whole._replace(value=shown, note=counted("%(num)s day", "%(num)s days", days))

    def age(self, row: ListedRow) -> Cell:
        days = age_of(row, self._where, self._today)
        return cells.number(self._reader.formats.number(days), days)

    def state(self, row: ListedRow) -> Cell:
        alarms = [self._reader.words("overdue")] if row.data["overdue"] else []
        return cells.tags(standing_tags(row.data, self._reader), alarms)

    def due(self, row: ListedRow) -> Cell:
        return cells.at(row.data["limit_date"], self._where, self._reader)

    def step(self, row: ListedRow) -> Cell:
        state = self._services.queries.get(row.subject).state
        step = next_for_guarantor(row, state, self._reader)
        return cells.text(". ".join(filter(None, step)))

    def holder(self, row: ListedRow) -> Cell:
        return cells.name(row.data["holder"], self._reader)

    def currency(self, row: ListedRow) -> Cell:
        return cells.lines(dict.fromkeys(code for _, _, code in row.data["held"]))

    def updated(self, row: ListedRow) -> Cell:
        return cells.at(row.updated, self._where, self._reader)


def standing_tags(data: dict[str, Any], reader: Reader) -> list[tuple[str, str]]:
    """(word, kind), the worst that is true of it first; beside that nothing is green."""
    return tags_of(_stands(data), data, reader)


def words_of(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The same as (code, table of labels)."""
    worst = data.get("worst", "")
    return [*([(worst, "worst")] if worst else []), *_stands(data)]


def _stands(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What is held here is not being reserved any more. Older rows know no stage."""
    return stands({"stage": "arrived", "guarantee": "reserved", **data})


def age_of(row: ListedRow, where: str, today: str) -> int:
    """Days since the first of its reservations."""
    return days_between(day_at(row.since, where), today)


def next_for_guarantor(row: ListedRow, state: object, reader: Reader) -> tuple[str, str]:
    """The one next step, and who does it: what is demanded of the guarantor is its own.

    `state`: of the movement, read a moment after the row.
    """
    if not isinstance(state, Movement):  # withdrawn from this node between two reads
        return "", ""
    return next_of_guarantees(state, frozenset(grn for grn, _, _ in row.data["held"]), reader)


def next_of_guarantees(state: Movement, own: frozenset[str], reader: Reader) -> tuple[str, str]:
    """The same for these guarantees of one guarantor."""
    recovery = state.pursuit.open_recovery
    due = _to_pay(recovery, own, state.guarantee.grn) if recovery is not None else None
    if due is not None and recovery is not None:
        return _pay(*due, reader), reader.words("You")
    step = step_of(state, reader)
    return step.title, step.who


def _to_pay(
    recovery: Recovery, own: frozenset[str], first: str
) -> tuple[dict[str, int], str] | None:
    """What is demanded from these guarantees all together, by currency, and the first day."""
    claims = {grn: one for grn, one in recovery.claimed(first).items() if grn in own}
    open_now = {grn: one for grn, one in claims.items() if recovery.owed_from(grn, first)}
    sums = dict[str, int]()
    for grn, claim in open_now.items():
        currency = claim.currency or recovery.currency
        sums[currency] = sums.get(currency, 0) + recovery.asked_from(grn, first)
    if recovery.currency in sums:
        sums[recovery.currency] = min(recovery.left_minor, sums[recovery.currency])
    return (sums, min(one.pay_by for one in open_now.values())) if open_now else None


def _pay(sums: dict[str, int], day: str, reader: Reader) -> str:
    money = " + ".join(str(reader.formats.money(minor, cur)) for cur, minor in sums.items())
    return reader.words("Pay %(amount)s by %(day)s", amount=money, day=reader.formats.day(day))
