"""Texts of the movement's refusals that belong to no single act."""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "movement_unknown": RefusalText(
        N_("There is no such dossier here."), N_("Check the reference number.")
    ),
    "not_your_dossier": RefusalText(
        N_("This dossier belongs to another organisation."),
        N_("Ask the organisation that filed it."),
    ),
    "not_your_office": RefusalText(
        N_("Only office {office} may do this."),
        N_("Pass the case to that office."),
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
    "office_not_on_route": RefusalText(
        N_("Office {office} is not on the route of this movement in that role."),
        N_("Check the number of the movement, or have the route changed."),
    ),
    "wagon_not_in_train": RefusalText(
        N_("{wagon} is not among the wagons of this train."),
        N_("Bring a list of the train with it."),
    ),
    "wagon_blank": RefusalText(
        N_("“{wagon}” is no number of a wagon: it has neither a digit nor a letter."),
        N_("Give the number as it stands on the wagon, or leave the row out."),
    ),
    "train_busy": RefusalText(
        N_("Another order about this train is still being carried out."),
        N_("Ask how it stands, and give this one when nothing is left of it."),
    ),
}
