"""How the values of a filter are said."""

from collections.abc import Callable
from typing import Final

from corridor.domain.listings import Filter
from corridor.domain.refusals import N_
from corridor.web.auth.accounts import organisations
from corridor.web.cases.colleagues import names_at
from corridor.web.context import reader_of, services_of
from corridor.web.listing.desk import AnyRequest
from corridor.web.listing.whose import WORDS as WHOSE

NEEDS: Final = {"1": N_("only those in trouble")}
USES: Final = {
    "none": N_("nothing taken"),
    "below_half": N_("up to half"),
    "above_half": N_("half to four fifths"),
    "nearly_full": N_("more than four fifths"),
    "overdrawn": N_("more than all"),
}
WAITS: Final = {
    "apply": N_("permits to apply for"),
    "question": N_("a question of customs"),
    "prelodged": N_("goods to be presented"),
    "amendment_awaited": N_("an amendment that customs asked for"),
    "guarantee": N_("another guarantee"),
    "overdue": N_("overdue"),
}
UNDECIDED: Final = N_("not decided")


def words_for(one: Filter, request: AnyRequest) -> Callable[[str], str]:
    """A value → how the reader calls it; what has no words says itself."""
    reader = reader_of(request)
    names, gettext = reader.names, reader.words.gettext
    match one.words:
        case "":
            return str
        case "office":
            return names.office
        case "country":
            return names.country
        case "organisation":
            known = organisations(services_of(request).queries)
            return lambda value: known.get(value, value)
        case "officer":
            people = names_at(request)
            return lambda value: (
                gettext(WHOSE[value]) if value in WHOSE else people.get(value, value)
            )
        case "needs":
            return lambda value: gettext(NEEDS.get(value, value))
        case "waits":
            return lambda value: gettext(WAITS.get(value, value))
        case "guarantee_use":
            return lambda value: gettext(USES.get(value, value))
        case "channel":
            return lambda value: (
                gettext(UNDECIDED) if value == "none" else reader.labels(value, "channel")
            )
        case table:
            return lambda value: reader.labels(value, table)
