"""An entry on the screen: its values in words, the choices of its form, the papers that end."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.books.entries import Entry
from corridor.domain.books.papers import ending, told_until
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.typed import is_day
from corridor.web.labels.permit import ITEM_FACTS
from corridor.web.templating import Reader
from corridor.web.views.books.tables import Book, Field

YES: Final = N_("yes")
REQUIRED: Final = N_("Required")
View = dict[str, Any]
_INPUTS: Final = {
    "day": "date",
    "count": "number",
    "metres": "number",
    "mass": "number",
    "country": "select",
    "package": "select",
    "facts": "checkboxes",
    "flag": "checkboxes",
}
_CODES: Final = {
    "country": "countries",
    "package": "packages",
    "hs": "goods",
    "currency": "currencies",
    "un": "dangerous",
}
"""The lists by which a field is chosen by typing."""
_CAPITALS: Final = ("plate", "vin", "number", "party", "currency")


def countries(reader: Reader) -> list[dict[str, str]]:
    """All countries that a declaration may name, by their names."""
    codes = reader.names.countries
    options = [{"value": code, "label": reader.names.country(code)} for code in codes]
    return [{"value": "", "label": "—"}, *sorted(options, key=lambda o: o["label"])]


def package_options(reader: Reader, reference: Reference, chosen: str = "") -> list[dict[str, str]]:
    """Kinds of packages in common use, and the one already chosen."""
    named = [
        {"value": kind.code, "label": reader.names.package(kind.code)}
        for kind in reference.package_kinds.values()
        if kind.name(reader.lang) or kind.code == chosen
    ]
    options = sorted(named, key=lambda option: option["label"].lower())
    return [{"value": "", "label": "—"}, *options]


def choices(
    field: Field, reader: Reader, reference: Reference, facts: Iterable[str]
) -> list[dict[str, str]]:
    """What can be chosen for a field; nothing where it is written."""
    say = reader.words.gettext
    match field.kind:
        case "country":
            return countries(reader)
        case "package":
            return package_options(reader, reference)
        case "facts":
            codes = dict.fromkeys((*ITEM_FACTS, *facts))
            return [{"value": one, "label": say(ITEM_FACTS.get(one, one))} for one in codes]
        case "flag":
            return [{"value": "1", "label": say(YES)}]
    return []


def form_groups(
    book: Book, reader: Reader, reference: Reference, facts: Iterable[str]
) -> list[View]:
    """The fields of an entry's form, as its template draws them; `facts`: those of the entry."""
    say = reader.words.gettext
    return [
        {
            "title": say(group.title),
            "fields": [
                {
                    "name": one.name,
                    "label": say(one.label),
                    "type": _INPUTS.get(one.kind, "text"),
                    "options": choices(one, reader, reference, facts),
                    "hint": say(REQUIRED) if one.required else "",
                    "capitals": one.kind in _CAPITALS,
                    "codes": _CODES.get(one.kind, ""),
                }
                for one in group.fields
            ],
        }
        for group in book.groups
    ]


def in_words(field: Field, text: str, reader: Reader) -> str:
    """A value of a form as a list shows it; what cannot be read, as it was typed."""
    say = reader.words.gettext
    match field.kind:
        case "country":
            return reader.names.country(text)
        case "package":
            return reader.names.package(text)
        case "day" if is_day(text):
            return reader.formats.day(text)
        case "flag" if text:
            return say(YES)
        case "facts":
            return ", ".join(say(ITEM_FACTS.get(one, one)) for one in text.split(", ") if one)
    return reader.legible(text)


def paper_tags(entry: Entry, today: str, reader: Reader) -> list[tuple[str, str]]:
    """(words, kind of tag) of the papers that have ended or end soon."""
    say, found = reader.words, []
    for paper in ending(entry, told_until(today)):
        named, day = reader.labels(paper.name, "paper"), reader.formats.day(paper.until)
        if paper.until < today:
            found.append((say("%(paper)s: ended %(day)s", paper=named, day=day), "stop"))
        else:
            found.append((say("%(paper)s: until %(day)s", paper=named, day=day), "wait"))
    return found
