"""A movement of the story, and the shortest way to say things about it in a test."""

import hashlib
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import astuple, replace

from corridor.domain.codes import make_grn
from corridor.domain.context import Context, Parameters
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.state import Guarantee, access_digest
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.guarantee import AnswerGuarantee, RequestGuarantee
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import stations_of
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.domain.reference import load_reference
from corridor.domain.refusals import Refused
from corridor.node.demo.dossiers import story_dossier
from tests.domain.known import NOTHING, Known, decide

TODAY = "2026-11-21"
NODES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")
NOW = f"{TODAY}T08:00:00.000Z"
DAY_MIN = 24 * 60
"""All of the story happens on one day: the world goes so fast that the way takes no time."""
SUBJECT = "mv-KG-00000000000000000001"
GRN = make_grn("26", "KG", "000001000001")
REFERENCE = load_reference()
RULES = load_requirement_rules()
DOSSIER = story_dossier("OSH-2026-1", GRN, date(2026, 11, 21))
GUARANTEE = Guarantee(
    grn=GRN,
    node="KG",
    holder="ala-too",
    guarantor="kg-guarantor",
    kind="1",
    reference_minor=5_000_000,
    currency="EUR",
    valid_from="2026-01-01",
    valid_to="2027-12-31",
    access_digest=access_digest("salt", "A1B2"),
)
CARRIER = Actor("", "ala-too", "aibek", "carrier")
OTHER_CARRIER = Actor("", "tien-shan", "nurlan", "carrier")


def customs(office: str) -> Actor:
    """An officer of this office."""
    return Actor(office, f"{office[:2].lower()}-customs", "officer", "customs")


OSH = customs("KGOSH001")
DUSTLIK = customs("UZDUST01")
FARAP = customs("TMFARA01")
ALAT = customs("AZALAT01")
TSITELI = customs("GETSIT01")
POTI = customs("GEPOTI01")


def context(actor: Actor, **changes: Any) -> Context:
    """What the engine would give `decide` on the day of the story, with all permits waived."""
    base = Context(
        now=NOW,
        node=actor.office[:2] or "KG",
        subject=SUBJECT,
        actor=actor,
        reference=REFERENCE,
        token="ABCDEFGHIJ12",
        nodes=frozenset(NODES),
        parameters=Parameters(time_factor=DAY_MIN),
    )
    return replace(base, **changes)


class World:
    """One movement, talked about by many: each accepted command is folded in at once."""

    def __init__(self) -> None:
        self.state: Movement | None = None
        self.facts: list[Fact[Any]] = []
        self.answers: list[Any] = []

    def tell(
        self, command: Any, actor: Actor, known: Known = NOTHING, **changes: Any
    ) -> tuple[str, ...]:
        """Give a command; the tags of what came of it, or the codes of why nothing did."""
        found = decide(MOVEMENTS, self.state, command, context(actor, **changes), known)
        self.answers.append(found)
        if isinstance(found, Refused):
            return tuple(refusal.code for refusal in found.refusals)
        for payload in found:
            self.hear(payload, actor, changes.get("node", ""), changes.get("now", NOW))
        return tuple(str(payload.__struct_config__.tag) for payload in found)

    def hear(self, payload: Any, actor: Actor, node: str = "", at: str = NOW) -> None:
        """Fold one fact in, true or not."""
        number = len(self.facts) + 1
        clock = f"{TODAY}T08:00:00.{number:03d}Z-0000"
        said = Fact(payload, node or actor.office[:2] or "KG", number, clock, at, actor)
        self.facts.append(said)
        self.state = MOVEMENTS.evolve(self.state, said, SUBJECT)

    def now(self) -> Movement:
        """The state; there is one."""
        assert self.state is not None
        return self.state

    def told(self) -> dict[str, Any]:
        """All that was answered, and how it stands then, in full; a dossier by its digest."""
        answers = [
            found.refusals if isinstance(found, Refused) else found for found in self.answers
        ]
        shown: dict[str, Any] = {"answers": _plain(answers)}
        if self.state is not None and not all(isinstance(found, Refused) for found in self.answers):
            rows = [row for node in NODES for row in MOVEMENTS.listings(self.state, node)]
            shown |= {
                "state": _plain(self.state),
                "stations": [" ".join(astuple(station)) for station in stations_of(self.state)],
                "rows": [f"{row.list} {row.due} {row.name} {row.updated}" for row in rows],
                "marks": _plain(list(dict.fromkeys(row.marks for row in rows))),
                "shown": _plain([row.data for row in rows if row.data][:1]),
            }
        return shown


def _plain(value: Any) -> Any:
    """As JSON has it: each list of plain values on one line.

    A dossier is long, and what is done with it shows in its digest too.
    """
    return _digested(msgspec.to_builtins(value))


def _digested(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: hashlib.sha256(msgspec.json.encode(held, order="sorted")).hexdigest()[:12]
            if name == "dossier"
            else _digested(held)
            for name, held in value.items()
        }
    if not isinstance(value, list | tuple):
        return value
    is_deep = any(isinstance(held, dict | list | tuple) for held in value)
    return [_digested(held) for held in value] if is_deep else msgspec.json.encode(value).decode()


LIFE: tuple[tuple[Any, Actor], ...] = (
    (LodgeDeclaration(DOSSIER), CARRIER),
    (AcceptDeclaration(), OSH),
    (DecideControl("green"), OSH),
    (RequestGuarantee(), OSH),
    (AnswerGuarantee(GRN, 1_850_000, "EUR"), Actor("", "KG", "", "system")),
    (AffixSeals(("KG-778201", "KG-778202")), OSH),
    (ReleaseForTransit(), OSH),
    (RecordCrossing("UZDUST01"), DUSTLIK),
    (RecordCrossing("TMFARA01"), FARAP),
    (RecordCrossing("AZALAT01"), ALAT),
    (RecordIncident("AZALAT01", "2", "broken", ("KG-778201",), ("AZ-1",)), ALAT),
    (RecordCrossing("GETSIT01"), TSITELI),
    (RecordArrival("GEPOTI01"), POTI),
    (PermitUnloading(), POTI),
    (RecordUnloading(conforms=True, seals_intact=True), POTI),
    (RecordResults("A1"), POTI),
    (ReleaseGoods(), POTI),
    (WriteOff(), OSH),
)
"""The whole life of a movement, command by command, in order."""


def after(steps: int) -> World:
    """The world after so many steps of a life without trouble."""
    world = World()
    for command, actor in LIFE[:steps]:
        told = world.tell(command, actor)
        assert all("/" in word for word in told), told
    world.answers.clear()
    return world
