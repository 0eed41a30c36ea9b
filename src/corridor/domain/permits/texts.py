"""Texts of the permits' refusals that belong to no single act."""

from corridor.domain.permits.certificates import CERTIFICATE_TEXTS
from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "permit_brought_day_far": RefusalText(
        N_("{given} is more than ten years away."), N_("Look at the year, and correct it.")
    ),
    "permit_brought_state": RefusalText(
        N_("“{given}” is no state."), N_("Give the two letters of ISO 3166.")
    ),
    **CERTIFICATE_TEXTS,
    "permit_unknown": RefusalText(
        N_("There is no such permit here."),
        N_("Check the number."),
    ),
    "permit_not_yours": RefusalText(
        N_("Only the organisation that applied may do this, at its own window."),
        N_("Sign in for that organisation."),
    ),
    "permit_not_your_desk": RefusalText(
        N_("Only authority {authority} may decide on this application."),
        N_("Pass the case to that authority."),
    ),
    "permit_not_your_state": RefusalText(
        N_("Only an office of {country} may write off a use of this permit."),
        N_("Leave it to the office of that state."),
    ),
    "permit_wrong_status": RefusalText(
        N_("This cannot be done now: the permit is in the state “{status}”."),
        N_("Reload the page to see what has happened since."),
    ),
    "permit_plates_missing": RefusalText(
        N_("This permit is for a named vehicle, and no registration number is given."),
        N_("Give the registration numbers of truck and trailer."),
    ),
    "permit_plate_form": RefusalText(
        N_("“{plate}” is not the registration number of one vehicle."),
        N_("Name truck and trailers one by one, at most {limit} characters each."),
    ),
    "permit_plates_many": RefusalText(
        N_("A permit names at most {limit} vehicles."),
        N_("Apply for the others apart."),
    ),
    "permit_detail_missing": RefusalText(
        N_("{kind}: “{detail}” is missing."),
        N_("Fill it in: the dossier does not say it."),
    ),
    "permit_detail_unknown": RefusalText(
        N_("{kind}: “{detail}” is not asked, or is told twice."),
        N_("Leave it out."),
    ),
    "permit_detail_form": RefusalText(
        N_("{kind}: the value does not fit “{detail}”."),
        N_("Read the hint of the field and correct the value."),
    ),
    "permit_detail_laden": RefusalText(
        N_("{kind}: a permit for an empty vehicle does not cover the goods of a dossier."),
        N_("Choose that it is laden."),
    ),
    "permit_type_needs": RefusalText(
        N_("{kind}: what the application lacks: {need}."),
        N_("Complete the dossier, or fill it in here."),
    ),
    "permit_dates_order": RefusalText(
        N_("The last day is before the first one, or already past."),
        N_("Correct the dates."),
    ),
    "permit_credential_too_long": RefusalText(
        N_("The permit does not fit in a QR code: it is {over} characters over {limit}."),
        N_("Shorten the conditions."),
    ),
    "permit_missing_at_departure": RefusalText(
        N_(
            "{country} wants it before departure: {kind}, {authority}, rule {rule}. State: {state}."
        ),
        N_("The carrier has to get it before the truck sets out."),
    ),
    "permit_missing_at_border": RefusalText(
        N_("{country} wants it at the border: {kind}, {authority}, rule {rule}. State: {state}."),
        N_("The carrier has to get it before the border."),
    ),
    "permit_other_plate": RefusalText(
        N_(
            "The permit {number} of {country} was granted for {permitted}; the declaration names "
            "{declared}: {kind} (rule {rule})."
        ),
        N_("Apply for a permit for this vehicle, or correct the registration number."),
    ),
    "permit_for_empty": RefusalText(
        N_(
            "The permit {number} of {country} was granted for an empty vehicle, and the dossier "
            "has goods: {kind} (rule {rule})."
        ),
        N_("Apply for a permit for a laden vehicle."),
    ),
    "permit_expired": RefusalText(
        N_("Permit {number} of {country} has run out by the day it is needed: {kind}."),
        N_("Apply for it again."),
    ),
    "permit_partial": RefusalText(
        N_("Permit {number} of {country} was not granted for these goods: {kind} (rule {rule})."),
        N_("Leave these goods out of the dossier, or apply for them again."),
    ),
    "permit_other_goods": RefusalText(
        N_(
            "Permit {number} of {country} names other goods than items {items} of the dossier: "
            "{kind} (rule {rule})."
        ),
        N_("Get a permit for these goods, or correct what does not fit."),
    ),
    "permit_not_yet_valid": RefusalText(
        N_("Permit {number} of {country} does not hold yet on the day it is needed: {kind}."),
        N_("Set out later, or apply for an earlier date."),
    ),
    "permit_withdrawn": RefusalText(
        N_("The application to {country} was taken back: {kind} (rule {rule})."),
        N_("Apply again."),
    ),
    "permit_returned": RefusalText(
        N_("The permit of {country} was given back unused: {kind} (rule {rule})."),
        N_("Apply again."),
    ),
    "permit_not_by_quota": RefusalText(
        N_("This permit does not come out of a quota: {authority} decides on it."),
        N_("Leave it to that authority."),
    ),
    "permit_revoked": RefusalText(
        N_("The permit {number} was revoked by {country}: {kind} (rule {rule})."),
        N_("Ask authority {authority}, and apply again."),
    ),
    "permit_lead_time": RefusalText(
        N_(
            "{kind}: {country} would decide by {date}, and it is needed on {entry}, {late_days} "
            "earlier."
        ),
        N_("Apply at once, or set out later."),
    ),
    "permit_decision_late": RefusalText(
        N_(
            "{kind}: {country} decides by {date}, and it is needed on {entry}, {late_days} earlier."
        ),
        N_("Set out later, or ask the authority to decide earlier."),
    ),
    "permit_question_open": RefusalText(
        N_("Whether {country} asks for a permit depends on your answer."),
        N_("Answer the question."),
    ),
    "permit_registration_unknown": RefusalText(
        N_("The state of registration is missing: {country} may want a road permit."),
        N_("State the country of registration."),
    ),
    "camt_not_statement": RefusalText(
        N_("This is no statement of a bank in the form camt.053: {given}."),
        N_("Ask your bank for the statement as camt.053 XML."),
    ),
    "camt_too_long": RefusalText(
        N_("The statement has more than {limit} entries."),
        N_("Ask your bank for shorter statements."),
    ),
    "credential_unknown": RefusalText(
        N_("This is not a permit of the corridor."),
        N_("Scan the code on the permit."),
    ),
    "credential_too_long": RefusalText(
        N_("The code is longer than {limit} characters: no permit is."),
        N_("Scan the code on the permit."),
    ),
    "credential_damaged": RefusalText(
        N_("The code is damaged or was altered."),
        N_("Scan it once more; if it stays so, take it as false."),
    ),
}
