"""Texts of the movement's refusals."""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "movement_unknown": RefusalText(
        N_("There is no such dossier here."), N_("Check the reference number.")
    ),
    "carrier_only": RefusalText(
        N_("Only a carrier or its broker may do this."), N_("Sign in at the single window.")
    ),
    "not_your_dossier": RefusalText(
        N_("This dossier belongs to another organisation."),
        N_("Ask the organisation that filed it."),
    ),
    "not_your_office": RefusalText(
        N_("Only office {office} may do this."),
        N_("Pass the case to that office."),
    ),
    "already_lodged": RefusalText(
        N_("The dossier {lrn} has already been sent."),
        N_("Open the dossier and amend it there."),
    ),
    "lrn_taken": RefusalText(
        N_("You have already used the local reference number {lrn}."),
        N_("Give the dossier a new number, or open the earlier one."),
    ),
    "wrong_status": RefusalText(
        N_("This cannot be done now: the movement is in the state “{status}”."),
        N_("Reload the page to see what has happened since."),
    ),
    "wrong_stage": RefusalText(
        N_("This cannot be done now: at destination the stage is “{stage}”."),
        N_("Follow the order: arrival, unloading, results, release of the goods."),
    ),
    "time_in_future": RefusalText(
        N_("The time {given} has not come yet."), N_("State when it really happened.")
    ),
    "goods_not_presented": RefusalText(
        N_("The declaration was lodged before its goods, and they have not been presented."),
        N_("Wait until the carrier presents the goods at the office of departure."),
    ),
    "goods_not_awaited": RefusalText(
        N_("No presentation is awaited: the goods came with the declaration or after it."),
        N_("Nothing needs to be done."),
    ),
    "amendment_after_release": RefusalText(
        N_("The declaration cannot be amended after release."),
        N_("Ask the office of departure, or report an incident on the way."),
    ),
    "cancel_after_release": RefusalText(
        N_("The declaration cannot be cancelled after release."),
        N_("Ask the office of departure."),
    ),
    "field_fixed": RefusalText(
        N_("This field can no longer be changed."),
        N_("Cancel the declaration and file a new one."),
    ),
    "control_already_decided": RefusalText(
        N_("The channel has already been chosen: {channel}."), N_("Go on with the next step.")
    ),
    "control_reason_missing": RefusalText(
        N_("A yellow or red channel needs a reason."), N_("Say what is to be checked and why.")
    ),
    "control_not_decided": RefusalText(
        N_("The channel has not been chosen."), N_("Decide on control first.")
    ),
    "control_result_missing": RefusalText(
        N_("The result of the control has not been recorded."), N_("Record it first.")
    ),
    "control_not_satisfactory": RefusalText(
        N_("The control was not satisfactory."), N_("Refuse the release.")
    ),
    "guarantee_already": RefusalText(
        N_("The guarantor has already been asked."), N_("Wait for the answer.")
    ),
    "guarantee_by_carnet": RefusalText(
        N_("The TIR carnet {carnet} is the guarantee of this movement."),
        N_("Go on without a reservation."),
    ),
    "guarantee_not_declared": RefusalText(
        N_("The dossier names no guarantee."), N_("The carrier has to add one.")
    ),
    "guarantor_not_connected": RefusalText(
        N_("The guarantor of {grn} is not connected to the corridor."),
        N_("The carrier has to name a guarantee of a connected guarantor."),
    ),
    "guarantee_not_asked": RefusalText(
        N_("Nobody asked for guarantee {grn}."), N_("Nothing needs to be done.")
    ),
    "guarantee_not_reserved": RefusalText(
        N_("The guarantee has not been reserved."), N_("Reserve the guarantee first.")
    ),
    "seals_not_noted": RefusalText(
        N_("The seals have not been noted."), N_("Note the seals first.")
    ),
    "seal_twice": RefusalText(
        N_("The same seal is named twice."), N_("Check the numbers of the seals.")
    ),
    "seal_count_differs": RefusalText(
        N_("{declared} seals are declared, but {noted} are noted."),
        N_("Note all seals, or have the declaration amended."),
    ),
    "seal_unknown": RefusalText(
        N_("These seals are not on the movement: {seals}."),
        N_("Choose the broken seals from the list."),
    ),
    "limit_date_past": RefusalText(
        N_("The limit date {limit_date} has passed."), N_("State a date from today on.")
    ),
    "discrepancy_unknown": RefusalText(
        N_("There is no such open discrepancy."), N_("Reload the page.")
    ),
    "discrepancies_open": RefusalText(
        N_("Discrepancies are still open: {count}."), N_("Solve them before the write-off.")
    ),
    "goods_not_released": RefusalText(
        N_("The office of destination has not released the goods."),
        N_("Wait for its results."),
    ),
    "office_not_on_route": RefusalText(
        N_("Office {office} is not on the route of this movement in that role."),
        N_("Check the number of the movement, or have the route changed."),
    ),
    "already_crossed": RefusalText(
        N_("The crossing at {office} has already been recorded."), N_("Nothing needs to be done.")
    ),
    "remarks_missing": RefusalText(
        N_("Say what does not conform."), N_("Describe the difference that was found.")
    ),
    "remarks_but_conforms": RefusalText(
        N_("The load is said to conform, yet differences are named."),
        N_("Choose “does not conform”, or take the differences out."),
    ),
    "seal_state_missing": RefusalText(
        N_("Say whether the seals were intact."), N_("Choose yes or no.")
    ),
    "results_missing": RefusalText(
        N_("The control results have not been recorded."), N_("Record the results first.")
    ),
}
