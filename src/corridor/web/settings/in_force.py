"""Settings as they count now: what operators set, else what `node.json` says, else the default.

They are kept in memory, since some are asked with every page; a change reads them anew.
"""

from collections.abc import Mapping

from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.tuning import TUNED, YES, read_tuned
from corridor.web.settings.known import BY_NAME, KNOWN


class SettingsInForce:
    """`from_file`: those that `node.json` names, as text."""

    def __init__(self, queries: Queries, from_file: Mapping[str, str]) -> None:
        self._queries = queries
        self.from_file = from_file
        self.kept: Mapping[str, Document] = {}
        self._texts: Mapping[str, str] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read what operators set."""
        found = self._queries.documents(TUNED, None, len(KNOWN))
        self.kept = {one.id: one for one in found if one.id in BY_NAME}
        said = {name: read_tuned(one).value for name, one in self.kept.items()}
        set_now = {name: value for name, value in said.items() if value is not None}
        self._texts = {known.name: self.as_begun(known.name) for known in KNOWN} | set_now

    def text(self, name: str) -> str:
        """A setting as text."""
        return self._texts[name]

    def as_begun(self, name: str) -> str:
        """What it is without a word of an operator's."""
        return self.from_file.get(name, BY_NAME[name].default)

    def is_on(self, name: str) -> bool:
        """One that is yes or no."""
        return self.text(name) == YES

    def number(self, name: str) -> int:
        """One that is a number."""
        return int(self.text(name))

    def hosts(self, name: str) -> tuple[str, ...]:
        """One that is a list of names."""
        return tuple(self.text(name).split())
