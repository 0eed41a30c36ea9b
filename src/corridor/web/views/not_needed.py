"""Why a requirement is not needed, in words: for page, API and command line."""

from typing import Final

from corridor.domain.permits.considered import NotNeeded, Why
from corridor.domain.refusals import N_
from corridor.web.labels.permit import FACTS
from corridor.web.speaking import Speaking

_WHY: Final[dict[Why, str]] = {
    "not_yet": N_("The rule holds from %(says)s on."),
    "no_longer": N_("The rule held until %(says)s."),
    "said_once": N_("It is asked once, where the border of %(says)s is met."),
    "direction": N_("The rule is not about %(says)s."),
    "mode": N_("The rule is about carriage %(says)s."),
    "excepted": N_("The rule leaves these goods out."),
    "danger": N_("The goods are not the dangerous goods that the rule names."),
    "closer": N_("Rule %(says)s speaks of these goods more closely."),
    "condition": "%(says)s",
    "answered_no": N_("You answered no: %(says)s."),
    "exempted": N_("Rule %(says)s frees of it."),
    "exempts": N_("The rule frees of it."),
}
_CONDITIONS: Final = {
    "foreign_registration": N_("The vehicle is registered in the state or in its union."),
    "same_union": N_("The vehicle is not registered in another state of the union."),
    "registered_in": N_("The vehicle is not registered in one of the states that the rule names."),
    "carriers_of": N_("The carrier is not of one of the states that the rule names."),
    "drivers_of": N_("The driver is not of one of the states that the rule names."),
    "has_limits": N_("Mass and size are within the limits, as far as they are stated."),
    "temperature_controlled": N_("No temperature is kept."),
    "under_tir": N_("The carriage is not under a TIR carnet."),
    "through_union": N_("The way does not lead through two states of the union from here on."),
    "places": N_("The way does not lead over the places that the rule names."),
    "origins": N_("The way begins elsewhere."),
    "destinations": N_("The way ends elsewhere."),
}
_DIRECTIONS: Final = {
    "export": N_("leaving the state of departure"),
    "import": N_("entering the state of destination"),
    "transit": N_("transit"),
}


def why_not(one: NotNeeded, reader: Speaking) -> str:
    """One sentence."""
    said, words = one.says, reader.words
    if one.why == "condition":
        return words.gettext(_CONDITIONS[said])
    if one.why in ("not_yet", "no_longer"):
        said = reader.formats.day(said)
    elif one.why == "direction":
        said = words.gettext(_DIRECTIONS[said])
    elif one.why == "mode":
        said = ", ".join(reader.labels(mode, "mode") for mode in said.split("|"))
    elif one.why == "answered_no":
        said = words.gettext(FACTS[said]) if said in FACTS else said
    return words.gettext(_WHY[one.why], says=said)
