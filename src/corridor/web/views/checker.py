"""What anybody asks of the permit rules: goods by code or by words, a way, a vehicle, answers.

The question is the address: it can be kept, sent on, and asked again on another day.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from corridor.domain.codes import hs_codes, is_hs, likely_hs, un_number
from corridor.domain.consignment import Consignment, Dossier, House, Item, Means, Party, Vehicle
from corridor.domain.days import days_later, is_day
from corridor.domain.places import Mode
from corridor.domain.refusals import N_
from corridor.domain.routes import Route, plan_route
from corridor.domain.typed import listed
from corridor.web.codes.goods_search import find
from corridor.web.forms import Form
from corridor.web.headings import title
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.asked_of import AskedOf, asked_of
from corridor.web.views.drafting.reading import LIKELY_HS
from corridor.web.views.preflight import over

GOODS_MAX: Final = 20
UN_MAX: Final = 10
OFFERED_MAX: Final = 8
MEASURE_MAX: Final = 1_000_000
MODES: Final[dict[str, tuple[Mode, ...]]] = {
    "road": ("road", "sea"),
    "rail": ("rail", "sea"),
    "any": ("road", "rail", "sea"),
}
MEASURES: Final = ("gross_kg", "axle_kg", "length_mm", "width_mm", "height_mm")
START, END = "KG-OSH", "GE-POTI"


class Offer(NamedTuple):
    """A code that words may have meant, and the goods with it in their place."""

    code: str
    title: str
    goods: str


class Offered(NamedTuple):
    """What was typed, and what it may have meant."""

    typed: str
    offers: tuple[Offer, ...]


def lines_of(form: Form) -> tuple[str, ...]:
    """Goods as they were named, one on a line; several codes on a line are several goods."""
    found: list[str] = []
    for line in form.values.get("goods", [""])[0].splitlines():
        if any(map(str.isdigit, line)):
            found += hs_codes(line)
        elif line.strip():
            found.append(" ".join(line.split()))
    return tuple(found)


def meant(form: Form) -> str:
    """The codes with what each probably was; nothing where there is nothing to offer."""
    lines = lines_of(form)
    likely = [likely_hs(line) for line in lines]
    said = [found or line for found, line in zip(likely, lines, strict=True)]
    return "\n".join(said) if any(likely) else ""


def offered(form: Form, services: Services, reader: Reader) -> tuple[Offered, ...]:
    """For each line that is no code: the codes that it may have meant."""
    lines = lines_of(form)[:GOODS_MAX]
    return tuple(
        Offered(line, tuple(_offers(line, place, lines, services, reader)))
        for place, line in enumerate(lines)
        if not is_hs(line) and not likely_hs(line)
    )


def _offers(
    line: str, place: int, lines: tuple[str, ...], services: Services, reader: Reader
) -> Iterator[Offer]:
    for code in islice(_found(line, services), OFFERED_MAX):
        goods = "\n".join((*lines[:place], code, *lines[place + 1 :]))
        yield Offer(code, title(code, reader.lang), goods)


def _found(line: str, services: Services) -> Iterator[str]:
    if not any(map(str.isalpha, line)):
        return
    for hit in find(line, services.reference.goods):
        yield from hit.subheadings if 0 < len(hit.subheadings) <= 3 else (hit.heading,)


def judge(form: Form, services: Services, reader: Reader) -> Dossier | None:
    """Just enough of a dossier to ask the rules about; None where the form tells its faults."""
    _ = reader.words
    lines = lines_of(form)
    for line in lines[:GOODS_MAX]:
        _judge_line(form, line, reader)
    if not lines:
        form.add_error("goods", _("Give at least one HS code."))
    if len(lines) > GOODS_MAX:
        form.add_error("goods", _("At most %(limit)s codes at once.", limit=GOODS_MAX))
    dangerous = tuple(map(un_number, listed(form["un"])))
    if len(dangerous) > UN_MAX or not all(one.isdecimal() and len(one) == 4 for one in dangerous):
        form.add_error("un", _("Write UN numbers of four digits, separated by commas."))
    if form["on"] and not _is_near(form["on"], services):
        form.add_error("on", _("Give a day of this year, the last one or the next two."))
    vehicle = _vehicle(form, reader)
    modes = MODES.get(form["mode"] or "road", MODES["road"])
    start, end = form["from"] or START, form["to"] or END
    route = plan_route(services.reference, start, end, (), modes)
    if route is None:
        form.add_error("to", _("There is no open way between these places. Choose others."))
    if form.errors or route is None:
        return None
    return _dossier(lines, dangerous, route, vehicle, form, services)


def _judge_line(form: Form, line: str, reader: Reader) -> None:
    likely = likely_hs(line)
    if likely:
        form.add_error("goods", reader.words(LIKELY_HS, given=line, likely=likely))
    elif not is_hs(line):
        form.add_error("goods", reader.words(NO_HS, given=line[:40]))


NO_HS: Final = N_("%(given)s is no HS code: choose the one that is meant below, or write another.")


def _is_near(day: str, services: Services) -> bool:
    today = services.day_at(services.node)
    return is_day(day) and -1 <= int(day[:4]) - int(today[:4]) <= 2


def _vehicle(form: Form, reader: Reader) -> Vehicle:
    found: dict[str, int] = {}
    for name in MEASURES:
        text = form[name].replace(" ", "")
        if not text:
            continue
        if text.isascii() and text.isdecimal() and 0 < int(text[:8]) <= MEASURE_MAX:
            found[name] = int(text)
        else:
            form.add_error(name, reader.words("Write a whole number."))
    return Vehicle(
        gross_kg=str(found.get("gross_kg", "")),
        axle_kg=str(found.get("axle_kg", "")),
        length_mm=found.get("length_mm"),
        width_mm=found.get("width_mm"),
        height_mm=found.get("height_mm"),
        temperature_controlled=form.is_checked("cold"),
    )


def _dossier(
    codes: tuple[str, ...],
    dangerous: tuple[str, ...],
    route: Route,
    vehicle: Vehicle,
    form: Form,
    services: Services,
) -> Dossier:
    items = tuple(
        Item(
            number=number,
            declaration_number=number,
            description=code,
            hs=code,
            dangerous_goods=dangerous,
        )
        for number, code in enumerate(codes, 1)
    )
    home = route.points[0].country
    registered = form["registered"] if len(form["registered"]) == 2 else home
    is_rail = form["mode"] == "rail"
    means = Means("departure", "20" if is_rail else "30", "-", nationality=registered)
    asked = Dossier(
        lrn="-",
        holder=Party(name="-", country=home),
        consignment=Consignment(houses=(House(1, items),), means=(means,)),
        route=route,
        vehicle=vehicle,
        tir_carnet="-" if form.is_checked("tir") else "",
        answers=answers_in(form),
    )
    return over(asked, route, days_later(day_of(form, services), -1), services.reference)


def day_of(form: Form, services: Services) -> str:
    """The day (ISO) on which the journey shall begin; tomorrow where none is named."""
    today = services.day_at(services.node)
    return form["on"] or days_later(today, 1)


def checked(services: Services, reader: Reader, dossier: Dossier) -> AskedOf:
    """The answer for a dossier of the checker: by the rules of the day on which it sets out."""
    at = dossier.route.points[0].eta or services.now()
    return asked_of(dossier, services.rules, (), services.reference, at, reader)


def answers_in(form: Form) -> dict[str, bool]:
    """What was answered to the questions of the rules: `a_cites=yes`."""
    said = {name[2:]: form[name] for name in form.values if name.startswith("a_")}
    return {code: word == "yes" for code, word in [*said.items()][:40] if word in ("yes", "no")}
