"""The one place where a page is made of a template: an environment for each language."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from corridor.domain.codes import hs_code
from corridor.web.compiled import OPTIONS, TEMPLATES, Shelf, compiler
from corridor.web.contacts import Contacts
from corridor.web.error_list import error_list
from corridor.web.formats import Formats
from corridor.web.headings import heading
from corridor.web.i18n import (
    LANGUAGE_NAMES,
    LANGUAGES,
    Words,
    grouped,
    in_language,
    words_in,
)
from corridor.web.labels.labels import Labels, kind_of_status
from corridor.web.latin import legible
from corridor.web.names import Names
from corridor.web.refusal_words import RefusalWords
from corridor.web.services import Services
from corridor.web.type_labels import type_labels

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
_DIGEST_LETTERS = 10
_OF_DICTIONARIES: Final = frozenset(dir(dict))


_SHELF: Final = Shelf(TEMPLATES)


class Reader:
    """Everything that depends on the reader's language, gathered once per language."""

    def __init__(self, lang: str, services: Services) -> None:
        self.lang = lang
        self.words = words_in(lang)
        self.labels = Labels(self.words, type_labels(lang, services.types))
        self.names = Names(lang, services.node, lambda: services.reference, services.authorities)
        self.formats = Formats(self.words)
        self.refusals = RefusalWords(
            self.words, self.labels, self.names, self.formats, services.refusal_texts
        )
        self._services = services
        self.contacts = Contacts(services.queries, self.labels, self.formats)
        self.environment = _environment(self)
        self.drawings: dict[Any, dict[str, Any]] = {}  # strips, by way and state: see views/strips
        self.code_tables: dict[Any, Any] = {}  # by list, states and edition: see pages/code_lists

    @property
    def nodes(self) -> frozenset[str]:
        """The states that have a node."""
        return self._services.engine.settings.peers | {self._services.node}

    def legible(self, text: str) -> str:
        """A text as it was written, with Latin letters beside it where this reader needs them."""
        return legible(text, self.lang)

    def named(self, name: str) -> str:
        """The same of a name of somebody, or of a place."""
        return legible(name, self.lang, is_name=True)


def readers(services: Services) -> dict[str, Reader]:
    """A reader for each language."""
    return {lang: Reader(lang, services) for lang in LANGUAGES}


class _Pages(Environment):
    """Looks into dictionaries first: the views are made of them, and Jinja's own way, which asks a
    dictionary for an attribute until that fails, took half of what a work list costs.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja does it, methods of dictionaries before their keys."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTIONARIES:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _environment(reader: Reader) -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    environment = _Pages(loader=loader, bytecode_cache=_SHELF, **OPTIONS)
    environment.filters.update(_filters(reader))
    install: Any = environment
    install.compile = compiler(_filters(reader)).compile
    environment.globals.update(static=static, lang=reader.lang, language_names=LANGUAGE_NAMES)
    environment.globals.update(_speaking(reader.words))
    return environment


def _speaking(words: Words) -> dict[str, Any]:
    """Texts of templates: as those of the program, and every value in them escaped."""
    one, several, lang = words.catalogue.gettext, words.catalogue.ngettext, words.lang

    def gettext(text: str, /, **values: object) -> Markup:
        return Markup(one(text)) % grouped(lang, values)  # noqa: S704 - a text of ours

    def ngettext(text: str, many: str, num: int, /, **values: object) -> Markup:
        said = Markup(several(text, many, num))  # noqa: S704 - a text of ours
        return said % grouped(lang, {"num": num, **values})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _filters(reader: Reader) -> dict[str, Any]:
    formats, names = reader.formats, reader.names
    return {
        "number": formats.number,
        "mass": formats.mass,
        "money": formats.money,
        "day": formats.day,
        "days": formats.days,
        "moment": formats.moment,
        "short_moment": formats.short_moment,
        "duration": formats.duration,
        "country": names.country,
        "place": names.place,
        "office": names.office,
        "authority": names.authority,
        "contact": reader.contacts,
        "desk": names.desk,
        "label": reader.labels,
        "kind": kind_of_status,
        "legible": reader.legible,
        "named": reader.named,
        "goods": lambda code: heading(hs_code(code), reader.lang),
        "said": lambda both: in_language(reader.lang, both),
        "options": options,
        "unbroken": unbroken,
        "typed": formats.typed,
        "error_list": lambda page, errors: error_list(page, errors, names.proper),
    }


def unbroken(value: object) -> str:
    """For a field of one line: a browser would put lines together without a blank."""
    text = str(value)
    return " ".join(text.split()) if "\n" in text else text


def options(offered: Iterable[Mapping[str, Any]], chosen: object) -> Markup:
    """The choices of a list. Hundreds of countries and packagings are offered in one, and as a loop
    of a template they took a fifth of the time of a page with a form.
    """
    lines = (
        f'<option value="{escape(one["value"])}"{_selected(one, str(chosen))}>'
        f"{escape(one['label'])}</option>"
        for one in offered
    )
    return Markup("\n".join(lines))  # noqa: S704 - each part of it is escaped


def _selected(option: Mapping[str, Any], chosen: str) -> str:
    return " selected" if str(option["value"]) == chosen else ""


@cache
def static(file: str) -> str:
    """The address of a static file; it changes with the file's bytes, so it is kept for ever."""
    path = STATIC / file
    if not path.is_file():
        return f"/static/{file}"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGEST_LETTERS]
    return f"/static/{file}?v={digest}"
