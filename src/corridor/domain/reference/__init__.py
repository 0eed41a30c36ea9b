"""Reference data of the corridor: places, links, states, offices, borders, package kinds."""

from corridor.domain.reference.code_rows import PackageKind
from corridor.domain.reference.index import build_reference
from corridor.domain.reference.loader import load_reference
from corridor.domain.reference.model import Office, OfficeRole, Reference

__all__ = ["Office", "OfficeRole", "PackageKind", "Reference", "build_reference", "load_reference"]
