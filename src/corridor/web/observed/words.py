"""Figures, units, months and values in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import format_date

from corridor.domain.refusals import N_
from corridor.engine.observed import Measured
from corridor.web.observed.shelf import MONTH, YEAR
from corridor.web.templating import Reader

COLUMNS: Final = {
    "month": N_("Month"),
    "office": N_("Office"),
    "side": N_("Entry or exit"),
    "bound": N_("Direction"),
    "segment": N_("Segment"),
    "corridor": N_("Corridor"),
    "mode": N_("Mode of transport"),
    "stage": N_("Stage"),
    "chapter": N_("Chapter of the HS"),
    "state": N_("Country"),
    "country": N_("Country"),
    "currency": N_("Currency"),
    "what": N_("Permit"),
    "section": N_("Section of the HS"),
    "pair": N_("From – to"),
    "holder": N_("Who had it in hand"),
    "age": N_("Days under way"),
    "origin": N_("State of the carriers"),
    "period": N_("Period"),
}
SIDES: Final = {"entry": N_("entry into the state"), "exit": N_("exit from the state")}
BOUNDS: Final = {"east": N_("to the east"), "west": N_("to the west")}
HOLDERS: Final = {
    "carrier": N_("the carrier, on the way and at borders"),
    "customs": N_("customs of the state of departure"),
    "peer": N_("customs of other states"),
    "authority": N_("authorities that issue permits"),
    "guarantor": N_("the guarantor"),
}
CORRIDORS: Final = {
    "TITR": N_("Trans-Caspian International Transport Route (TITR)"),
    "BTK": N_("Baku – Tbilisi – Kars"),
    "CKU": N_("China – Kyrgyzstan – Uzbekistan"),
    "CKU-road": N_("China – Kyrgyzstan – Uzbekistan, by road"),
    "INSTC": N_("North–South corridor"),
    "INSTC-W": N_("North–South corridor, western route"),
    "INSTC-E": N_("North–South corridor, eastern route"),
    "Lapis": N_("Lapis Lazuli route"),
    "Northern": N_("Northern corridor"),
    "Zangezur": N_("Zangezur route"),
}
_CAREC: Final = "CAREC"
STAGES: Final = {
    "accepted": N_("from lodging to acceptance"),
    "released": N_("from lodging to release"),
    "results": N_("from arrival to results"),
    "goods_released": N_("from arrival to the release of the goods"),
    "discharged": N_("from arrival to discharge"),
    "rejected": N_("until it was rejected"),
    "channel": N_("until the channel was chosen"),
    "controlled": N_("control at departure"),
    "guaranteed": N_("until the guarantor answered"),
    "not_guaranteed": N_("until the guarantor refused"),
    "not_released": N_("until the release was refused"),
    "crossed": N_("up to the entry into a state"),
    "left": N_("up to the exit from a state"),
    "refused_crossing": N_("until a crossing was refused"),
    "incident": N_("until an incident"),
    "arrived": N_("up to the arrival"),
}
UNITS: Final = {
    "h": N_("h"),
    "s": N_("s"),
    "km/h": N_("km/h"),
    "USD": N_("USD"),
    "USD/500km/20t": N_("USD per 500 km and 20 t"),
    "t": N_("t"),
    "vehicles": N_("vehicles"),
    "movements": N_("movements"),
    "containers": N_("containers"),
    "TEU": N_("TEU"),
    "minor units": N_("of the currency"),
}
COUNTED: Final = frozenset({"movements", "vehicles", "containers"})
HEADS: Final = {
    "median": N_("Half at most"),
    "mean": N_("Mean"),
    "margin": N_("95 % margin, ±"),
    "sd": N_("Standard deviation"),
    "p95": N_("19 of 20 at most"),
    "sum": N_("Total"),
    "share": N_("Share"),
    "ratio": N_("19 of 20 at most ÷ half at most"),
    "buffer": N_("Buffer above the mean"),
    "quotient": N_("Ratio"),
}
SMALL: Final = 100
LEAST_SHOWN: Final = 0.01


def unit(reader: Reader, one: Measured) -> str:
    """As it stands beside a figure."""
    if one.unit == "1":
        return "%" if is_part(one) else ""
    return reader.words.gettext(UNITS[one.unit]) if one.unit in UNITS else ""


def unit_of_column(reader: Reader, one: Measured) -> str:
    """Over figures that stand without it; nothing where `number` has it."""
    return "" if is_part(one) or one.unit == "minor units" else unit(reader, one)


def is_part(one: Measured) -> bool:
    """Whether its figure is a part of a whole, told in per cent."""
    return one.figures in ("share", "part")


def number(reader: Reader, one: Measured, value: float, currency: str = "") -> str:
    """A figure, without its unit but for shares and money."""
    if is_part(one):
        return reader.formats.number(round(100 * value, 1)) + " %"
    if one.unit == "minor units" and currency:
        return reader.formats.money(round(value), currency) or reader.formats.number(value)
    if 0 < value < LEAST_SHOWN:
        return "< " + reader.formats.number(LEAST_SHOWN)
    return rounded(reader, value)


def rounded(reader: Reader, value: float | Decimal) -> str:
    """As many places as say something."""
    return reader.formats.number(round(value) if value >= SMALL else round(value, 2))


def with_unit(reader: Reader, one: Measured, value: float, currency: str = "") -> str:
    """The same with its unit."""
    said = number(reader, one, value, currency)
    is_said = is_part(one) or bool(currency)
    if is_said or one.unit not in COUNTED:
        return said if is_said else f"{said} {unit(reader, one)}".rstrip()
    return counted(reader, one.unit, value, said)


def counted(reader: Reader, unit: str, value: float, said: str) -> str:
    """So many of them, each language with its own forms; a part of one has the form of few."""
    is_whole = value >= SMALL or value == int(value)
    num, words = round(value) if is_whole else 2, reader.words
    if unit == "vehicles":
        return words.ngettext("%(number)s vehicle", "%(number)s vehicles", num, number=said)
    if unit == "containers":
        return words.ngettext("%(number)s container", "%(number)s containers", num, number=said)
    return words.ngettext("%(count)s movement", "%(count)s movements", num, count=said)


def growth(reader: Reader, rate: float, is_share: bool) -> str:
    """«+21 %», or percentage points of a share."""
    if is_share:
        points = signed(reader, round(100 * rate, 1))
        return reader.words.gettext("%(number)s p.p.", number=points)
    return f"{signed(reader, round(100 * rate))} %"


def signed(reader: Reader, number: float | Decimal) -> str:
    """A change with its sign; nothing has none."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + reader.formats.number(abs(number))


def period(reader: Reader, value: str) -> str:
    """A month by its name, a year as it is."""
    if len(value) == YEAR or not value:
        return value or reader.words.gettext("All time")
    day = date(int(value[:YEAR]), int(value[5:MONTH]), 1)
    return str(format_date(day, "LLLL y", locale=reader.lang))


def short_month(value: str) -> str:
    """`03.26`, for an axis."""
    return f"{value[5:MONTH]}.{value[2:YEAR]}"


def value(reader: Reader, by: str, code: str) -> str:
    """What a column can be, in words."""
    say = reader.words.gettext
    words: Mapping[str, Callable[[str], str]] = {
        "office": reader.names.office,
        "country": reader.names.country,
        "state": reader.names.country,
        "mode": lambda code: reader.labels(code, "mode"),
        "what": lambda code: reader.labels(code, "permit_kind"),
        "side": lambda code: say(SIDES.get(code, code)),
        "bound": lambda code: say(BOUNDS.get(code, code)),
        "holder": lambda code: say(HOLDERS.get(code, code)),
        "origin": reader.names.country,
        "pair": lambda code: " – ".join(map(reader.names.country, code.split("-"))),
        "age": lambda code: code.replace("-", "–"),
        "corridor": lambda code: corridor(reader, code),
        "stage": lambda code: say(STAGES.get(code, code)),
        "segment": lambda code: " — ".join(map(reader.names.place, code.split(">"))),
    }
    return words[by](code) if by in words else code


def corridor(reader: Reader, code: str) -> str:
    """A corridor by the name under which it is known; by its code where it has no other."""
    say, number = reader.words.gettext, code.removeprefix(_CAREC)
    if number != code:
        return say("CAREC corridor %(number)s", number=number)
    return say(CORRIDORS.get(code, code))


def months(reader: Reader, told: Sequence[str]) -> str:
    """Those of one year, from the first to the last: «январь – октябрь 2026»."""
    names = [
        str(format_date(date(int(one[:YEAR]), int(one[5:MONTH]), 1), "LLLL", locale=reader.lang))
        for one in (told[0], told[-1])
    ]
    return f"{' – '.join(dict.fromkeys(names))} {told[0][:YEAR]}"
