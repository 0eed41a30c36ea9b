"""How the values of a filter are said."""

from typing import Final

from corridor.domain.listings import Filter
from corridor.domain.refusals import N_
from corridor.web.auth.accounts import all_accounts
from corridor.web.context import reader_of, services_of
from corridor.web.listing.desk import AnyRequest

NEEDS: Final = {"1": N_("only those in trouble")}
USES: Final = {
    "none": N_("nothing taken"),
    "below_half": N_("up to half"),
    "above_half": N_("half to four fifths"),
    "nearly_full": N_("more than four fifths"),
    "overdrawn": N_("more than all"),
}
UNDECIDED: Final = N_("not decided")


def words_for(one: Filter, value: str, request: AnyRequest) -> str:
    """A value as the reader calls it; what has no words says itself."""
    reader = reader_of(request)
    if one.words == "office":
        return reader.names.office(value)
    if one.words == "country":
        return reader.names.country(value)
    if one.words == "organisation":
        accounts = all_accounts(services_of(request).queries)
        return next((a.org_name for a in accounts if a.org == value and a.org_name), value)
    if one.words == "needs":
        return reader.words.gettext(NEEDS.get(value, value))
    if one.words == "guarantee_use":
        return reader.words.gettext(USES.get(value, value))
    if one.words == "channel" and value == "none":
        return reader.words.gettext(UNDECIDED)
    return reader.labels(value, one.words) if one.words else value
