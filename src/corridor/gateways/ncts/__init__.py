"""NCTS messages, read into the corridor's own dossier; what has no place there is set aside."""

from corridor.gateways.ncts.check import CheckResult, Declared, check_file, read_declaration
from corridor.gateways.ncts.desk import NctsDesk
from corridor.gateways.ncts.message import Unfit, read_message
from corridor.gateways.ncts.official import SchemasUnusableError
from corridor.gateways.ncts.places import ncts_places
from corridor.gateways.ncts.record import declared_in, record_of
from corridor.gateways.ncts.roundtrip import RoundTrip, roundtrip
from corridor.gateways.ncts.texts import TEXTS

__all__ = [
    "TEXTS",
    "CheckResult",
    "Declared",
    "NctsDesk",
    "RoundTrip",
    "SchemasUnusableError",
    "Unfit",
    "check_file",
    "declared_in",
    "ncts_places",
    "read_declaration",
    "read_message",
    "record_of",
    "roundtrip",
]
