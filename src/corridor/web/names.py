"""Names of countries, places, offices and authorities in the reader's language."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final, Protocol

from babel import Locale

from corridor.domain.movement.seal_parts import Position
from corridor.domain.movement.seal_places import place_near
from corridor.domain.permits.requirements import Authority
from corridor.domain.reference import Reference
from corridor.domain.reference.code_rows import CodeRow
from corridor.domain.refusals import N_
from corridor.domain.routes import Route
from corridor.web.i18n import in_language, words_in

CUSTOMS_ONLY: Final = {
    "XI": N_("Northern Ireland"),
    "XS": N_("Serbia"),
    "XU": N_("United Kingdom without Northern Ireland"),
}
"""Codes of customs law that are no ISO countries, and whose names CLDR does not know."""

_NOT_CHOSEN: Final = frozenset({"EU", "XS", "XU"})


class AtWork(Protocol):
    """Who works somewhere: an account, as far as its desk's name goes."""

    @property
    def office(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def org(self) -> str: ...
    @property
    def org_name(self) -> str: ...


class Names:
    """All of it for one language; a code that is unknown stands for itself."""

    def __init__(
        self,
        lang: str,
        node: str,
        reference: Callable[[], Reference],
        authorities: Iterable[Authority],
    ) -> None:
        self.lang = lang
        self.node = node
        self._territories = Locale.parse(lang).territories
        self._now = reference
        self._authorities = {desk.code: desk for desk in authorities}

    @property
    def _reference(self) -> Reference:
        return self._now()

    @cached_property
    def proper(self) -> frozenset[str]:
        """First words of names, which keep their capitals inside a sentence."""
        countries = map(self.country, self._reference.countries)
        places = map(self.place, self._reference.places)
        return frozenset(name.partition(" ")[0] for name in (*countries, *places))

    @property
    def countries(self) -> list[str]:
        """Codes of those that a declaration may name: some come in messages alone."""
        return [code for code in self._reference.lists["countries"] if code not in _NOT_CHOSEN]

    def country(self, code: str | None) -> str:
        """The state, as its officials write it."""
        found = self._reference.lists["countries"].get(code or "")
        return (found.name(self.lang) if found else "") or self._elsewhere(code or "")

    def _elsewhere(self, code: str) -> str:
        own = CUSTOMS_ONLY.get(code)
        if own is None:
            return str(self._territories.get(code, code))
        return words_in(self.lang).gettext(own)

    def place(self, id: str | None) -> str:
        """The place of a route."""
        found = self._reference.places.get(id or "")
        return found.name(self.lang) if found else (id or "")

    def near(self, route: Route, position: Position) -> tuple[str, int]:
        """The nearest place of a route, and how many kilometres away it is."""
        place, km = place_near(route, position, self._reference)
        return self.place(place), km

    def office(self, code: str | None) -> str:
        """The customs office or the authority's desk."""
        found = self._reference.office_ever(code or "")
        if found:
            return found.name(self.lang)
        return self.authority(code)

    def office_of_state(self, code: str) -> str:
        """The office with its state and its code, where those of all states are offered."""
        return f"{self.country(code[:2])}: {self.office(code)} ({code})"

    def authority(self, code: str | None) -> str:
        """The authority that decides on permits."""
        found = self._authorities.get(code or "")
        return in_language(self.lang, found.name) if found else (code or "")

    def desk(self, account: AtWork) -> str:
        """Where somebody works: the office, the operator's state, or the firm by its own name."""
        if account.office:
            return self.office(account.office)
        if account.role == "operator":
            return self.country(self.node)
        return account.org_name or account.org

    def package(self, code: str) -> str:
        """The kind of package, with its code where it has no name."""
        name = self.of_list("packages", code)
        return f"{name} ({code})" if name else code

    def of_list(self, name: str, code: str) -> str:
        """What a code of a list is called; of one that the node's own list has not, as it was."""
        found = self.row(name, code)
        return found.name(self.lang) if found else ""

    def row(self, name: str, code: str) -> CodeRow | None:
        """What a list says of a code: the node's own list first, then the program's."""
        here = self._reference
        return here.lists[name].get(code) or here.of("").lists[name].get(code)
