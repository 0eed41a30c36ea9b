"""What is said of profiles: faults of what was typed, and reasons of a hit."""

from collections.abc import Mapping
from typing import Final

from corridor.domain.refusals import N_, RefusalText

_OF_CODES: Final = N_(
    "Write 2 to 20 Latin capitals, digits and hyphens; a hyphen does not come first."
)
TEXTS: Final = {
    "risk_untitled": RefusalText(
        N_("The profile has no title."), N_("Say in a few words what it looks for.")
    ),
    "risk_no_such_day": RefusalText(
        N_("{given} is no day of the calendar."), N_("Write a day that exists: 2026-11-30.")
    ),
    "risk_days_reversed": RefusalText(
        N_("The profile ends on {given}, before it begins."), N_("Give a later last day.")
    ),
    "risk_no_words": RefusalText(
        N_("“{given}” holds no letter and no digit to look for."), N_("Write a word or a number.")
    ),
    "risk_unknown_goods": RefusalText(
        N_("{given} is no code of the commodity nomenclature."),
        N_("Write a chapter of 2 digits, a heading of 4 or a longer code."),
    ),
    "risk_unknown_country": RefusalText(
        N_("{given} is no country."), N_("Write the two letters of a country, such as KG.")
    ),
    "risk_unknown_office": RefusalText(
        N_("There is no customs office {given}."), N_("Write the code of an office of the route.")
    ),
    "risk_no_condition": RefusalText(
        N_("The profile has no condition: it would match every movement."),
        N_("Give at least one condition."),
    ),
    "risk_reversed": RefusalText(
        N_("Red would begin before yellow."), N_("Give red a score above that of yellow.")
    ),
    "risk_gone": RefusalText(
        N_("The profile is there already, or was changed meanwhile."),
        N_("Read it anew, and say the step that was read."),
    ),
    "risk_full": RefusalText(N_("There are too many profiles."), N_("Change one that is there.")),
    "risk_no_code": RefusalText(
        N_("The profile has no code."),
        _OF_CODES,
    ),
    "risk_code": RefusalText(
        N_("{given} is no code of a profile."),
        _OF_CODES,
    ),
    "risk_number": RefusalText(
        N_("{given} is no whole number from {lowest} to {highest}."), N_("Write such a number.")
    ),
    "risk_too_much": RefusalText(N_("This is more than fits here."), N_("Shorten it.")),
}

REASONS: Final[Mapping[str, str]] = {
    "departs": N_("departs from %(given)s"),
    "arrives": N_("goes to %(given)s"),
    "passes": N_("its way touches %(given)s"),
    "offices": N_("its way leads by office %(given)s"),
    "goods": N_("goods of code %(given)s"),
    "words": N_("the description says “%(given)s”"),
    "parties": N_("%(given)s is its %(role)s"),
    "lighter": N_("the loaded vehicle, %(given)s kg, is lighter than its goods, %(goods)s kg"),
    "masses": N_("masses of the loaded vehicle disagree: %(low)s and %(high)s kg"),
    "worth": N_(
        "a kilogram of %(heading)s is worth %(given)s %(currency)s, usual here: %(usual)s "
        "(%(count)s items)"
    ),
    "first": N_("%(given)s was never %(role)s or anything else here before"),
    "seals": N_("seal %(given)s is out of the series of office %(office)s"),
    "twice": N_("%(given)s is also in open movement %(other)s"),
    "own_times": N_("its times at office %(given)s contradict the way"),
    "too_fast": N_("%(given)s was at %(place)s on %(at)s with %(other)s, too lately for the way"),
}
