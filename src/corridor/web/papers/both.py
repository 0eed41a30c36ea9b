"""Two languages at once: papers are read by officers of several states."""

from collections.abc import Callable, Mapping
from typing import Final

from corridor.domain.consignment import Party
from corridor.web.headings import heading
from corridor.web.latin import is_foreign, latin
from corridor.web.papers.sheet import Lines
from corridor.web.templating import Reader

BETWEEN: Final = " / "


class Both:
    """Words, names and numbers as they stand on paper, Russian first."""

    def __init__(self, readers: Mapping[str, Reader]) -> None:
        self.ru = readers["ru"]
        self.en = readers["en"]

    def say(self, text: str, **values: object) -> Lines:
        """A text in each language."""
        return tuple(dict.fromkeys(r.words(text, **values) for r in (self.ru, self.en)))

    def of(self, ask: Callable[[Reader], str]) -> str:
        """What each reader would see, on one line; once where both see the same."""
        seen = dict.fromkeys(ask(reader) for reader in (self.ru, self.en))
        return BETWEEN.join(text for text in seen if text)

    def country(self, code: str | None) -> str:
        """Its name in both languages."""
        return self.of(lambda reader: reader.names.country(code))

    def office(self, code: str | None) -> str:
        """Its name in both languages, and its code."""
        name = self.of(lambda reader: reader.names.office(code))
        return f"{name} ({code})" if name and name != code else name

    def package(self, kind: str) -> str:
        """The kind of package."""
        return self.of(lambda reader: reader.names.package(kind))

    def goods(self, description: str, code: str) -> Lines:
        """The description, in Latin letters too; in a script of neither language, its heading."""
        about = self.of(lambda r: heading(code, r.lang)) if is_foreign(description, "ru") else ""
        return (*with_latin(description), about)

    def label(self, code: str, table: str) -> str:
        """A code in words."""
        return self.of(lambda reader: reader.labels(code, table))

    def number(self, value: object) -> str:
        """Grouped by blanks, with a comma: units stand in the title."""
        return self.ru.formats.number(value)

    def day(self, value: str) -> str:
        """Day, month, year in figures."""
        return self.ru.formats.day(value)

    def moment(self, instant: str, where: str) -> str:
        """The same with the time and its zone."""
        return str(self.ru.formats.moment(instant, where))

    def party(self, party: Party | None) -> Lines:
        """Name, the same in Latin letters, number, address."""
        if party is None:
            return ("—",)
        town = " ".join(part for part in (party.postcode, party.city) if part)
        place = ", ".join(part for part in (party.street, town) if part)
        country = self.country(party.country)
        return (
            party.name,
            latin(party.name, is_name=True),
            ", ".join(part for part in (party.id, party.phone) if part),
            place,
            ", ".join(part for part in (latin(place, is_name=True), country) if part),
        )


def with_latin(text: str, is_name: bool = False) -> Lines:
    """The text, and below it the same in Latin letters where it is in others."""
    return (text, latin(text, is_name))
