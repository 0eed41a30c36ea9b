"""What codes are called: each table maps a code to the words shown for it, in English.

The words are translated where they are shown, by `Labels`. A status also has a kind, which gives
its tag a colour and a sign: ok | wait | stop | info | neutral.
"""

from collections.abc import Mapping
from typing import Final

from corridor.domain.guarantees.reasons import REASONS
from corridor.domain.refusals import N_
from corridor.web.i18n import Words
from corridor.web.labels.costs import COST_KINDS
from corridor.web.labels.departure import (
    CONTROL_KINDS,
    DEPARTURE_RESULTS,
    FIELDS,
    NO_RELEASE,
    NOTIFIED,
)
from corridor.web.labels.destination import (
    ARRIVAL_REFUSALS,
    AUTHORISED,
    AUTHORISED_KINDS,
    HELD_REASONS,
    RELEASE_EXTENTS,
)
from corridor.web.labels.discrepancy import DISCREPANCIES, OUTCOMES, SETTLED
from corridor.web.labels.documents import DOCUMENT_TYPES
from corridor.web.labels.epermit import EPERMIT_TABLES
from corridor.web.labels.journey import JOURNEY_TABLES
from corridor.web.labels.permit import PERMIT_TABLES
from corridor.web.labels.pursuit import (
    ANSWERS_OF_HOLDER,
    ANSWERS_OF_OFFICE,
    GROUNDS,
    RECOVERY_ENDS,
    TERMS,
    WHO_PAYS,
)
from corridor.web.labels.quota import QUOTA_TABLES
from corridor.web.labels.rail import MEANS_KINDS, NOTE_KINDS, WAGON_RESULTS, WAGONS_DID
from corridor.web.labels.record import RECORD_BYS, RECORD_PURPOSES, RECORD_STATUSES, RECORD_WHYS
from corridor.web.labels.register import REGISTER_TABLES

MOVEMENT_STATUSES: Final = {
    "draft": N_("Draft"),
    "submitted": N_("Sent"),
    "prelodged": N_("Lodged in advance"),
    "amendment_awaited": N_("Amendment awaited"),
    "rejected": N_("Not accepted"),
    "cancelled": N_("Cancelled"),
    "invalidated": N_("Cancelled by customs"),
    "lapsed": N_("Lapsed"),
    "accepted": N_("Accepted"),
    "under_control": N_("Under control"),
    "guarantee_registering": N_("Guarantee being reserved"),
    "guarantee_under_amendment": N_("Guarantee under amendment"),
    "not_released": N_("Release refused"),
    "released": N_("In transit"),
    "arrived": N_("At destination"),
    "written_off": N_("Written off"),
    "under_enquiry": N_("Under enquiry"),
    "under_recovery": N_("Under recovery"),
    "recovery_ended": N_("Recovery ended"),
    "closed": N_("Procedure closed"),
}
STAGES: Final = {
    "expected": N_("Awaited"),
    "arrived": N_("At destination"),
    "unloading_permitted": N_("Unloading permitted"),
    "results_due": N_("Results awaited"),
    "results_known": N_("Goods not yet released"),
    "released_in_part": N_("Goods released in part"),
    "goods_not_released": N_("Goods not released"),
    "goods_released": N_("Goods released"),
}
GUARANTEE_STATUSES: Final = {
    "none": N_("Guarantee not asked for"),
    "requested": N_("Guarantee being reserved"),
    "reserved": N_("Guarantee reserved"),
    "refused": N_("Guarantee refused"),
    "by_paper": N_("Guarantee looked at"),
}
GUARANTEE_KINDS: Final = {
    "0": N_("0: guarantee waived"),
    "1": N_("1: comprehensive guarantee"),
    "2": N_("2: individual guarantee by a guarantor"),
    "3": N_("3: individual guarantee in cash or by other means"),
    "4": N_("4: individual guarantee in vouchers"),
    "5": N_("5: waived, the amount being small"),
    "8": N_("8: not required of a public body"),
    "9": N_("9: individual guarantee for several uses"),
    "A": N_("A: waived by agreement"),
    "B": N_("B: TIR carnet"),
}
ROLES: Final = {
    "carrier": N_("carrier"),
    "customs": N_("customs officer"),
    "permit": N_("permit officer"),
    "checkpoint": N_("checkpoint officer"),
    "guarantor": N_("guarantor"),
    "operator": N_("operator of the node"),
    "seals": N_("operator of navigation seals"),
    "registrar": N_("registrar of commitments and indicators"),
    "system": N_("the system"),
}
OFFICE_ROLES_OF = {"DEP": "departure", "TRA": "transit", "DES": "destination", "EXT": "exit"}
"""Roles of an office in the reference data → those of a point of the way."""
REFDATA_LISTS = {
    "offices": N_("Customs offices"),
    "rates": N_("Rates of currencies"),
    "countries": N_("Countries"),
    "packages": N_("Kinds of packages"),
    "units": N_("Units of measure"),
    "currencies": N_("Currencies"),
    "dangerous": N_("Dangerous goods by UN number"),
    "goods": N_("Codes of goods"),
    "permit_rules": N_("Permit rules"),
    "places": N_("Places"),
    "links": N_("Links between places"),
    "mappings": N_("Own codes beside those of the corridor"),
}
MAPPED_LISTS: Final = {
    "packages": N_("Kinds of packages"),
    "documents": N_("Types of documents"),
    "units": N_("Units of measure"),
    "means": N_("Means of transport"),
    "results": N_("Results of controls"),
}
MAPPING_RELATIONS: Final = {
    "same": N_("the same"),
    "narrower": N_("covers a part of it"),
    "proposed": N_("proposed, not agreed"),
    "none": N_("nothing stands for it"),
}
OFFICE_ROLES: Final = {
    "departure": N_("office of departure"),
    "exit": N_("office of exit"),
    "transit": N_("office of transit"),
    "destination": N_("office of destination"),
    "via": N_("on the way"),
}
STATION_EVENTS: Final = {
    "released": N_("release"),
    "left": N_("exit"),
    "crossed": N_("entry"),
    "arrived": N_("arrival"),
    "stopped": N_("stopped"),
}
CHANNELS: Final = {
    "green": N_("Green: no control"),
    "yellow": N_("Yellow: documents are checked"),
    "red": N_("Red: the goods are examined"),
}
CONTROL_RESULTS: Final = {
    "A1": N_("A1: satisfactory"),
    "A2": N_("A2: considered satisfactory"),
    "A5": N_("A5: satisfactory, with discrepancies noted"),
    "B1": N_("B1: not satisfactory"),
}
INCIDENTS: Final = {
    "1": N_("1: deviation from the itinerary"),
    "2": N_("2: seals broken or tampered with"),
    "3": N_("3: goods transferred to another vehicle"),
    "4": N_("4: imminent danger, unloaded in part or whole"),
    "5": N_("5: another event that hinders the journey"),
    "6": N_("6: a part of the vehicle or train changed"),
}
MODES: Final = {
    "road": N_("by road"),
    "rail": N_("by rail"),
    "sea": N_("by sea"),
    "multimodal": N_("by several modes"),
}
DIRECTIONS: Final = {
    "entry": N_("entry into the state"),
    "exit": N_("exit from the state"),
    "export": N_("export"),
    "import": N_("import"),
    "transit": N_("transit"),
}
DOCUMENT_GROUPS: Final = {
    "previous": N_("Previous documents"),
    "supporting": N_("Supporting documents"),
    "transport": N_("Transport documents"),
    "additional": N_("Additional references"),
    "information": N_("Additional information"),
}
STOP_CAUSES: Final = {
    "papers": N_("papers are missing or wrong"),
    "identity": N_("another vehicle or driver than declared"),
    "seals": N_("seals are broken, missing or others"),
    "goods": N_("other goods than declared"),
    "permit": N_("a permit is missing"),
    "guarantee": N_("the guarantee does not hold here"),
    "prohibited": N_("the goods may not enter this state"),
    "safety": N_("the vehicle may not go on: mass, size, condition"),
    "other": N_("another cause, as described"),
}
DIVERSIONS: Final = {
    "decide": N_("Another office is asked for"),
    "asked": N_("Diversion not decided yet"),
    "refused": N_("Diversion not allowed"),
    "elsewhere": N_("Diverted elsewhere"),
}
WORST: Final = {
    "unsatisfactory": N_("Control not satisfactory"),
    "stopped": N_("Stopped"),
    "seals_broken": N_("Seals broken"),
    "held": N_("Goods held"),
    "discrepancy": N_("Discrepancy"),
}
POWER_SCOPES: Final = {
    "file": N_("file declarations"),
    "amend": N_("amend declarations"),
}
CONTACT_DAYS: Final = {
    "workdays": N_("Monday to Friday"),
    "six": N_("Monday to Saturday"),
    "every": N_("every day"),
}
LIMITS: Final = {
    "": N_("may file"),
    "drafts": N_("drafts only"),
    "read": N_("read only"),
}
ACCOUNT_CHANGES: Final = {
    "added": N_("account added"),
    "changed": N_("name, role, office or organisation changed"),
    "closed": N_("account closed"),
    "reopened": N_("account opened again"),
    "limited": N_("rights of a colleague changed"),
    "link": N_("one-time link for a new password given"),
    "password": N_("password changed"),
    "second_factor": N_("second factor set up"),
    "second_factor_off": N_("second factor taken away"),
    "passkey": N_("passkey added"),
    "passkey_off": N_("passkey removed"),
    "token": N_("API token given"),
    "token_off": N_("API token taken back"),
}
VERDICTS: Final = {
    "valid": N_("Valid"),
    "invalid": N_("Not valid"),
    "check": N_("Check by hand"),
}
CLASH: Final = N_("What was noted does not fit the state it was in: %(status)s")
"""Any other contradiction of an event and a state; the timeline shows which was noted."""
PEER_STATES: Final = {
    "ok": N_("In step"),
    "behind": N_("Catching up"),
    "stopped": N_("No answer"),
    "refused": N_("Its pages are refused"),
    "halted": N_("Stopped by this node"),
    "unknown": N_("Not asked yet"),
}

PAPERS: Final = {
    "insurance": N_("insurance"),
    "inspection": N_("technical inspection"),
    "tir_approval": N_("TIR approval"),
    "adr_approval": N_("ADR vehicle certificate"),
    "passport": N_("passport"),
    "licence": N_("driving licence"),
    "visa": N_("visa"),
    "adr_training": N_("ADR driver certificate"),
    "tachograph_card": N_("tachograph card"),
}
"""Papers that end, as a sentence names them."""

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "status": MOVEMENT_STATUSES,
    "stage": STAGES,
    "term": TERMS,
    "answer_of_holder": ANSWERS_OF_HOLDER,
    "answer_of_office": ANSWERS_OF_OFFICE,
    "recovery_ground": GROUNDS,
    "who_pays": WHO_PAYS,
    "recovery_end": RECOVERY_ENDS,
    "guarantee": GUARANTEE_STATUSES,
    "guarantee_kind": GUARANTEE_KINDS,
    "guarantee_reason": REASONS,
    "role": ROLES,
    "office_role": OFFICE_ROLES,
    "station_event": STATION_EVENTS,
    "channel": CHANNELS,
    "result": CONTROL_RESULTS,
    "authorised": AUTHORISED,
    "authorised_kind": AUTHORISED_KINDS,
    "arrival_refusal": ARRIVAL_REFUSALS,
    "release_extent": RELEASE_EXTENTS,
    "held_reason": HELD_REASONS,
    "departure_result": DEPARTURE_RESULTS,
    "control_kind": CONTROL_KINDS,
    "notified": NOTIFIED,
    "no_release": NO_RELEASE,
    "field": FIELDS,
    "incident": INCIDENTS,
    "cost": COST_KINDS,
    "mode": MODES,
    **JOURNEY_TABLES,
    "diversion": DIVERSIONS,
    "record_by": RECORD_BYS,
    "stop_cause": STOP_CAUSES,
    "wagons_did": WAGONS_DID,
    "rail_note": NOTE_KINDS,
    "wagon_result": WAGON_RESULTS,
    "record_purpose": RECORD_PURPOSES,
    "record_status": RECORD_STATUSES,
    "record_why": RECORD_WHYS,
    "direction": DIRECTIONS,
    "document": DOCUMENT_TYPES,
    "document_group": DOCUMENT_GROUPS,
    "means": MEANS_KINDS,
    "discrepancy": DISCREPANCIES,
    "worst": WORST,
    "outcome": OUTCOMES,
    "settled": SETTLED,
    "verdict": VERDICTS,
    "account_change": ACCOUNT_CHANGES,
    "power_scope": POWER_SCOPES,
    "contact_days": CONTACT_DAYS,
    "refdata": REFDATA_LISTS,
    "mapped_list": MAPPED_LISTS,
    "mapping": MAPPING_RELATIONS,
    "limit": LIMITS,
    "peer": PEER_STATES,
    **PERMIT_TABLES,
    "paper": PAPERS,
    **QUOTA_TABLES,
    **REGISTER_TABLES,
    **EPERMIT_TABLES,
}

_KINDS: Final = {
    "ok": "released written_off accepted reserved granted have goods_released left green A1 A2 ok "
    "exhausted given by_paper",
    "wait": "submitted prelodged amendment_awaited under_control guarantee_registering requested "
    "applied results_due behind results_known information_requested waiting unloading_permitted "
    "yellow appealed A5 decide asked discrepancy under_enquiry recovery_ended released_in_part "
    "later",
    "stop": "rejected cancelled invalidated lapsed not_released refused revoked red B1 stopped "
    "missing permit_partial permit_other_goods expired under_recovery guarantee_under_amendment "
    "permit_other_plate permit_expired permit_not_yet_valid permit_withdrawn permit_revoked "
    "seals_broken held goods_not_released suspended ended unsatisfactory",
    "info": "arrived expected inside",
}
KIND_OF_STATUS: Final = {code: kind for kind, codes in _KINDS.items() for code in codes.split()}

OF_DATA: Final = frozenset({"permit_detail", "permit_value"})
"""Tables that only data has: what types of permits ask, and what may be answered."""


class Labels:
    """The tables in one language."""

    def __init__(
        self, words: Words, of_data: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """`of_data`: by table and code, what data says in this language already."""
        self._words = words
        self._of_data = of_data or {}

    def __call__(self, code: str, table: str) -> str:
        """The words for a code; a code that has none stands for itself."""
        said = self._of_data.get(table, {}).get(code)
        text = None if table in OF_DATA else TABLES[table].get(code)
        if text or said:
            return self._words.gettext(text) if text else str(said)
        _, is_clash, status = code.partition("_while_")
        if is_clash and table == "discrepancy":
            return self._words.gettext(CLASH) % {"status": self(status, "status")}
        return code

    def with_code(self, code: str, table: str) -> str:
        """The words with the code behind them, where papers name it; an unknown code alone."""
        word = self(code, table)
        return code if word == code else f"{word} ({code})"

    def options(self, table: str) -> list[dict[str, str]]:
        """All codes of a table as choices of a form."""
        return [{"value": code, "label": self(code, table)} for code in TABLES[table]]


def kind_of_status(code: str) -> str:
    """The kind of tag for a status."""
    return KIND_OF_STATUS.get(code, "neutral")
