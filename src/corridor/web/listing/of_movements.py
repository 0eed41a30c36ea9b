"""What rows of movements show, at the carrier's window and at a customs office."""

from collections.abc import Mapping
from typing import Any, Final

from corridor.domain.days import day_at, days_between
from corridor.domain.movement.state import NEVER_LEFT
from corridor.domain.movement.unasked import TO_APPLY
from corridor.domain.refusals import N_
from corridor.engine.queries import ListedRow
from corridor.web import cells
from corridor.web.cells import Cell
from corridor.web.labels.labels import kind_of_status
from corridor.web.templating import Reader
from corridor.web.views.desk_times import freshness
from corridor.web.views.strips import small_strip

GOODS_LETTERS: Final = 60
BEGINNINGS: Final = ("enquiry", "recovery")
"""What may be done from its day on, as against what has to be done by it."""
_CHANNELS: Final = {"yellow": N_("yellow channel"), "red": N_("red channel")}
_PROPOSED: Final = {"yellow": N_("yellow is proposed"), "red": N_("red is proposed")}


_DEADLINES: Final = {
    "presentation": N_("for presenting the goods"),
    "amendment": N_("for the amendment"),
}
_NEAR: Final = {
    "presentation": N_("lapses soon"),
    "amendment": N_("the amendment is due"),
}
_OVER: Final = {
    "presentation": N_("lapses now"),
    "amendment": N_("the amendment is overdue"),
}


def waits_for(data: dict[str, Any]) -> str:
    """For what the office of departure waits until a day: presentation or amendment."""
    return str(data["deadline"][0]) if "deadline" in data else ""


class MovementCells:
    """One method for each column that lists of movements have."""

    def __init__(self, reader: Reader, where: str, now: str) -> None:
        self._reader = reader
        self._where = where
        self._now = now

    def href(self, row: ListedRow) -> str:
        """The page of a dossier."""
        return f"/carrier/dossiers/{row.subject}"

    def number(self, row: ListedRow) -> Cell:
        """The firm's own number, by which it knows the dossier; beneath it that of customs."""
        own, mrn = row.data["lrn"], row.data["mrn"]
        return Cell("link", own, mrn, self.href(row), ", ".join(filter(None, (own, mrn))))

    def mrn(self, row: ListedRow) -> Cell:
        return cells.text(row.data["mrn"])

    def lrn(self, row: ListedRow) -> Cell:
        return cells.text(row.data["lrn"])

    def holder(self, row: ListedRow) -> Cell:
        return cells.name(row.data["holder"], self._reader)

    def client(self, row: ListedRow) -> Cell:
        return cells.name(row.data.get("consignee", ""), self._reader)

    def vehicle(self, row: ListedRow) -> Cell:
        more = row.data.get("plates_more", 0)
        rest = self._reader.words.ngettext("and %(num)s more", "and %(num)s more", more)
        return cells.lines((*row.data["plates"], rest if more else ""))

    def border(self, row: ListedRow) -> Cell:
        return cells.lines(map(self._reader.names.office, row.data.get("borders", ())))

    def goods(self, row: ListedRow) -> Cell:
        return goods_cell(row.data, self._reader)

    def mass(self, row: ListedRow) -> Cell:
        kilograms = row.data["gross_kg"]
        return cells.number(self._reader.formats.mass(kilograms), kilograms)

    def route(self, row: ListedRow) -> Cell:
        strip = small_strip(self._reader, row.data["strip"], row.data["status"])
        return Cell("strip", strip, plain=strip["summary"])

    def channel(self, row: ListedRow) -> Cell:
        return cells.text(self._reader.labels(row.data["channel"], "channel"))

    def state(self, row: ListedRow) -> Cell:
        words, count = self._reader.words, row.data.get(TO_APPLY)
        note = words(N_("Permits to apply for: %(count)s."), count=count) if count else ""
        return cells.tags(tags_of(stands(row.data), row.data, self._reader), note=note)

    def due(self, row: ListedRow) -> Cell:
        if "deadline" in row.data:
            return self._deadline(*row.data["deadline"])
        return self._at(row.data["limit_date"])

    def _deadline(self, kind: str, day: str) -> Cell:
        """Until when the carrier has to do what it is waited for."""
        note = self._reader.words.gettext(_DEADLINES[kind])
        return self._at(day)._replace(note=note)

    def since(self, row: ListedRow) -> Cell:
        return self._at(row.data["lodged_at"])

    def updated(self, row: ListedRow) -> Cell:
        return self._at(row.updated)

    def _at(self, value: str) -> Cell:
        return cells.at(value, self._where, self._reader)


class CustomsCells(MovementCells):
    """As an officer reads them: by the MRN, with what is wrong, and whose case it is."""

    def __init__(
        self, reader: Reader, where: str, now: str, people: Mapping[str, str], warn: int
    ) -> None:
        super().__init__(reader, where, now)
        self._people = people
        self._warn = warn

    def officer(self, row: ListedRow) -> Cell:
        return cells.officer(row.data, self._people)

    def href(self, row: ListedRow) -> str:
        """The page of a movement."""
        return f"/customs/{row.data['mrn'] or row.subject}"

    def number(self, row: ListedRow) -> Cell:
        own = row.data["lrn"] if row.data["mrn"] else ""
        return cells.link(row.data["mrn"] or row.data["lrn"], self.href(row), own)

    def due(self, row: ListedRow) -> Cell:
        """The limit date: before release there is none, but perhaps a day for the carrier."""
        if "deadline" in row.data or row.data["limit_date"]:
            return super().due(row)
        has_ended = row.data["status"] in NEVER_LEFT
        return cells.text("", "" if has_ended else self._reader.words("none yet"))

    def falls(self, row: ListedRow) -> Cell:
        """What falls due, each with its day."""
        labels, day = self._reader.labels, self._reader.formats.day
        found = row.data.get("terms") or [["limit", row.due, ""]]
        return cells.lines(f"{day(on)}: {labels(what, 'term')}" for what, on, _ in found)

    def left(self, row: ListedRow) -> Cell:
        """Days to the nearest of them; what has passed, or comes soon, is marked."""
        days = days_between(day_at(self._now, self._where), row.due)
        ngettext = self._reader.words.ngettext
        begins = row.data.get("terms", [["", "", ""]])[0][0] in BEGINNINGS
        if days < 0 and begins:
            since = ngettext("since %(num)s day", "since %(num)s days", -days)
            return cells.tags([(since, "wait")])
        if days < 0:
            passed = ngettext("passed %(num)s day ago", "passed %(num)s days ago", -days)
            return cells.tags([(passed, "stop")])
        said = ngettext("%(num)s day left", "%(num)s days left", days)
        said = said if days else self._reader.words("today")
        return cells.tags([(said, "wait" if days <= self._warn else "neutral")])

    def expected(self, row: ListedRow) -> Cell:
        """When it comes to this office, and how fresh that is."""
        at = row.data.get("expected", {}).get(self._where, "")
        if not at and waits_for(row.data) == "presentation":
            return self._deadline(*row.data["deadline"])
        moment = self._reader.formats.short_moment(at, self._where)
        said = row.data.get("reported", {}).get(self._where, "")
        note = freshness(self._reader, said, self._now) if at else ""
        return Cell("text", str(moment), note, plain=at)

    def state(self, row: ListedRow) -> Cell:
        data, labels = row.data, self._reader.labels
        words = tags_of(stands(data), data, self._reader)
        channel = _CHANNELS.get(data["channel"])
        if channel is not None:
            words.append((self._reader.words.gettext(channel), kind_of_status(data["channel"])))
        proposed = _PROPOSED.get(data.get("proposed", "")) if not data["channel"] else None
        if proposed is not None:
            words.append((self._reader.words.gettext(proposed), kind_of_status(data["proposed"])))
        is_open = data["guarantee"] == "none" and data["status"] in ("accepted", "under_control")
        notes = [labels("none", "guarantee")] if is_open else []
        if data.get("carrier_asked"):
            notes.append(self._reader.words("waits for the carrier's answer"))
        if not data["limit_date"]:
            sent = self._reader.formats.short_moment(data["lodged_at"], self._where)
            notes.append(self._reader.words("sent %(moment)s", moment=sent))
        return cells.tags(words, self._trouble(data), "; ".join(notes))

    def _is_limit_near(self, data: dict[str, Any]) -> bool:
        """The limit date is a day at destination, where the strip ends."""
        present = day_at(self._now, data["strip"][-1][0])
        return days_between(present, data["limit_date"]) <= self._warn

    def _deadline_trouble(self, data: dict[str, Any]) -> list[str]:
        """A day before release that is near, or over: it is one of the office of departure."""
        kind = waits_for(data)
        if not kind:
            return []
        today, last = day_at(self._now, self._where), data["deadline"][1]
        if today > last:
            return [self._reader.words.gettext(_OVER[kind])]
        near = days_between(today, last) <= self._warn
        return [self._reader.words.gettext(_NEAR[kind])] if near else []

    def _trouble(self, data: dict[str, Any]) -> list[str]:
        _ = self._reader.words
        said = []
        if data["overdue"]:
            said.append(_("overdue"))
        elif data["status"] == "released" and self._is_limit_near(data):
            said.append(_("limit date near"))
        if data.get("notified"):
            said.append(_("arrived, as the carrier says"))
        said += self._deadline_trouble(data)
        if data.get("carrier_asks"):
            said.append(_("the carrier asks"))
        if data.get("change"):
            said.append(_("a change of vehicle is to be confirmed"))
        if data.get("told"):
            said.append(_("the carrier tells of an incident"))
        if data["trouble"]:
            said.append(_("discrepancies: %(count)s", count=data["trouble"]))
        is_stopped = any(station[2] == "stopped" for station in data["strip"])
        if is_stopped and data.get("worst") != "stopped":
            said.append(_("stopped at the border"))
        if data["guarantee"] == "refused" and not data["status"].startswith("guarantee_"):
            said.append(self._reader.labels(data["guarantee"], "guarantee"))
        return said


def tags_of(
    stands: list[tuple[str, str]], data: dict[str, Any], reader: Reader
) -> list[tuple[str, str]]:
    """(word, kind): the worst that is true of it first; beside that nothing is green."""
    worst, diversion = data.get("worst", ""), data.get("diversion", "")
    if not worst or diversion in ("elsewhere", "refused"):
        return [(reader.labels(code, table), kind_of_status(code)) for code, table in stands]
    first = (reader.labels(worst, "worst"), kind_of_status(worst))
    return [first, *((reader.labels(code, table), "neutral") for code, table in stands)]


def stands(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Where a movement stands: (code, table of labels).

    What goes to another office is not said to be in transit at one that it left; a guarantee that
    has been reserved is no longer being reserved.
    """
    diversion = data.get("diversion", "")
    found = [(diversion, "diversion")] if diversion else []
    if diversion in ("elsewhere", "refused"):
        return found
    if data["status"] == "arrived" and data["stage"] != "arrived":
        return [*found, (data["stage"], "stage")]
    if data["status"] == "guarantee_registering":
        return [*found, (data["guarantee"], "guarantee")]
    return [*found, (data["status"], "status")]


def goods_cell(data: dict[str, Any], reader: Reader) -> Cell:
    """The first of the goods, and how many more there are."""
    goods, more = data["goods"], data["items"] - 1
    short = goods if len(goods) <= GOODS_LETTERS else f"{goods[: GOODS_LETTERS - 1]}…"
    note = reader.words.ngettext("and %(num)s more item", "and %(num)s more items", more)
    return Cell("text", reader.legible(short), note if more > 0 else "", plain=goods)
