"""What the pages and the API are given: one frozen value, made by the node's composition root."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Protocol

import msgspec

from corridor.domain.attachments import Attachment
from corridor.domain.consignment import Dossier
from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.kinds import judged
from corridor.domain.permit_types.types import TypeBook, load_permit_types
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.booked import Statement
from corridor.domain.permits.certificates import Certificate
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.verdict import Known, SignatureWord
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import Authority
from corridor.domain.refusals import RefusalText, Refused
from corridor.domain.routes import Route
from corridor.domain.terms import PREFIX, InForce, read_dated
from corridor.engine.codec import AnyCommand
from corridor.engine.core import Engine
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.file_ports import Files, Scanner
from corridor.engine.hlc import DAY_MS, instant, to_ms
from corridor.engine.jobs import Execute
from corridor.engine.observed import Making, Overview
from corridor.engine.observed_invented import InventedMonth
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Clock
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.engine.tuning import NEEDS_POWER
from corridor.engine.writer import Writing
from corridor.web.epermit import EpermitAnswers, EpermitDesk
from corridor.web.messages import MessageDesk
from corridor.web.settings.in_force import SettingsInForce
from corridor.web.settings.known import OFFICERS_NEED_SECOND


class RawRequest(msgspec.Struct, frozen=True):
    """A request to another protocol of the node, exactly as it came."""

    method: str
    target: str
    authority: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class RawResponse(msgspec.Struct, frozen=True):
    """Its answer, to be sent as it is."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class PeerStatus(msgspec.Struct, frozen=True):
    """How it stands with one peer, as the operator sees it.

    `state`: ok | behind | stopped | halted | unknown. Instants are empty before the first.
    """

    node: str
    url: str
    state: str
    received: int
    """Position on the peer's channel to us."""
    sent: int
    """Last position on our channel to the peer."""
    confirmed: int
    """Position on our channel that the peer has signed for."""
    last_page_at: str = ""
    last_receipt_at: str = ""
    problem: str = ""
    """The code of what is wrong, perhaps with a detail after it."""
    silent_since: str = ""
    """Since when nothing could be taken from it; empty while it answers."""
    restored_at: str = ""
    """When it found that this node had come back from an old copy; empty once that is mended."""


class PushDesk(Protocol):
    """What pages know of the push services."""

    @property
    def is_on(self) -> bool:
        """Whether the node sends to any."""

    @property
    def key(self) -> str:
        """The node's public key, with which a browser asks its service."""

    async def judge(self, endpoint: str, p256dh: str, auth: str) -> str:
        """Why nothing is ever sent there, by its code; empty where it is."""


KEY_WARN_DAYS: Final = 60


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the node itself is. Instants are empty where there is none yet.

    `illness`: what the last write failed of. `checked_at`: when the store was last checked whole;
    `checked_share`: of the round that goes on, between 0 and 1. `findings`: what it found, in
    English. `failing`: works of the node itself that fail turn after turn, in English. `set_aside`:
    statements of peers whose effect failed here.
    `trust_alarm`: half-aged | expired. `scanner`: of viruses; empty before it was asked.
    """

    illness: str = ""
    free_bytes: int = 0
    low_bytes: int = 0
    checked_at: str = ""
    checked_share: float = 0.0
    findings: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    set_aside: int = 0
    key_valid_to: str = ""
    trust_expires: str = ""
    trust_alarm: str = ""
    scanner: Literal["", "none", "answers", "away"] = ""
    scanner_version: str = ""
    takes_unscanned: bool = True
    unmeasured: int | None = None
    """Entries of the log that the observatory has not read yet."""
    now: int = 0

    @property
    def ills(self) -> tuple[str, ...]:
        """What needs somebody, by its stable name; nothing while all is well."""
        key_days = (to_ms(self.key_valid_to) - self.now) // DAY_MS if self.key_valid_to else 0
        found = {
            self.illness: bool(self.illness),
            "disk_low": self.free_bytes < self.low_bytes,
            "store_damaged": bool(self.findings),
            "effects_set_aside": self.set_aside > 0,
            "upkeep_fails": bool(self.failing) and not self.illness,
            "key_expired": key_days < 0,
            "key_expires": bool(self.key_valid_to) and 0 <= key_days < KEY_WARN_DAYS,
            "trust_expired": self.trust_alarm == "expired",
            "trust_half_aged": self.trust_alarm == "half-aged",
            "scanner_away": self.scanner == "away",
        }
        return tuple(name for name, is_so in found.items() if is_so)


class Waiting(msgspec.Struct, frozen=True):
    """What waits for a peer to acknowledge it: a subject, how many events of it, since when."""

    subject: str
    events: int
    since: str


class MailState(msgspec.Struct, frozen=True):
    """How it goes with the node's mail. `since`: when its server first failed, of late."""

    server: str
    is_secret: bool
    """Whether the line to the server is encrypted."""
    waiting: int = 0
    since: str = ""
    error: str = ""
    refused: int = 0
    """Of those that wait, mails that the server did not take for their address."""
    again: str = ""
    """When the server is tried again, if it failed."""


class Looked(msgspec.Struct, frozen=True):
    """What came of asking how a permit stands.

    `at`: for which instant its issuer answered, empty if it did not; then `known` is what this node
    knows by itself, if anything, and `since` when the issuer was heard last, if ever.
    """

    known: Known | None = None
    at: str = ""
    since: str = ""


_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_DIGITS = 9
_CHANCE_DIGITS = 8

VerifySignature = Callable[[Credential, str], SignatureWord]
"""(a permit's credential, instant) → the trust list's word on its signature."""


LookUpPermit = Callable[[Credential, str], Awaitable[Looked]]
"""A permit's credential that is really its issuer's, and its text → how it stands now."""


class DeclaredFile(Protocol):
    """What a declaration's file amounts to."""

    @property
    def dossier(self) -> Dossier: ...


ReadDeclaration = Callable[[bytes, Route], DeclaredFile | Refused]
"""Bytes of a message of another system, and the route it shall travel → a dossier, or why not."""


class Fetched(msgspec.Struct, frozen=True):
    """How far a file of another node has come. `problem`: code of why it stopped, if it did.

    `is_here`: it was looked at and is kept; all its bytes may have come before that.
    """

    done: int
    size: int
    problem: str = ""
    is_here: bool = False


FetchFile = Callable[[str, str, Attachment], Fetched]
"""Node where the file was uploaded, the subject that names it, the file: begin to fetch it, or go
on, and say how far it is. Called because somebody opened it, never by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileServices:
    """Files that are attached. Without `scanner` they are taken unscanned, or not at all."""

    store: Files
    keeper: FileKeeper
    fetch: FetchFile
    scanner: Scanner | None = None
    takes_unscanned: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything the web leans on. Optional parts are answered by "not here" where absent."""

    engine: Engine
    writer: Writing
    queries: Queries
    clock: Clock
    references: ReferenceInForce
    authorities: tuple[Authority, ...]
    types: TypeBook = field(default_factory=load_permit_types)
    """Types of permits, with those of this node alone."""
    settings: SettingsInForce
    """What operators change while the node runs."""
    data_dir: Path
    """Where the node keeps its files; the session key lies here, readable by the node alone."""
    verify_signature: VerifySignature
    look_up_permit: LookUpPermit
    trust_json: Callable[[], bytes]
    """The trust list as the checkpoint page keeps it on the device."""
    home: str = ""
    """Where people find its pages, as the node's settings say: passkeys hold there alone."""
    demo: bool = False
    secure_cookies: bool = True
    follow: Callable[[RawRequest], Awaitable[RawResponse]] | None = None
    """Serves the feed to peers under /exchange/."""
    peers: Callable[[], tuple[PeerStatus, ...]] = tuple
    """How it stands with each peer."""
    silent: Callable[[], Mapping[str, str]] | None = None
    """Nodes that cannot be heard, with the instant of their last word (empty where unknown)."""
    waiting_for: Callable[[str], tuple[Waiting, ...]] | None = None
    """What waits for a peer, the longest first."""
    health: Callable[[], Health] | None = None
    statement: Callable[[bytes], Statement | Refused] | None = None
    """Reads a statement of a bank (camt.053)."""
    read_certificate: Callable[[bytes], Certificate | Refused] | None = None
    """Reads a sanitary or phytosanitary certificate of another state (SPS XML)."""
    write_certificate: Callable[[Certificate], bytes] | None = None
    """The same on its way out."""
    xroad_callers: Mapping[str, str] | None = None
    """Clients of X-Road that may call, each with its authority; absent off X-Road."""
    xroad_client: str = ""
    """This node's own name on X-Road; any service is taken for ours where it has none."""
    behind_xroad: Mapping[str, str] = field(default_factory=dict)
    """Authorities whose own systems decide, each with its service."""
    mail: Callable[[], MailState] | None = None
    """How it goes with mail; absent where the node sends none."""
    push: PushDesk | None = None
    """The way to push services."""
    judge_receiver: Callable[[str], Awaitable[str]] | None = None
    """Address of a webhook → why it is never called, by its code; absent where none is."""
    named_receivers: tuple[str, ...] = ()
    """Receivers that the node's settings allow although they are not public."""
    evidence: Callable[[str, bool], bytes] | None = None
    """(subject id, whether it is for the carrier) → bytes of the evidence file."""
    read_declaration: ReadDeclaration | None = None
    observed: Callable[[], Overview | None] | None = None
    """What the node's observatory tells everybody."""
    making: Callable[[], Making | None] | None = None
    """How far the invented years of a demonstration are made; None where nothing is being made."""
    invented: Callable[[str], InventedMonth | None] | None = None
    """What is behind the figures of one of those months; None where there is no such month."""
    messages: MessageDesk | None = None
    """The messages of traders' systems."""
    ncts_places: Mapping[str, str] = field(default_factory=dict)
    """Field of the dossier → its element in NCTS's declaration."""
    declared_in: Callable[[bytes], Dossier | Refused] | None = None
    """A declaration of another system → its dossier, judged by no rule; or why it is none."""
    files: FileServices | None = None
    epermit: EpermitDesk | None = None
    """Lines to partners that run the e-permit server."""
    epermit_answers: EpermitAnswers | None = None
    """What those partners are answered."""
    refusal_texts: Mapping[str, RefusalText] = field(default_factory=dict)
    """Texts of refusals that the domain does not know: those of the gateways."""

    @property
    def officers_need_second(self) -> bool:
        """Whether officers and operators get nowhere without a second factor."""
        return self.settings.is_on(OFFICERS_NEED_SECOND)

    @property
    def notices(self) -> PushDesk | None:
        """Notices on devices, while the node sends any."""
        return self.push if self.push is not None and self.push.is_on else None

    @property
    def brokers_need_power(self) -> bool:
        """Whether nobody files for another firm without its power of attorney on this node."""
        return self.settings.is_on(NEEDS_POWER)

    @property
    def node(self) -> str:
        """Two letters."""
        return self.engine.node

    @property
    def reference(self) -> Reference:
        """Reference data as they count now; `on` gives those of another day."""
        return self.references.at(self.now(), self.node)

    @property
    def rules(self) -> RuleBook:
        """The permit rules; `on` gives those of a day."""
        return self.references.rules

    @property
    def rules_today(self) -> RuleBook:
        """Those that count today."""
        return self.rules.on(self.day_at(self.node))

    def now(self) -> str:
        """The present instant."""
        return instant(self.clock.now_ms())

    def term(self, name: str, day: str) -> int:
        """A term of the law that holds on a day."""
        return InForce({name: read_dated(self.settings.text(PREFIX + name))}).on(name, day)

    def day_at(self, where: str) -> str:
        """The calendar day it is now at an office, a place or in a state."""
        return day_at(self.now(), where)

    async def execute(
        self, command: AnyCommand, actor: Actor, subject: str, key: str = "", data: bytes = b""
    ) -> Outcome:
        """Ask the engine. What stands against the command by itself is judged here, beside the
        writer: a long dossier does not hold up everybody else's.
        """
        found = judged(command, self.references.sets, self.now())
        job = Execute(command, actor, subject, key, data, found)
        outcome: Outcome = await self.writer.run(job)
        return outcome

    def new_id(self, kind: str) -> str:
        """A fresh subject id, `mv-KG-…`: it sorts by time, and its end cannot be guessed."""
        chance = self.engine.settings.tokens.token()[-_CHANCE_DIGITS:]
        return f"{kind}-{self.node}-{_digits(self.clock.now_ms())}{chance}"


def _digits(number: int) -> str:
    digits = ""
    for _ in range(_TIME_DIGITS):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
