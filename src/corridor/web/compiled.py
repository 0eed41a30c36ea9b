"""Templates compiled once for all processes and languages, kept as Python keeps its modules."""

import hashlib
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2 import BytecodeCache, Environment, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket

_LETTERS = 10
_DIGEST_BYTES = 32
TEMPLATES: Final = Path(__file__).parent / "templates"
OPTIONS: Final[dict[str, Any]] = {
    "autoescape": select_autoescape(default=True),
    "undefined": StrictUndefined,
    "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
}
"""How every page is compiled."""


class Shelf(BytecodeCache):
    """Compiled templates in memory, and beside their sources where something may be written.

    Found by name and file, and used only while the source, these options and Jinja are the same.
    To compile all of them takes a process two seconds, and each first page a part of that.
    """

    def __init__(self, folder: Path) -> None:
        maker = hashlib.sha256(Path(__file__).read_bytes() + jinja2.__version__.encode())
        self._suffix = f"{sys.implementation.cache_tag}.{maker.hexdigest()[:_LETTERS]}.cache"
        self._folder = folder / "__pycache__"
        self._codes: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """From memory, else from its file."""
        checksum, code = self._codes.get(bucket.key, (None, None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        bucket.bytecode_from_string(self._kept(bucket.key))
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it; where nothing may be written, in memory alone."""
        self._codes[bucket.key] = (bucket.checksum, bucket.code)
        if not sys.dont_write_bytecode:
            code = bucket.bytecode_to_string()
            with suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                self._file(bucket.key).write_bytes(hashlib.sha256(code).digest() + code)

    def _kept(self, key: str) -> bytes:
        """What was written, as it was written, or nothing: a file of which the power took the end
        would stop the page, and one turned bit in compiled code ends the process.
        """
        try:
            data = self._file(key).read_bytes()
        except OSError:
            return b""
        digest, code = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        return code if hashlib.sha256(code).digest() == digest else b""

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.{self._suffix}"


def compiler(filters: Iterable[str]) -> Environment:
    """Compiles for every language: a filter of constants, such as `"road"|label("mode")`, would
    otherwise be worked out here, and stand in the compiled template as words of one.
    """
    environment = Environment(**OPTIONS)  # noqa: S701 - it escapes: see OPTIONS
    environment.policies["ext.i18n.trimmed"] = True
    speaking: Any = environment
    speaking.install_null_translations(newstyle=True)
    environment.filters.update(dict.fromkeys(filters, _not_yet))
    return environment


def _not_yet(*given: object, **named: object) -> str:
    raise LookupError("nobody reads this page yet")
