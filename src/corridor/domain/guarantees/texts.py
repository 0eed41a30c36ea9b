"""Texts of the guarantee refusals."""

from corridor.domain.refusals import N_, RefusalText

TEXTS: dict[str, RefusalText] = {
    "guarantor_only": RefusalText(
        N_("Only a guarantor may register a guarantee."),
        N_("Sign in as a guarantor."),
    ),
    "guarantee_exists": RefusalText(
        N_("Guarantee {grn} is already registered."),
        N_("Use another reference number."),
    ),
    "guarantee_unknown": RefusalText(
        N_("There is no guarantee {grn} at this guarantor."),
        N_("Check the guarantee reference number."),
    ),
    "grn_check_digit": RefusalText(
        N_("The check digit of the guarantee reference number is wrong; {expected} is expected."),
        N_("Copy the number from the guarantee document again."),
    ),
    "grn_other_country": RefusalText(
        N_("Guarantee {grn} belongs to the guarantor of another state."),
        N_("Register it on that state's node."),
    ),
    "validity_order": RefusalText(
        N_("The guarantee ends before it begins, or has already ended."),
        N_("Correct the dates of validity."),
    ),
    "guarantee_not_valid": RefusalText(
        N_("The guarantee is not valid today."),
        N_("Name a guarantee that is in force."),
    ),
    "guarantee_other_holder": RefusalText(
        N_("The guarantee belongs to another holder."),
        N_("Name a guarantee of your own organisation."),
    ),
    "guarantee_access_code": RefusalText(
        N_("The access code does not fit guarantee {grn}."),
        N_("Enter the four characters that the guarantor gave you."),
    ),
    "guarantee_currency": RefusalText(
        N_("The amount is in another currency than the guarantee."),
        N_("State the amount in the currency of the guarantee."),
    ),
    "guarantee_country_excluded": RefusalText(
        N_("The guarantee does not cover a country of the route."),
        N_("Name a guarantee that covers the whole route."),
    ),
    "guarantee_insufficient": RefusalText(
        N_("The free part of the guarantee is smaller than the amount at risk."),
        N_("Wait until another movement is discharged, or name another guarantee."),
    ),
}
