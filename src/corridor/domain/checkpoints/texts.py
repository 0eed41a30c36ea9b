"""Texts of a visit's refusals that belong to no single act."""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "visit_unknown": RefusalText(
        N_("There is no such visit here."),
        N_("Register the arrival first."),
    ),
    "visit_not_your_office": RefusalText(
        N_("Only the checkpoint at office {office} may do this."),
        N_("Leave it to that checkpoint."),
    ),
    "visit_wrong_order": RefusalText(
        N_("This cannot be done now: the vehicle is in the state “{status}”."),
        N_("Follow the order: arrival, gate in, gate out."),
    ),
}
