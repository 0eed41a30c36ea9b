"""What the verification of an evidence file says."""

import msgspec


class Check(msgspec.Struct, frozen=True):
    """One verification step. `code` and `remedy` are empty when it passed."""

    number: int
    name: str
    ok: bool
    detail: str
    code: str = ""
    remedy: str = ""


class Witnessed(msgspec.Struct, frozen=True):
    """That a node had seen a log at this head, at this instant by its own clock."""

    node: str
    at: str


class Received(msgspec.Struct, frozen=True):
    """That a follower had durably received an event: its receipt's time and co-signature's."""

    follower: str
    at: str
    cosigned_at: str
    position: int


class EventReport(msgspec.Struct, frozen=True):
    """One verified event: who said what, where it is logged, who received it.

    `index`: in the exporter's log. `origin_index`, `witnessed`: in the publisher's own log, and
    who co-signed that log's head; for the exporter's own events see the report's `witnessed`.
    """

    node: str
    number: int
    at: str
    clock: str
    office: str
    org: str
    person: str
    role: str
    subject: str
    tag: str
    payload: msgspec.Raw
    index: int
    origin_index: int | None
    witnessed: tuple[Witnessed, ...]
    received: tuple[Received, ...]


class CaseReport(msgspec.Struct, frozen=True):
    """The outcome. Facts are there only when every check passed; events are in clock order."""

    checks: tuple[Check, ...]
    roots_given: bool
    reference: str = ""
    subject: str = ""
    node: str = ""
    exported_at: str = ""
    log_size: int = 0
    witnessed: tuple[Witnessed, ...] = ()
    events: tuple[EventReport, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every step passed."""
        return all(check.ok for check in self.checks)

    @property
    def failed(self) -> Check | None:
        """The step that failed, if one did: the last."""
        return None if self.ok else self.checks[-1]
