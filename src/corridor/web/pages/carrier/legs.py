"""The legs of a draft on their page: a group of fields for each, and lines out of a table."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from litestar import Request

from corridor.domain.movement.legs import DOCUMENTS, Stretch
from corridor.domain.typed import tidy
from corridor.web.context import reader_of, services_of
from corridor.web.forms import Form
from corridor.web.templating import Reader, readers
from corridor.web.views.drafting.model import LEG_FIELDS, LEG_LINES, Draft, leg_field
from corridor.web.views.drafting.to_legs import BEGINS, by_mode, from_line, shown_legs
from corridor.web.views.journey import leg_name

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]


def take_legs(request: AnyRequest, form: Form, draft: Draft) -> bool:
    """Put what lines of a table say, and the leg that is to begin, into the fields; what cannot be
    read stays in the lines.
    """
    before = form[LEG_LINES]
    places, documents = _places(request, draft), _documents(request)
    left = []
    for line in tidy(before).splitlines():
        found = from_line(line, places, documents) if line.strip() else {}
        if found is None:
            left.append(line)
        else:
            form.values |= {name: [text] for name, text in found.items()}
    form.values[LEG_LINES] = ["\n".join(left)]
    begins = form["begin"] if form["act"] == "begin" else ""
    if begins in places.values():
        form.values[leg_field(begins, BEGINS)] = ["1"]
    for name in LEG_FIELDS if form["end"] in places.values() else ():
        form.values[leg_field(form["end"], name)] = [""]
    return bool(before or begins or form["end"])


def _places(request: AnyRequest, draft: Draft) -> dict[str, str]:
    """By name in any language and by code, the places where something may begin."""
    known = services_of(request).reference.places
    found: dict[str, str] = {}
    for point in draft.points:
        place = known.get(point.place)
        names = (place.name("ru"), place.name("en")) if place is not None else ()
        if point.mode:
            found |= {name.casefold(): point.place for name in (point.place, *names)}
    return found


def _documents(request: AnyRequest) -> dict[str, str]:
    """The same of the kinds of documents."""
    found: dict[str, str] = {}
    each = readers(services_of(request)).values()
    for kind in chain.from_iterable(DOCUMENTS.values()):
        names = {kind, kind.replace("_", " "), kind.replace("_", "/")}
        labels = {reader.labels(kind, "leg_document") for reader in each}
        names |= labels | {word for label in labels for word in label.split() if word.isupper()}
        found |= {name.casefold(): kind for name in names}
    return found


def legs_view(request: AnyRequest, draft: Draft) -> dict[str, Any]:
    """What the page shows besides the fields' values."""
    reader, legs, fixed = reader_of(request), shown_legs(draft), by_mode(draft.points)
    begun = {leg.start.place for leg in legs}
    free = [p.place for p in draft.points if p.mode and p.place not in begun]
    return {
        "legs": [
            _leg(request, reader, leg) | {"may_end": leg.start.place not in fixed} for leg in legs
        ],
        "starts": [{"value": place, "label": reader.names.place(place)} for place in free],
    }


def _leg(request: AnyRequest, reader: Reader, leg: Stretch) -> View:
    _, labels = reader.words, reader.labels
    kinds = [{"value": kind, "label": labels(kind, "leg_document")} for kind in DOCUMENTS[leg.mode]]
    return {
        "place": leg.start.place,
        "name": leg_name(leg, reader),
        "mode": leg.mode,
        "kinds": [{"value": "", "label": "—"}, *kinds],
        "zones": dict(_zones(request, reader, leg)),
    }


def _zones(request: AnyRequest, reader: Reader, leg: Stretch) -> Iterator[tuple[str, str]]:
    """The zone of each end: times are typed in the local time of the place."""
    now = services_of(request).now()
    for name, point in (("departs", leg.start), ("arrives", leg.end)):
        yield name, reader.formats.moment(point.eta or now, point.place).zone
