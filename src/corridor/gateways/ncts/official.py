"""The official schemas, which a user may have in a folder: `xsd-p5` and `xsd-p6`.

The program does not carry them. They are read from that folder alone: an include that points
elsewhere is not followed, and nothing is ever fetched.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from corridor.domain.refusals import Refusal
from corridor.gateways.ncts.table import REPEATED

_FOLDERS = {"5": "xsd-p5", "6": "xsd-p6"}
_STEP = re.compile(r"(?:[^/:]*:)?([^/:\[]+)(?:\[(\d+)\])?")
_REFUSALS_MAX = 100


class SchemasUnusableError(Exception):
    """The folder has not the schemas that are needed."""

    def diagnostics(self) -> str:
        """What to do next."""
        return f"{self}. The folder needs xsd-p5 and xsd-p6 with the files of the message types."


def check_schema(data: bytes, name: str, phase: str, folder: Path) -> tuple[Refusal, ...]:
    """What the official schema of message `name` in `phase` objects to.

    `data` has been parsed safely before. Raises SchemasUnusableError for a useless folder.
    """
    schema = _schema(folder / _FOLDERS[phase] / f"{name.lower()}.xsd", folder)
    document = etree.fromstring(data, _safe_parser())
    if schema.validate(document):
        return ()
    return tuple(
        Refusal("xml.schema", _pointer(entry.path, name), "", {"reason": entry.message[:300]})
        for entry in list(schema.error_log)[:_REFUSALS_MAX]
    )


def _safe_parser() -> "etree.XMLParser[etree._Element]":
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)


class _OnlyFrom(etree.Resolver):
    """Lets through the files of one folder, and nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder.resolve()

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        wanted = Path((system_url or "").removeprefix("file://")).resolve()
        if not wanted.is_relative_to(self._folder):
            raise SchemasUnusableError(f"A schema refers to {system_url}, outside its folder")
        return self.resolve_filename(str(wanted), context)


@lru_cache(maxsize=80)
def _schema(path: Path, folder: Path) -> etree.XMLSchema:
    if not path.is_file():
        raise SchemasUnusableError(f"There is no {path}")
    parser = _safe_parser()
    parser.resolvers.add(_OnlyFrom(folder))
    try:
        return etree.XMLSchema(etree.parse(path, parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
        raise SchemasUnusableError(f"{path} cannot be read: {error}") from error


def _pointer(path: str | None, name: str) -> str:
    """`/ncts:CC015C/Guarantee[2]/GRN` → `/CC015C/Guarantee/2/GRN`."""
    steps = []
    for step, number in _STEP.findall((path or "").lstrip("/")):
        steps.append(name if step == "*" else step)
        if number or step in REPEATED:
            steps.append(number or "1")
    return "".join(f"/{step}" for step in steps)
