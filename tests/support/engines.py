"""Whole engines for tests: a clock one can turn, tokens one can foresee, a store in memory."""

import base64
from datetime import date
from typing import Any

from corridor.domain.codes import make_grn
from corridor.domain.context import Parameters
from corridor.domain.facts import Actor
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.domain.reference import load_reference
from corridor.engine.core import Core
from corridor.engine.hlc import instant, to_ms
from corridor.engine.jobs import Execute
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Clock, Store
from corridor.engine.settings import Settings
from corridor.evidence.keys import Ed25519Signer
from corridor.node.demo.dossiers import story_dossier
from corridor.stores.memory import MemoryStore

NODES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")
START = "2026-11-21T08:00:00.000Z"
REFERENCE = load_reference()
RULES = load_requirement_rules()
GRN = make_grn("26", "KG", "000001000001")
DOSSIER = story_dossier("OSH-2026-1", GRN, date(2026, 11, 21))
MOVEMENT = "mv-KG-00000000000000000001"
CARRIER = Actor("", "ala-too", "aibek", "carrier")
GUARANTOR = Actor("", "kg-guarantor", "gulnara", "guarantor")


class FakeClock:
    """Stands still until it is turned."""

    def __init__(self, now: str = START) -> None:
        self.ms = to_ms(now)

    def now_ms(self) -> int:
        """Where it was turned to."""
        return self.ms

    def turn(self, ms: int) -> None:
        """Forwards or backwards."""
        self.ms += ms


class CountingTokens:
    """Different each time, the same in each run."""

    def __init__(self) -> None:
        self.count = 0

    def token(self) -> str:
        """Twelve digits."""
        self.count += 1
        return f"{self.count:012d}"

    def salt(self) -> str:
        """Sixteen bytes."""
        self.count += 1
        return base64.urlsafe_b64encode(self.count.to_bytes(16, "big")).decode().rstrip("=")


def customs(office: str) -> Actor:
    """An officer of this office."""
    return Actor(office, f"{office[:2].lower()}-customs", "officer", "customs")


def signer_of(node: str) -> Ed25519Signer:
    """The node's key, the same in each run."""
    return Ed25519Signer.from_seed(f"{node}/1", node.encode() * 16)


def make_core(
    node: str = "KG",
    store: Store | None = None,
    clock: Clock | None = None,
    rules: tuple[Any, ...] = (),
) -> Core:
    """An engine of the node whose peers are all the others; without permit rules unless given."""
    settings = Settings(
        node=node,
        clock=clock or FakeClock(),
        tokens=CountingTokens(),
        signer=signer_of(node),
        reference=REFERENCE,
        requirement_rules=rules,
        parameters=Parameters(time_factor=24 * 60),
        peers=frozenset(NODES) - {node},
    )
    return Core(settings, store or MemoryStore())


def do(core: Core, command: Any, actor: Actor, subject: str = MOVEMENT, key: str = "") -> Outcome:
    """Carry out one command in a commit of its own."""
    outcome = core.run_one(Execute(command, actor, subject, key))
    assert isinstance(outcome, Outcome)
    return outcome


def register_guarantee(
    core: Core, grn: str = GRN, holder: str = "ala-too", code: str = "A1B2"
) -> Outcome:
    """A guarantee of 50,000.00 EUR with its access code."""
    command = RegisterGuarantee(
        grn=grn,
        holder=holder,
        kind="1",
        reference_minor=5_000_000,
        currency="EUR",
        valid_from="2026-01-01",
        valid_to="2027-12-31",
        access_code=code,
    )
    return do(core, command, GUARANTOR, f"gr-{grn}")


def lodge(core: Core, subject: str = MOVEMENT, lrn: str = "OSH-2026-1", key: str = "") -> Outcome:
    """The story's dossier, lodged by its carrier on the engine's day."""
    today = date.fromisoformat(instant(core.settings.clock.now_ms())[:10])
    dossier = story_dossier(lrn, GRN, today)
    return do(core, LodgeDeclaration(dossier, "A1B2"), CARRIER, subject, key)
