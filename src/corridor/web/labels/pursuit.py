"""What is said of a movement that did not arrive: terms, enquiry, recovery."""

from typing import Final

from corridor.domain.refusals import N_

TERMS: Final = {
    "limit": N_("Goods at the office of destination"),
    "enquiry": N_("The enquiry may begin"),
    "recovery": N_("Recovery of the debt begins"),
    "answer": N_("Answer to an enquiry"),
    "results": N_("Results of the control at destination"),
    "discrepancies": N_("Discrepancies to be solved"),
    "payment": N_("Payment of a debt"),
    "presentation": N_("Goods to be presented at the office of departure"),
    "amendment": N_("Amendment by the carrier"),
}
ANSWERS_OF_HOLDER: Final = {
    "proof": N_("The movement has ended, as a document proves"),
    "delivered": N_("Delivered to the consignee"),
    "arrived_elsewhere": N_("Arrived elsewhere"),
    "not_arrived": N_("Has not arrived"),
}
ANSWERS_OF_OFFICE: Final = {
    "not_seen": N_("Not seen here"),
    "passed": N_("Let through here"),
    "arrived_elsewhere": N_("Arrived elsewhere"),
    "recorded": N_("What was missing is recorded now"),
}
GROUNDS: Final = {
    "term": N_("Its term has come"),
    "enquiry_failed": N_("The enquiry failed"),
}
WHO_PAYS: Final = {
    "debtor": N_("the debtor"),
    "guarantor": N_("the guarantor"),
}
RECOVERY_ENDS: Final = {
    "paid": N_("Paid in full"),
    "remitted": N_("Remitted"),
    "unrecoverable": N_("Not recoverable"),
    "withdrawn": N_("Withdrawn: there is no debt"),
}
