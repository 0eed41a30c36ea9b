"""Why a guarantee is refused, in the codes of the common list CL252 that CC055C carries.

The messages name the list and not its values; these are as the customs of a party to the common
transit convention publishes them for its traders.
"""

from collections.abc import Mapping
from typing import Final

from corridor.domain.refusals import N_

REASONS: Final[Mapping[str, str]] = {
    "G00": N_("Not looked up"),
    "G01": N_("There is no such guarantee"),
    "G02": N_("The guarantee is there, and not valid"),
    "G03": N_("The access code does not fit"),
    "G04": N_("The holder of the procedure is not who owns the guarantee"),
    "G05": N_("The voucher has been used"),
    "G06": N_("Not valid for goods under suspension"),
    "G07": N_("Not valid for sensitive goods"),
    "G08": N_("Not valid in a country of transit or destination"),
    "G09": N_("The amount is not covered by what is left"),
    "G10": N_("The individual guarantee has been used"),
    "G11": N_("It is for other offices of departure or destination"),
    "G12": N_("It is for goods of another code"),
    "G13": N_("The TIR carnet has been used"),
}
REASON_OF: Final[Mapping[str, str]] = {
    "guarantee_unknown": "G01",
    "guarantee_not_yet_valid": "G02",
    "guarantee_not_valid": "G02",
    "guarantee_currency": "G02",
    "guarantee_access_code": "G03",
    "guarantee_locked": "G03",
    "guarantee_other_holder": "G04",
    "guarantee_voucher_used": "G05",
    "guarantee_not_for_suspension": "G06",
    "guarantee_not_for_sensitive": "G07",
    "guarantee_country_excluded": "G08",
    "guarantee_insufficient": "G09",
    "guarantee_individual_used": "G10",
    "guarantee_other_offices": "G11",
    "guarantee_goods_excluded": "G12",
    "carnet_used": "G13",
}
"""By the code of the refusal. The list has none for another currency: it is there, and not valid
so; nor for a lock: no code fits while it lasts.
"""
