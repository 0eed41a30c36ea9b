"""How an authority or an office is reached, as its own state's node stated it, for a reader."""

from typing import Any

from babel import Locale

from corridor.domain.contacts.state import Contact, contact_id, leads_where_it_says
from corridor.engine.queries import Queries
from corridor.web.formats import Formats
from corridor.web.labels.labels import Labels
from corridor.web.phones import phone_words

View = dict[str, Any]


class Contacts:
    """For one language; nothing where nothing is stated."""

    def __init__(self, queries: Queries, labels: Labels, formats: Formats) -> None:
        self._queries, self._labels, self._formats = queries, labels, formats
        self._languages = Locale.parse(formats.lang).languages

    def stated(self, place: str | None) -> Contact | None:
        """What holds of a place now."""
        found = self._queries.get(contact_id(place)).state if place else None
        return found if isinstance(found, Contact) and found.holds else None

    def __call__(self, place: str | None) -> View | None:
        """For macros/contact.html."""
        found = self.stated(place)
        return self.view(found) if found is not None else None

    def view(self, found: Contact) -> View:
        """Ways, hours and languages in words; on which day it was stated there, and by whom."""
        ways = found.ways
        page = ways.page if leads_where_it_says(ways.page) else ""
        return {
            "phone": ways.phone,
            "phone_words": phone_words(ways.phone) if ways.phone else "",
            "mail": ways.mail,
            "page": page,
            "page_words": page.removeprefix("https://").rstrip("/"),
            "hours": self._hours(found),
            "languages": ", ".join(map(self.language, ways.languages)),
            "invented": ways.invented,
            "day": self._formats.day(found.stated_at, found.place),
            "by": found.stated_by,
            "node": found.node,
        }

    def language(self, code: str) -> str:
        """The name of a language; a code that has none stands for itself."""
        return str(self._languages.get(code, code))

    def _hours(self, found: Contact) -> str:
        ways = found.ways
        if not ways.days:
            return ""
        times = f"{ways.opens}\u2060–\u2060{ways.closes}" if ways.opens else ""
        zone = self._formats.moment(found.stated_at, found.place).zone if times else ""
        days = self._labels(ways.days, "contact_days")
        return f"{days}, {times}\u00a0({zone})" if times else days
