"""Scanning: a permit's QR is read at the gate."""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.checkpoints.state import Scan, Visit
from corridor.domain.checkpoints.voices import CHECKPOINT, during
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.values import Text


class ScanPermit(Command, frozen=True, tag="checkpoint.scan_permit"):
    """Keep the result of a scan."""

    number: Annotated[str, Meta(min_length=1, max_length=60)]
    verdict: Literal["valid", "invalid", "check"]
    reason: Text = ""


class PermitScanned(Payload, frozen=True, tag="checkpoint.permit_scanned/1"):
    """A permit's QR was read at the gate, and what came of it."""

    office: str
    number: str
    verdict: Literal["valid", "invalid", "check"]
    reason: Text = ""


def _scan(state: Visit, command: ScanPermit, context: Context) -> Decision:
    return (PermitScanned(state.office, command.number, command.verdict, command.reason),)


def _scanned(s: Visit, p: PermitScanned, f: Fact[Any]) -> Visit:
    return replace(s, scans=(*s.scans, Scan(p.number, p.verdict, f.at, p.reason)))


SCANNING: Final = Act[Visit](
    "scanning",
    asked=(Asked(ScanPermit, "checkpoint", _scan, CHECKPOINT, during("waiting", "inside")),),
    told=(Told(PermitScanned, CHECKPOINT, frozenset({"waiting", "inside"}), _scanned),),
)
