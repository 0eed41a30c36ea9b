"""Judges the databases of real nodes by their bytes alone, without the engine's own logic.

Hashes, chains, audiences and deliveries are worked out again here, so that a mistake of the engine
cannot hide behind itself. Each check yields what is broken, in words.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from corridor.evidence.checkpoint import log_verifier, open_note, witness_verifier
from corridor.evidence.keys import signer_from_pem
from corridor.node.demo.network import DEMO_NODES, key_id
from tests.support.real_nodes import RealNetwork

TOLD_TO_PEERS = frozenset({"event.refused/1", "peer.misbehaved/1"})
"""What nodes tell each other about their exchange; everything else a node notes stays at home."""


class Entry(NamedTuple):
    """A row of the log."""

    place: int
    node: str
    number: int
    subject: str
    tag: str
    leaf: bytes
    data: bytes

    def said(self) -> dict[str, Any]:
        """The payload."""
        payload: dict[str, Any] = json.loads(self.data)["payload"]
        return payload


@dataclass
class Ledger:
    """One node's database as it is now."""

    node: str
    log: list[Entry]
    states: dict[str, tuple[int, bytes]]
    checkpoints: dict[int, str]
    channels: dict[str, list[tuple[int, int, bytes, bytes]]]
    acknowledged: dict[str, int]
    followed: dict[str, tuple[int, bytes, int, str]]
    integrity: list[str]

    def entry(self, node: str, number: int) -> Entry | None:
        """The event of this name, if it is held."""
        return next((e for e in self.log if (e.node, e.number) == (node, number)), None)


def read_ledger(network: RealNetwork, node: str) -> Ledger:
    """The ledger of one node, from one snapshot."""
    peers = [peer for peer in DEMO_NODES if peer != node]
    with network.database(node) as base:
        log = base.execute("SELECT entry,node,number,subject,tag,leaf,data FROM log ORDER BY entry")
        channel = "SELECT position,entry,leaf,head FROM channel WHERE peer=? ORDER BY position"
        cursor = "SELECT position,head,size,checkpoint FROM cursors WHERE peer=?"
        upto = "SELECT max(upto) FROM receipts WHERE peer=?"
        return Ledger(
            node=node,
            log=[Entry(*row) for row in log],
            states={
                s: (v, d) for s, v, d in base.execute("SELECT subject,version,data FROM states")
            },
            checkpoints=dict(base.execute("SELECT size,note FROM checkpoints").fetchall()),
            channels={peer: base.execute(channel, (peer,)).fetchall() for peer in peers},
            acknowledged={peer: base.execute(upto, (peer,)).fetchone()[0] or 0 for peer in peers},
            followed={
                peer: base.execute(cursor, (peer,)).fetchone() or (0, bytes(32), 0, "")
                for peer in peers
            },
            integrity=[line for (line,) in base.execute("PRAGMA integrity_check") if line != "ok"],
        )


def read_ledgers(network: RealNetwork) -> dict[str, Ledger]:
    """All six."""
    return {node: read_ledger(network, node) for node in DEMO_NODES}


def broken(network: RealNetwork, ledgers: Mapping[str, Ledger]) -> list[str]:
    """Everything that is wrong with them."""
    verifiers = _verifiers(network)
    found: list[str] = []
    for ledger in ledgers.values():
        found += [f"{ledger.node} store: {line}" for line in ledger.integrity]
        found += log_faults(ledger, ledgers, verifiers)
        found += chain_faults(ledger)
    found += delivery_faults(ledgers)
    found += audience_faults(ledgers)
    found += state_faults(ledgers)
    return found


def log_faults(ledger: Ledger, all_: Mapping[str, Ledger], verifiers: Sequence[Any]) -> list[str]:
    """Leaves, roots and signatures of a log, under its own checkpoints and those peers keep."""
    found = []
    if [entry.place for entry in ledger.log] != list(range(len(ledger.log))):
        found.append(f"{ledger.node}: the log has gaps")
    own = [entry.number for entry in ledger.log if entry.node == ledger.node]
    if own != list(range(1, len(own) + 1)):
        found.append(f"{ledger.node}: its own numbers have gaps")
    found += [
        f"{ledger.node}: leaf {entry.place} is not of its bytes"
        for entry in ledger.log
        if hashlib.sha256(b"\0" + entry.data).digest() != entry.leaf
    ]
    roots = roots_of([entry.leaf for entry in ledger.log])
    notes = list(ledger.checkpoints.values())
    notes += [other.followed[ledger.node][3] for other in all_.values() if other is not ledger]
    notes += _cosigned(ledger)
    for note in filter(None, notes):
        checkpoint = open_note(note, verifiers, origin=f"corridor/{ledger.node}")
        if checkpoint.size > len(ledger.log) or roots[checkpoint.size] != checkpoint.root:
            found.append(f"{ledger.node}: another root at {checkpoint.size}")
    if max(ledger.checkpoints, default=0) != len(ledger.log):
        found.append(f"{ledger.node}: {len(ledger.log)} entries, last checkpoint is not of them")
    return found


def _cosigned(ledger: Ledger) -> Iterator[str]:
    """The checkpoints under which peers have given receipts."""
    for entry in ledger.log:
        if entry.tag == "receipt.taken/1":
            body = json.loads(entry.said()["receipt"])["body"]
            yield json.loads(base64.b64decode(body))["checkpoint"]


def chain_faults(ledger: Ledger) -> Iterator[str]:
    """Each channel counts 1, 2, 3 …, names entries of the log, and hashes each onto the last."""
    for peer, entries in ledger.channels.items():
        head = bytes(32)
        for expected, (position, index, leaf, stored) in enumerate(entries, 1):
            head = hashlib.sha256(head + leaf).digest()
            if position != expected or stored != head:
                yield f"{ledger.node} to {peer}: the chain breaks at {position}"
                return
            if ledger.log[index].leaf != leaf:
                yield f"{ledger.node} to {peer}: position {position} is not log entry {index}"


def delivery_faults(ledgers: Mapping[str, Ledger]) -> Iterator[str]:
    """Every event that a peer acknowledged is there once and was folded once."""
    for publisher, here in ledgers.items():
        for follower, sent in here.channels.items():
            there = ledgers[follower]
            held: dict[bytes, int] = defaultdict(int)
            for entry in there.log:
                held[entry.leaf] += 1
            upto = here.acknowledged[follower]
            for position, _, leaf, _ in sent[:upto]:
                if held[leaf] != 1:
                    yield f"{follower} holds {held[leaf]} of {publisher}'s position {position}"
            reached, head, _, _ = there.followed[publisher]
            if reached < upto:
                yield f"{follower} acknowledged {upto} of {publisher}, followed {reached}"
            if reached and (reached > len(sent) or sent[reached - 1][3] != head):
                yield f"{follower} has another head of {publisher}'s channel"
    for ledger in ledgers.values():
        count: dict[str, int] = defaultdict(int)
        for entry in ledger.log:
            count[entry.subject] += 1
        for subject, (version, _) in ledger.states.items():
            if version != count[subject]:
                yield f"{ledger.node}: {subject} folded {version} of {count[subject]} events"


def audience_faults(ledgers: Mapping[str, Ledger]) -> Iterator[str]:
    """Nobody holds what they may not see."""
    allowed = audiences(ledgers)
    for node, ledger in ledgers.items():
        for entry in ledger.log:
            told = entry.subject.startswith("peer-") and entry.tag in TOLD_TO_PEERS
            if entry.node != node and not told and node not in allowed.get(entry.subject, set()):
                yield f"{node} holds {entry.tag} of {entry.node} on {entry.subject}"
        strangers = ledger.states.keys() - {entry.subject for entry in ledger.log}
        yield from (f"{node} has a state of {subject} without events" for subject in strangers)


def audiences(ledgers: Mapping[str, Ledger]) -> dict[str, set[str]]:
    """Subject → nodes that may ever have heard of it, from what its own events say.

    A movement before acceptance is for its home and the office of departure; from then on for the
    states of every route it had, and for a guarantor that was asked. A permit is for its home, the
    state asked, and that of departure. How an office is reached, the register, lists of reference
    and what a state measures are for everybody, a quota for the two states that have it.
    """
    allowed: dict[str, set[str]] = defaultdict(set)
    routes: dict[str, set[str]] = defaultdict(set)
    accepted: set[str] = set()
    for node, ledger in ledgers.items():
        for entry in ledger.log:
            if entry.subject.startswith(("ct-", "cm-", "in-", "ob-", "ba-", "rd-")):
                allowed[entry.subject] = set(ledgers)
            if entry.tag == "complaint.filed/1":
                allowed[entry.subject] = {entry.subject[3:5], entry.said()["against"]}
            if entry.subject.startswith("qt-"):
                allowed[entry.subject] = set(entry.subject.split("-")[1:3])
            if entry.node != node or entry.subject[:3] not in ("mv-", "pm-"):
                continue
            said = entry.said()
            allowed[entry.subject].add(entry.subject[3:5])
            if "dossier" in said and isinstance(said["dossier"], dict):
                states = [point["country"] for point in said["dossier"]["route"]["points"]]
                allowed[entry.subject].add(states[0])
                routes[entry.subject] |= set(states)
            if entry.tag == "permit.applied/1":
                asked = said["request"]
                allowed[entry.subject] |= {asked["country"], *asked.get("countries", [])[:1]}
            if entry.tag == "movement.guarantee_requested/1":
                allowed[entry.subject].add(said["grn"][2:4])
            if entry.tag == "movement.accepted/1":
                accepted.add(entry.subject)
    for subject in accepted:
        allowed[subject] |= routes[subject]
    return allowed


def state_faults(ledgers: Mapping[str, Ledger]) -> Iterator[str]:
    """Whoever may see a movement or permit now holds the same bytes of its state as its home."""
    for home, ledger in ledgers.items():
        for subject, (_, data) in ledger.states.items():
            if subject[:3] not in COMMON or subject[3:5] != home:
                continue
            state = msgspec.msgpack.decode(data) if data else _only(ledger, subject)
            for node in sorted(present_audience(state, home)):
                if ledgers[node].states.get(subject, (0, b""))[1] != data:
                    yield f"{node} holds another state of {subject} than {home}"


def _only(ledger: Ledger, subject: str) -> dict[str, Any]:
    """What the only event of a subject says: its state has no bytes of its own."""
    [entry] = [entry for entry in ledger.log if entry.subject == subject]
    return entry.said()


def present_audience(state: Mapping[str, Any], home: str) -> set[str]:
    """The nodes that may see a movement or permit in this state."""
    if "request" in state:
        asked = state["request"]
        return {home, asked["country"], *asked.get("countries", [])[:1]}
    states = [point["country"] for point in state["dossier"]["route"]["points"]]
    told = states if state.get("mrn") else states[:1]
    guarantee = state.get("guarantee", {})
    is_bound = guarantee.get("status") in ("requested", "reserved")
    asked = {guarantee["grn"][2:4]} if is_bound else set()
    return {home, *told} - set(state.get("withdrawn", ())) | asked


COMMON = ("mv-", "pm-")


def roots_of(leaves: Sequence[bytes]) -> list[bytes]:
    """The root of each size from 0 to all, as RFC 9162 section 2.1.1 defines it."""
    roots = [hashlib.sha256(b"").digest()]
    full: list[tuple[int, bytes]] = []
    for leaf in leaves:
        full.append((1, leaf))
        while len(full) > 1 and full[-1][0] == full[-2][0]:
            (size, right), (_, left) = full.pop(), full.pop()
            full.append((size * 2, hashlib.sha256(b"\1" + left + right).digest()))
        root = full[-1][1]
        for _, left in reversed(full[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        roots.append(root)
    return roots


def _verifiers(network: RealNetwork) -> list[Any]:
    found = []
    for node in DEMO_NODES:
        pem = (network.folder / node / "key.pem").read_bytes()
        public = signer_from_pem(key_id(node), pem).public
        found += [log_verifier(node, public), witness_verifier(key_id(node), public)]
    return found
