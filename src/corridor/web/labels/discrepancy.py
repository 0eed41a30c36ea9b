"""Words of discrepancies: what does not fit, and how departure solves it."""

from typing import Final

from corridor.domain.refusals import N_

OUTCOMES: Final = {
    "explained": N_("Found and explained"),
    "debt": N_("A debt stands"),
    "transferred": N_("Transferred to another state for recovery"),
}
SETTLED: Final = {
    "called": N_("called from the guarantee"),
    "paid": N_("paid by the holder"),
}
DIVERTED: Final = N_("Noted by an office that it had been diverted from")
DISCREPANCIES: Final = {
    "unloading_remark": N_("Found otherwise at unloading"),
    "control_results_b1": N_("The control at destination was not satisfactory"),
    "packages_missing": N_("Packages are missing"),
    "part_missing": N_("A vehicle of the split load is missing"),
    "unloading_nonconforming": N_("The load does not conform"),
    "seals_broken": N_("Seals broken"),
    "seals_contradicted": N_("Two offices contradict each other about the seals"),
    "crossing_missing": N_("An entry on the way was not recorded"),
    "gone_on_though_stopped": N_("It went on although it had been stopped"),
    "seen_before_release": N_("A time before the release"),
    "seen_out_of_order": N_("The times contradict the order of the route"),
    "seen_too_soon": N_("Faster than the way allows"),
    "seen_too_late": N_("Faster than the way allows"),
    "seen_in_future": N_("A time that had not come yet"),
    "time_impossible": N_("A time that is in no calendar"),
    "stage_skipped": N_("A step at destination was left out"),
    "goods_held": N_("Goods released although they were held"),
    "seal_opened": N_("Navigation seal opened away from an office"),
    "seal_tampered": N_("Navigation seal damaged away from an office"),
    "seal_switched_off": N_("Navigation seal switched off away from an office"),
    "amended_while_released": N_("Amended while it was being released: what was released stands"),
    "lapsed_while_submitted": N_("Lapsed although its goods had been presented"),
    "presented_while_cancelled": N_("Goods presented after the declaration had ended"),
    "invalidated_while_arrived": N_("Cancelled by customs although it had arrived"),
    "crossed_while_diverted": N_("Let in at an office that it had been diverted from"),
    "crossing_refused_while_diverted": N_("Stopped at an office that it had been diverted from"),
    "incident_while_diverted": N_("Incident noted by an office that it had been diverted from"),
    "arrived_while_diverted": N_("Arrived at an office that it had been diverted from"),
    "unloading_permitted_while_diverted": DIVERTED,
    "unloading_remarks_while_diverted": DIVERTED,
    "control_results_while_diverted": DIVERTED,
    "goods_released_while_diverted": DIVERTED,
}
