"""What this room says: texts of its refusals, by code. English here, other languages by gettext."""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
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
    "permit_rule_unknown": RefusalText(
        N_("There is no rule {rule} for a permit of this kind."),
        N_("Start again from the list of required permits."),
    ),
    "permit_wrong_authority": RefusalText(
        N_("Authority {authority} does not decide on this: {right} does."),
        N_("Address the application to {right}."),
    ),
    "permit_no_node": RefusalText(
        N_("{country} is not connected to the corridor."),
        N_("Apply at the authority of that state directly."),
    ),
    "permit_plates_missing": RefusalText(
        N_("This permit is for a named vehicle, and no registration number is given."),
        N_("Give the registration numbers of truck and trailer."),
    ),
    "permit_country_off_route": RefusalText(
        N_("{country} is not on the route of this dossier."),
        N_("Check the route."),
    ),
    "permit_dates_order": RefusalText(
        N_("The last day is before the first one, or already past."),
        N_("Correct the dates."),
    ),
    "permit_dates_past": RefusalText(
        N_("The validity would begin before today, {today}."),
        N_("Let it begin today or later."),
    ),
    "permit_already_applied": RefusalText(
        N_("This permit has already been applied for: {permit}."),
        N_("Open that application."),
    ),
    "permit_other_request": RefusalText(
        N_("An application that is made again keeps its dossier, kind, state and authority."),
        N_("Make a new application for another permit."),
    ),
    "permit_reason_unknown": RefusalText(
        N_("There is no reason for refusal with the code {reason}."),
        N_("Choose a reason from the list."),
    ),
    "permit_no_key": RefusalText(
        N_("Node {node} has no key to sign permits with."),
        N_("Ask the operator of the node."),
    ),
    "permit_number_taken": RefusalText(
        N_("The number {number} has already been given."),
        N_("Grant it once more: a new number is made."),
    ),
    "permit_credential_too_long": RefusalText(
        N_("The permit does not fit in a QR code: it is {over} characters over {limit}."),
        N_("Shorten the conditions."),
    ),
    "permit_already_used": RefusalText(
        N_("This crossing has already been written off from permit {number}."),
        N_("Nothing needs to be done."),
    ),
    "permit_used_up": RefusalText(
        N_("No use is left on permit {number}."),
        N_("Apply for another permit."),
    ),
    "permit_use_other_plate": RefusalText(
        N_("The permit is for {plates}, not for {plate}."),
        N_("Compare the registration numbers."),
    ),
    "permit_not_valid_on": RefusalText(
        N_("Permit {number} does not hold on {date}."),
        N_("Look at its dates."),
    ),
    "permit_used_stays": RefusalText(
        N_("Permit {number} has been used and cannot be revoked."),
        N_("Nothing can be undone; note what happened in the case."),
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
        N_("The permit {number} of {country} is for another vehicle: {kind} (rule {rule})."),
        N_("Apply for a permit for this vehicle, or correct the registration number."),
    ),
    "permit_expired": RefusalText(
        N_("Permit {number} of {country} has run out by the day it is needed: {kind}."),
        N_("Apply for it again."),
    ),
    "permit_not_yet_valid": RefusalText(
        N_("Permit {number} of {country} does not hold yet on the day it is needed: {kind}."),
        N_("Set out later, or apply for an earlier date."),
    ),
    "permit_withdrawn": RefusalText(
        N_("The application to {country} was taken back: {kind} (rule {rule})."),
        N_("Apply again."),
    ),
    "permit_revoked": RefusalText(
        N_("The permit {number} was revoked by {country}: {kind} (rule {rule})."),
        N_("Ask authority {authority}, and apply again."),
    ),
    "permit_lead_time": RefusalText(
        N_("{country} takes {days} days for this permit, and the border is nearer: {kind}."),
        N_("Apply at once, or set out later."),
    ),
    "permit_question_open": RefusalText(
        N_("Whether {country} asks for a permit depends on your answer."),
        N_("Answer the question."),
    ),
    "permit_registration_unknown": RefusalText(
        N_("The state of registration is missing: {country} may want a road permit."),
        N_("State the country of registration."),
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
