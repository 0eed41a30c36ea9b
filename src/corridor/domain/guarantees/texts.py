"""Texts of the guarantee's refusals that belong to no single act."""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "guarantee_unknown": RefusalText(
        N_("There is no guarantee {grn} at this guarantor."),
        N_("Check the guarantee reference number."),
    ),
    "guarantee_access_code": RefusalText(
        N_("The access code does not fit guarantee {grn}."),
        N_("Enter the four characters that the guarantor gave you."),
    ),
}
