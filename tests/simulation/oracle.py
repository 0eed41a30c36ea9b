"""Says whether a run kept its promises, from the bytes alone and without the engine's own logic.

The numbers are those of the invariants that the exchange promises to keep under any fault.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from corridor.domain.barriers.kind import BARRIERS
from corridor.domain.commitments.kind import COMMITMENTS
from corridor.domain.complaints.kind import COMPLAINTS
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.indicators.kind import INDICATORS
from corridor.domain.listings import mark
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.state import OPEN
from corridor.domain.permits.kind import PERMITS
from corridor.domain.refdata.kind import REFDATA
from corridor.engine.assessing import read_kept
from corridor.engine.codec import fact_of
from corridor.engine.ports import Reader, StoredEvent
from corridor.engine.proposing import PROPOSED, RISK
from corridor.engine.subjects import load
from corridor.stores.memory import MemoryStore
from tests.simulation.people import WEIGHED, Told

TO_ALL = ("au-", "ct-", "ob-", "cm-", "in-", "ba-", "rd-")
"""Whom a state has authorised, how its desks are reached, its register and lists, all may know."""
FOLDED = (MOVEMENTS, PERMITS, COMMITMENTS, INDICATORS, BARRIERS, COMPLAINTS, REFDATA)
FOLDS: dict[str, Any] = {kind.prefix: kind.fold for kind in FOLDED}


class Oracle:
    """Looks at all stores after a run, when the world has been kind for long enough."""

    def __init__(self, stores: dict[str, MemoryStore], told: list[Told]) -> None:
        self.told = told
        self.readers: dict[str, Reader] = {}
        for name, store in stores.items():
            with store.read() as reader:
                self.readers[name] = reader
        self.logs = {name: reader.log(0, 1 << 30) for name, reader in self.readers.items()}

    def broken(self) -> list[str]:
        """Every broken promise, in words."""
        checks = (
            self.acts_exist,
            self.delivered_once,
            self.nobody_sees_too_much,
            self.logs_verify,
            self.states_agree,
            self.refusals_are_noted,
            self.no_guarantee_is_overdrawn,
            self.nothing_is_held_for_what_ended,
            self.ledgers_claim_what_is_demanded,
            self.all_that_departs_was_weighed,
            self.nobody_reads_by_what_it_was_weighed,
        )
        return [f"{check.__name__}: {found}" for check in checks for found in check()]

    def acts_exist(self) -> Iterator[str]:
        """(1) Every act acknowledged to a person exists."""
        for told in self.told:
            for said in told.outcome.events:
                event = self.readers[told.node].event_named(told.node, said.number)
                if event is None or (event.tag, event.subject) != (said.tag, said.subject):
                    yield f"{told.node} told of {said}, holds {event and event.tag}"

    def delivered_once(self) -> Iterator[str]:
        """(2) Every event acknowledged by a peer is there once and took effect once."""
        held = {name: Counter(event.leaf for event in log) for name, log in self.logs.items()}
        for publisher, here in self.readers.items():
            for follower, there in self.readers.items():
                upto = here.cursor(f"receipts:{follower}").position
                end = here.channel_end(follower)[0]
                if upto != end or there.cursor(publisher).position != end:
                    yield f"{publisher} to {follower}: {end} sent, {upto} acknowledged"
                for entry in here.channel(follower, 0, upto):
                    sent = here.event(entry.index)
                    count = held[follower][entry.leaf]
                    if count != 1 or sent is None:
                        yield f"{follower} holds {count} of {publisher}'s {entry.position}"
        for name, reader in self.readers.items():
            for subject in {e.subject for e in self.logs[name] if e.subject[2] == "-"}:
                events, version = reader.events(subject), load(reader, subject).version
                if version != len(events):
                    yield f"{name}: {subject} folded {version} of {len(events)} events"

    def nobody_sees_too_much(self) -> Iterator[str]:
        """(3) Nobody holds what they may not see."""
        audiences = self._audiences()
        for name, log in self.logs.items():
            for event in log:
                if event.node == name:
                    continue
                told = event.tag in ("event.refused/1", "peer.misbehaved/1")
                told = told or event.subject.startswith(TO_ALL)
                if not told and name not in audiences.get(event.subject, frozenset()):
                    yield f"{name} holds {event.tag} of {event.node} on {event.subject}"

    def _audiences(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for event in self._all_events():
            said = json.loads(event.data)["payload"]
            who = found.setdefault(event.subject, {event.subject[3:5]})
            if "dossier" in said:
                points = said["dossier"]["route"]["points"]
                who.add(points[0]["country"])
            if event.tag == "complaint.filed/1":
                who.add(said["against"])
            if event.tag == "record.requested/1":
                who.add(said["to"])
            if event.tag == "permit.applied/1":
                asked = said["request"]
                who |= {asked["country"], *asked.get("countries", [])[:1]}
        for event in self._all_events():
            if event.tag == "movement.accepted/1":
                found[event.subject] |= self._countries(event.subject)
            if event.tag == "permit.revoked/1":
                found[event.subject] |= self._asked_by(event.subject)
            if event.tag == "movement.shared/1":
                found[event.subject].add(json.loads(event.data)["payload"]["office"][:2])
        return found

    def _asked_by(self, subject: str) -> set[str]:
        """The whole way of a permit that was revoked: the vehicle may be anywhere on it."""
        applied = (e for e in self._all_events() if e.subject == subject)
        asked = (json.loads(e.data)["payload"].get("request", {}) for e in applied)
        return {country for one in asked for country in one.get("countries", ())}

    def _countries(self, subject: str) -> set[str]:
        said = [json.loads(e.data)["payload"] for e in self._all_events() if e.subject == subject]
        routes = [payload["dossier"]["route"] for payload in said if "dossier" in payload]
        routes += [payload["route"] for payload in said if "route" in payload]
        return {point["country"] for route in routes for point in route["points"]}

    def _all_events(self) -> Iterator[StoredEvent]:
        """Every event as its own node holds it."""
        for name, log in self.logs.items():
            yield from (event for event in log if event.node == name)

    def logs_verify(self) -> Iterator[str]:
        """(4) Every log verifies and is consistent with every checkpoint ever co-signed."""
        for name, log in self.logs.items():
            tree = Tree([hashlib.sha256(b"\0" + event.data).digest() for event in log])
            seen = [self.readers[peer].cursor(name).checkpoint for peer in self.readers]
            signed = [
                json.loads(json.loads(e.data)["payload"]["receipt"])["body"]
                for e in log
                if e.tag == "receipt.taken/1"
            ]
            seen += [json.loads(base64.b64decode(body))["checkpoint"] for body in signed]
            own = self.readers[name].checkpoint()
            seen.append(own[1] if own else "")
            for note in filter(None, seen):
                _, size, root = note.split("\n")[:3]
                if base64.b64encode(tree.root(0, min(int(size), len(log)))).decode() != root:
                    yield f"{name}: another root at {size}"
            if own is not None and own[0] != len(log):
                yield f"{name}: {len(log)} entries under a checkpoint of {own[0]}"

    def states_agree(self) -> Iterator[str]:
        """(5) When faults stop, all nodes on a route hold the same state."""
        audiences = self._audiences()
        events = list(self._all_events())
        for subject in sorted({e.subject for e in events if e.subject[:2] in FOLDS}):
            facts = [fact_of(event) for event in events if event.subject == subject]
            right = FOLDS[subject[:2]](subject, facts)
            gone = set(getattr(right, "withdrawn", ()))
            for name in sorted(audiences[subject] - gone):
                if name in self.readers and load(self.readers[name], subject).state != right:
                    yield f"{name} differs on {subject}"

    def no_guarantee_is_overdrawn(self) -> Iterator[str]:
        """Σ reserved ≤ reference amount, after each event that its ledger ever said."""
        for name, subject in self._ledgers():
            state = None
            for event in self.readers[name].events(subject):
                state = GUARANTEES.evolve(state, fact_of(event), subject)
                if state is not None and state.available_minor() < 0:
                    yield f"{subject} overdrawn by {event.tag} {event.number}"

    def nothing_is_held_for_what_ended(self) -> Iterator[str]:
        """What a ledger holds is held for a movement that is open, as all its nodes say."""
        for name, subject in self._ledgers():
            ledger: Any = load(self.readers[name], subject).state
            for movement in (*ledger.reserved, *ledger.awaiting):
                state: Any = load(self.readers[name], movement).state
                if state is None or state.status not in OPEN:
                    yield f"{subject} holds for {movement}, which is {state and state.status}"
                elif f"gr-{state.guarantee.grn}" != subject:
                    yield f"{subject} holds for {movement}, which names {state.guarantee.grn}"

    def ledgers_claim_what_is_demanded(self) -> Iterator[str]:
        """What a ledger has to pay is what the office that brings a debt in still demands of it."""
        for name, subject in self._ledgers():
            ledger: Any = load(self.readers[name], subject).state
            every = {e.subject for e in self.logs[name] if e.subject.startswith("mv-")}
            for movement in sorted(every):
                state: Any = load(self.readers[name], movement).state
                recovery = state.pursuit.recovery if state is not None else None
                claimed = recovery.claimed(state.guarantee.grn) if recovery is not None else {}
                asked = 0
                if recovery is not None and recovery.is_open and subject[3:] in claimed:
                    asked = recovery.asked_from(subject[3:], state.guarantee.grn)
                held = ledger.claims.get(movement)
                if (held.left_minor if held is not None else 0) != asked:
                    yield f"{subject} owes {held} for {movement}, of which {asked} is demanded"

    def all_that_departs_was_weighed(self) -> Iterator[str]:
        """What a node accepted it has weighed, whatever crashed, and its own officers find it so
        while none of them has decided.
        """
        for name, log in self.logs.items():
            reader = self.readers[name]
            own = (e for e in log if (e.node, e.tag) == (name, "movement.accepted/1"))
            for subject in dict.fromkeys(event.subject for event in own):
                kept = read_kept(reader.document(RISK, subject))
                hits = [hit.code for hit in kept.assessment.hits] if kept is not None else []
                if hits != [WEIGHED]:
                    yield f"{name} weighed {subject} by {hits}"
                    continue
                state: Any = load(reader, subject).state
                list_ = f"customs:{state.dossier.route.points[0].office}:decide"
                if reader.row(list_, subject) is not None and not state.channel:
                    marked = reader.marked(list_, mark(PROPOSED, "red"), 1_000)
                    if not marked:
                        yield f"{name}: {subject} is not found by what is proposed"

    def nobody_reads_by_what_it_was_weighed(self) -> Iterator[str]:
        """Risk profiles are in nothing that another node has."""
        for name, log in self.logs.items():
            for event in log:
                if event.node != name and WEIGHED.encode() in event.data:
                    yield f"{name} reads of {event.node}'s profiles in {event.tag}"

    def _ledgers(self) -> Iterator[tuple[str, str]]:
        for name, log in self.logs.items():
            every = {event.subject for event in log if event.subject.startswith("gr-")}
            found = {subject for subject in every if subject[5:7] == name}
            yield from ((name, subject) for subject in sorted(found))

    def refusals_are_noted(self) -> Iterator[str]:
        """(6) Every refusal has a code and an entry."""
        noted: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
        for name, log in self.logs.items():
            for event in log:
                if event.tag == "command.refused/1" and event.node == name:
                    said = json.loads(event.data)["payload"]
                    entry = (said["about"], tuple(said["codes"]))
                    noted.setdefault(name, set()).add(entry)
        for told in self.told:
            codes = tuple(refusal.code for refusal in told.outcome.refusals)
            entry = (told.outcome.subject, codes)
            if codes and (not all(codes) or entry not in noted.get(told.node, set())):
                yield f"{told.node} refused {entry} without an entry"


class Tree:
    """RFC 9162, section 2.1.1, as it is written there; what it has hashed it keeps."""

    def __init__(self, leaves: list[bytes]) -> None:
        self._leaves = leaves
        self._known: dict[tuple[int, int], bytes] = {}

    def root(self, begin: int, end: int) -> bytes:
        """Of the leaves from `begin` to before `end`."""
        if begin == end:
            return hashlib.sha256(b"").digest()
        if end - begin == 1:
            return self._leaves[begin]
        if (begin, end) not in self._known:
            split = begin + (1 << (end - begin - 1).bit_length() - 1)
            both = self.root(begin, split) + self.root(split, end)
            self._known[begin, end] = hashlib.sha256(b"\1" + both).digest()
        return self._known[begin, end]
