"""The list of errors above a form: in the order of the page, each by the name of its field.

What a field is called stands in its template alone, so it is read from the page that was made of
it: the text of its label, or of the legend around a group of choices.
"""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final, NamedTuple

Error = dict[str, str]
GROUPED: Final = ("radio", "checkbox")
_SKIPPED: Final = ("field__optional", "visually-hidden", "field__hint")
_VOID: Final = frozenset({"input", "br", "img", "hr", "wbr", "meta", "link", "source"})
_ELSEWHERE: Final = 1 << 30


class Field(NamedTuple):
    """The place of a field on its page, its name, and that of the group around it."""

    place: int
    name: str
    group: str


class _Page(HTMLParser):
    """Fields, labels and legends as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, str] = {}
        self.found: list[tuple[str, str, int | None, bool]] = []
        """Id, name of its own, number of the group around it, whether it is one of choices."""
        self.boxes: dict[int, set[str]] = {}
        """By group: the names under which its boxes are sent."""
        self.legends: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._around: list[int] = []
        self._label: str | None = None
        self._skipping = 0

    def has_fields(self, group: int | None) -> bool:
        """Whether the boxes of a group are a field each, and not the choices of one."""
        return group is not None and len(self.boxes.get(group, ())) > 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "fieldset":
            self._around.append(len(self.legends))
            self.legends.append("")
        elif tag == "label":
            self._label = given.get("for", "")
            self.labels[self._label] = ""
        if given.get("id", "").startswith("f-"):
            around = self._around[-1] if self._around else None
            is_choice = given.get("type") in GROUPED
            self.found.append((given["id"], given.get("aria-label", ""), around, is_choice))
            if given.get("type") == "checkbox" and around is not None:
                self.boxes.setdefault(around, set()).add(given.get("name", ""))
        if tag not in _VOID:
            is_aside = any(name in given.get("class", "").split() for name in _SKIPPED)
            self._open.append((tag, "aside" if is_aside else ""))
            self._skipping += is_aside

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            ended, aside = self._open.pop()
            self._skipping -= bool(aside)
            if ended == "fieldset":
                self._around.pop()
            elif ended == "label":
                self._label = None
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._label is not None:
            self.labels[self._label] += data
        elif self._around and any(tag == "legend" for tag, _ in self._open):
            self.legends[self._around[-1]] += data


def fields_of(page: str) -> dict[str, Field]:
    """The fields of a page by their ids; the first of a group of choices stands for it."""
    read = _Page()
    read.feed(page)
    fields: dict[str, Field] = {}
    for place, (id, own, around, is_choice) in enumerate(read.found):
        legend = "" if around is None else _plain(read.legends[around])
        is_one = is_choice and bool(legend) and not read.has_fields(around)
        name = legend if is_one else own or _plain(read.labels.get(id, ""))
        fields.setdefault(id, Field(place, name, "" if is_one else legend))
    return fields


def _plain(text: str) -> str:
    return " ".join(text.split())


def error_list(page: str, errors: Iterable[Error], proper: frozenset[str]) -> list[Error]:
    """The errors of a page as they are listed above it; `proper` are words that keep capitals."""
    fields = fields_of(page)
    names = [field.name for field in fields.values()]

    def place_of(error: Error) -> int:
        field = fields.get(error["href"].removeprefix("#"))
        return field.place if field else -1 if error["href"].startswith("#") else _ELSEWHERE

    def said(error: Error) -> Error:
        field = fields.get(error["href"].removeprefix("#"))
        if field is None or not field.name:
            return error
        is_one_of_many = names.count(field.name) > 1 and field.group
        name = f"{field.group}, {field.name}" if is_one_of_many else field.name
        return error | {"text": told(name, error["text"], proper)}

    return [said(error) for error in sorted(errors, key=place_of)]


def told(name: str, text: str, proper: frozenset[str]) -> str:
    """The text behind the name of its field: `Gross mass: write a number.`."""
    if name.endswith("?"):
        return f"{name} {text}"
    return f"{name}: {going_on(text, proper)}"


def going_on(text: str, proper: frozenset[str]) -> str:
    """The text as it goes on after a colon or a comma."""
    first = text.partition(" ")[0].strip("«»“”.,:")
    if first in proper or not first[1:].islower():
        return text
    return text[0].lower() + text[1:]
