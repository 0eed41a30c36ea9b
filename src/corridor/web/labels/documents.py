"""Types of documents by code, in words of our own: those that a declaration of transit names.

Codes as in code lists 213, 214, 235 and 754 of NCTS. A code that is not here stands for itself.
"""

from typing import Final

from corridor.domain.refusals import N_

DOCUMENT_TYPES: Final = {
    "C521": N_("authorised consignor"),
    "C523": N_("use of special seals"),
    "C524": N_("declaration with reduced data"),
    "C612": N_("T2F transit declaration"),
    "C620": N_("T2LF proof of Union status"),
    "N235": N_("container list"),
    "N270": N_("loading list"),
    "N271": N_("packing list"),
    "N325": N_("pro forma invoice"),
    "N380": N_("commercial invoice"),
    "N703": N_("house waybill"),
    "N704": N_("master bill of lading"),
    "N705": N_("bill of lading"),
    "N720": N_("CIM railway consignment note"),
    "N722": N_("SMGS railway consignment note"),
    "N730": N_("CMR road consignment note"),
    "N740": N_("air waybill"),
    "N741": N_("master air waybill"),
    "N750": N_("despatch note of a parcel"),
    "N760": N_("multimodal transport document"),
    "N785": N_("cargo manifest"),
    "N787": N_("bordereau"),
    "N821": N_("T1 transit declaration"),
    "N822": N_("T2 transit declaration"),
    "N825": N_("T2L proof of Union status"),
    "N952": N_("TIR carnet"),
    "N955": N_("ATA carnet"),
}
