"""Message catalogues: `update` them from the sources, `compile` them, `check` them.

The message identifier is the English text. A message that is a name rather than a text
(`refusal.mrn.checkdigit`) needs its English said in the English catalogue too.
Where messages are looked for, and in which languages, stands in pyproject.toml.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
NAME_NOT_TEXT = re.compile(r"[a-z0-9_-]+(\.[A-Za-z0-9_-]+)+\Z")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
LETTER = re.compile(r"[^\W\d_]")
JINJA_OPTIONS = {"silent": "false", "extensions": "jinja2.ext.do"}


class Settings(NamedTuple):
    """The `tool.corridor.messages` table of pyproject.toml."""

    domain: str
    locale: Path
    languages: tuple[str, ...]
    international: frozenset[str]
    keywords: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


def settings(root: Path = ROOT) -> Settings:
    """Read the settings of the project at `root`."""
    table = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    mine = table["tool"]["corridor"]["messages"]
    return Settings(
        domain=mine["domain"],
        locale=root / mine["locale"],
        languages=tuple(mine["languages"]),
        international=frozenset(mine["international"]),
        keywords=tuple(mine["keywords"]),
        sources=tuple((row["pattern"], row["method"]) for row in mine["sources"]),
    )


def catalogue_path(language: str, root: Path = ROOT) -> Path:
    """Where the catalogue of `language` lies."""
    mine = settings(root)
    return mine.locale / language / "LC_MESSAGES" / f"{mine.domain}.po"


def extracted(root: Path = ROOT) -> Catalog:
    """Every message the sources say, without a translation."""
    mine = settings(root)
    keywords = parse_keywords(mine.keywords)
    template = Catalog(project="corridor", charset="utf-8")
    for pattern, method in mine.sources:
        options = JINJA_OPTIONS if method == "jinja2" else {}
        for path in sorted(root.glob(pattern)):
            found = extract_from_file(
                method, path, keywords, comment_tags=("i18n:",), options=options
            )
            for line, text, comments, context in found:
                place = (path.relative_to(root).as_posix(), line)
                template.add(text, None, [place], auto_comments=comments, context=context)
    return template


def read_catalogue(language: str, root: Path = ROOT) -> Catalog:
    """The catalogue of `language`, empty where the file does not exist yet."""
    path = catalogue_path(language, root)
    if not path.exists():
        return _new_catalogue(language)
    return read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)


def _new_catalogue(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="corridor",
        version="1",
        header_comment="# What the corridor says to people. Brought up to date by `make messages`.",
        last_translator="corridor",
        language_team=language,
        msgid_bugs_address="corridor",
        charset="utf-8",
        fuzzy=False,
    )


def update(root: Path = ROOT) -> None:
    """Bring new messages into each catalogue and drop those no source says any more.

    Locations and dates are left out, so that two people's changes merge.
    """
    template = extracted(root)
    for language in settings(root).languages:
        catalogue = read_catalogue(language, root)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path = catalogue_path(language, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = BytesIO()
        write_po(text, catalogue, width=100, no_location=True, sort_output=True)
        path.write_bytes(text.getvalue())


def compile_all(root: Path = ROOT) -> None:
    """Write the binary catalogues that the running program reads."""
    for language in settings(root).languages:
        catalogue = read_catalogue(language, root)
        target = catalogue_path(language, root).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)


def shortcomings(root: Path = ROOT) -> Iterator[str]:
    """Say, one line each, what keeps the catalogues from being complete and true."""
    template = extracted(root)
    english = _english(template, root) - settings(root).international
    for language in settings(root).languages:
        catalogue = read_catalogue(language, root)
        for wanted in template:
            if wanted.id:
                yield from _lacking(language, catalogue, wanted)
        for message in catalogue:
            if message.id:
                yield from _wrong(language, catalogue, message, template)
                yield from _copied(language, message, english)


def _english(template: Catalog, root: Path) -> frozenset[str]:
    """Every text that English readers read and that has a word in it, each plural form as well."""
    texts = [text for message in template for text in _forms(message.id)]
    texts += [text for message in read_catalogue("en", root) for text in said(message)]
    return frozenset(text for text in texts if LETTER.search(PLACEHOLDER.sub("", text)))


def _copied(language: str, message: Message, english: frozenset[str]) -> Iterator[str]:
    """What another language says in English; a text that is the same everywhere is listed."""
    for text in dict.fromkeys(said(message)):
        if language != "en" and text in english:
            yield f"{language}: still English: {text!r} for {message.id!r}"


def _lacking(language: str, catalogue: Catalog, wanted: Message) -> Iterator[str]:
    place = f"{wanted.locations[0][0]}:{wanted.locations[0][1]}"
    found = catalogue.get(_first(wanted.id), wanted.context)
    if found is None:
        yield f"{language}: not in the catalogue: {wanted.id!r} ({place})"
    elif not all(said(found) or [""]) and (
        language != "en" or NAME_NOT_TEXT.match(_first(wanted.id))
    ):
        yield f"{language}: not translated: {wanted.id!r} ({place})"


def _wrong(language: str, catalogue: Catalog, message: Message, template: Catalog) -> Iterator[str]:
    if message.fuzzy:
        yield f"{language}: fuzzy: {message.id!r}"
    if template.get(_first(message.id), message.context) is None:
        yield f"{language}: said by no source: {message.id!r}"
    for error in message.check(catalogue):
        yield f"{language}: {error}: {message.id!r}"
    for text in said(message):
        if not NAME_NOT_TEXT.match(_first(message.id)) and not _same_values(message, text):
            yield f"{language}: other values in it than in the source: {text!r}"


def _forms(identifier: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (identifier,) if isinstance(identifier, str) else tuple(identifier)


def _first(identifier: str | list[str] | tuple[str, ...]) -> str:
    return _forms(identifier)[0]


def said(message: Message) -> tuple[str, ...]:
    """The translations, one per plural form; none where nobody has translated it."""
    given = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return given if any(given) else ()


def _same_values(message: Message, text: str) -> bool:
    """A translation fills in the same values; a plural may leave its number unsaid."""
    identifiers = _forms(message.id)
    wanted = set(PLACEHOLDER.findall(identifiers[-1]))
    given = set(PLACEHOLDER.findall(text))
    return given <= wanted if len(identifiers) > 1 else given == wanted


def check(root: Path = ROOT) -> int:
    """Print every shortcoming; the number of them is the answer."""
    lines = list(shortcomings(root))
    for line in lines:
        print(line, file=sys.stderr)
    if lines:
        print(f"{len(lines)} shortcomings; `make messages` brings new texts in", file=sys.stderr)
    else:
        count = sum(1 for message in extracted(root) if message.id)
        print(f"catalogues: {count} messages, complete in {', '.join(settings(root).languages)}")
    return len(lines)


def main(arguments: list[str]) -> int:
    """Run one of the three commands; exit code 0 is good."""
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            return 1 if check() else 0
        case _:
            print("use: catalogues.py update | compile | check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
