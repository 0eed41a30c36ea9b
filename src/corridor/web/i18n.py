"""The reader's language: which one, and the catalogue that says things in it."""

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from litestar import Request

LANGUAGE_NAMES: Final = tuple(
    {"value": code, "label": name, "lang": code}
    for code, name in (("ru", "Русский"), ("en", "English"))
)
"""To choose among, each in its own language."""
LANGUAGES: Final = tuple(one["value"] for one in LANGUAGE_NAMES)
DEFAULT: Final = "ru"
COOKIE: Final = "lang"
GROUPED_FROM: Final = 1000
ORDINALS: Final = frozenset({"year", "before", "number", "serial", "by", "status"})
"""Values that are names rather than counts: years, numbers of documents."""
_LOCALE = Path(__file__).parent / "locale"


class Words:
    """Texts in one language. Call it, or use the named methods; values fill `%(name)s`."""

    def __init__(self, lang: str, catalogue: gettext.NullTranslations) -> None:
        self.lang = lang
        self.catalogue = catalogue

    def gettext(self, text: str, /, **values: object) -> str:
        """The text in this language."""
        said = self.catalogue.gettext(text)
        return said % grouped(self.lang, values) if values else said

    __call__ = gettext

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """The form of the text for this number."""
        said = self.catalogue.ngettext(one, many, num)
        return said % grouped(self.lang, {"num": num, **values})

    def pgettext(self, context: str, text: str, /, **values: object) -> str:
        """The text as it is said in this context."""
        said = self.catalogue.pgettext(context, text)
        return said % grouped(self.lang, values) if values else said


def grouped(lang: str, values: dict[str, object]) -> dict[str, object]:
    """The values of a text, its large counts with a separator: 1 324."""
    large = {
        name: format_decimal(value, locale=lang)
        for name, value in values.items()
        if type(value) is int and value >= GROUPED_FROM and name not in ORDINALS
    }
    return values | large if large else values


@cache
def words_in(lang: str) -> Words:
    """The texts of a language."""
    return Words(lang, _catalogue(lang))


def words(request: "Request[Any, Any, Any]") -> Words:
    """The texts in the language of the request."""
    return words_in(language_of(request))


def language_of(request: "Request[Any, Any, Any]") -> str:
    """The reader's own choice, else what the browser asks for, else Russian."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return _asked_for(request.headers.get("accept-language", ""))


def _asked_for(header: str) -> str:
    wanted = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        wanted.append((-_weight(weight), place, tag[:2].lower()))
    return next((tag for *_, tag in sorted(wanted) if tag in LANGUAGES), DEFAULT)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _catalogue(lang: str) -> gettext.NullTranslations:
    """The compiled catalogue, or the written one where it is newer (while it is being edited)."""
    folder = _LOCALE / lang / "LC_MESSAGES"
    compiled, written = folder / "corridor.mo", folder / "corridor.po"
    if written.exists() and (
        not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime
    ):
        return gettext.GNUTranslations(_compile(written, lang))
    if compiled.exists():
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    return gettext.NullTranslations()


def _compile(written: Path, lang: str) -> BytesIO:
    target = BytesIO()
    write_mo(target, read_po(BytesIO(written.read_bytes()), locale=lang))
    target.seek(0)
    return target


def in_language(lang: str, said: Mapping[str, str] | Any) -> str:
    """The side of bilingual data (`.ru`, `.en`) that this reader reads."""
    if isinstance(said, Mapping):
        return str(said.get(lang) or said.get("en", ""))
    return str(getattr(said, lang, "") or said.en)
