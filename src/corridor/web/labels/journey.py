"""Words for the legs of a journey: documents, what happens to a voyage, and why it waits."""

from typing import Final

from corridor.domain.refusals import N_

LEG_DOCUMENTS: Final = {
    "cmr": N_("CMR consignment note"),
    "smgs": N_("SMGS consignment note"),
    "cim": N_("CIM consignment note"),
    "cim_smgs": N_("CIM/SMGS consignment note"),
    "bill_of_lading": N_("bill of lading"),
    "sea_waybill": N_("sea waybill"),
    "ferry_ticket": N_("ferry ticket"),
}
VOYAGE_STEPS: Final = {
    "waiting": N_("waits in port for a vessel"),
    "loaded": N_("loaded on board"),
    "sailed": N_("sailed"),
    "delayed": N_("delayed"),
    "arrived": N_("the vessel has arrived in port"),
    "unloaded": N_("unloaded from the vessel"),
}
VOYAGE_CAUSES: Final = {
    "weather": N_("weather"),
    "vessel": N_("the vessel"),
    "port": N_("the port"),
    "other": N_("another reason"),
}
VISIT_STATUSES: Final = {
    "waiting": N_("Waiting"),
    "inside": N_("Inside the checkpoint"),
    "left": N_("Gone through"),
}
JOURNEY_TABLES: Final = {
    "visit": VISIT_STATUSES,
    "leg_document": LEG_DOCUMENTS,
    "voyage_step": VOYAGE_STEPS,
    "voyage_cause": VOYAGE_CAUSES,
}
