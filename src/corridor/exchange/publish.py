"""Builds pages: what comes next on our channel to a peer, with its proof."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import takewhile

import msgspec

from corridor.engine.core import Engine
from corridor.engine.log import Tip
from corridor.engine.ports import ChannelEntry, Reader, StoredEvent
from corridor.evidence.merkle import consistency_proof
from corridor.evidence.multiproof import prove_many
from corridor.evidence.tree import TileReader
from corridor.evidence.trust import TrustList
from corridor.exchange.areas import areas_shown, is_shown
from corridor.exchange.errors import RequestRefused
from corridor.exchange.messages import (
    PAGE_BYTES_MAX,
    FollowRequest,
    PageHead,
    seal_page,
)

GAP_MAX = 8
"""Log entries of others' worth reading over, rather than searching anew."""


class BuiltPage(msgspec.Struct, frozen=True):
    """A page ready to send. `more`: the channel holds more than is in it."""

    data: bytes
    count: int
    more: bool


class _Slice(msgspec.Struct, frozen=True):
    """Consecutive entries of a channel with their events, and the chain head at their end."""

    entries: Sequence[ChannelEntry]
    events: Sequence[StoredEvent]
    head: bytes
    more: bool
    end: int


def build_page(engine: Engine, request: FollowRequest, trust: TrustList, now: str) -> BuiltPage:
    """The page that answers the request, from one snapshot. RequestRefused where there is none."""
    # The tip is published after its commit, so a snapshot taken later holds all of it.
    tip = engine.tip
    areas = areas_shown(trust, engine.node, request.follower)
    if not areas:
        raise RequestRefused("member", 403, f"{engine.node} to {request.follower}")
    if request.size > tip.size:
        raise RequestRefused("restored", 409, f"{request.size} seen, {tip.size} here")
    with engine.store.read() as reader:
        part = _slice(reader, request, tip, areas)
        head = _head(engine.node, request, tip, part, TileReader(reader.tile, tip.edge), now)
    data = seal_page(head, [event.data for event in part.events], engine.settings.signer)
    return BuiltPage(data, len(part.entries), part.more)


def _head(
    node: str, request: FollowRequest, tip: Tip, part: _Slice, tree: TileReader, now: str
) -> PageHead:
    indexes = tuple(entry.index for entry in part.entries)
    grown = 0 < request.size < tip.size
    return PageHead(
        publisher=node,
        follower=request.follower,
        after=request.after,
        at=now,
        checkpoint=tip.note,
        consistency=tuple(consistency_proof(tree, request.size, tip.size)) if grown else (),
        digest=sha256(b"".join(entry.leaf for entry in part.entries)).digest(),
        end=part.end,
        head=part.head,
        indexes=indexes,
        more=part.more,
        next=request.after + len(part.entries),
        nonce=request.nonce,
        # Without events the checkpoint's own signature is all there is to prove.
        proof=tuple(prove_many(tree, sorted(indexes), tip.size)) if indexes else (),
    )


def _slice(reader: Reader, request: FollowRequest, tip: Tip, areas: frozenset[str]) -> _Slice:
    before = _entry_before(reader, request)
    found = reader.channel(request.follower, request.after, request.limit + 1)
    # Up to the first entry that the tip does not cover: a channel's order is not the log's, so
    # older entries can stand behind it, and a page without it would break the chain.
    committed = list(takewhile(lambda entry: entry.index < tip.size, found))
    entries: list[ChannelEntry] = []
    events: list[StoredEvent] = []
    taken_bytes = 0
    for entry, event in zip(committed, _events(reader, committed[: request.limit]), strict=False):
        taken_bytes += len(event.data) + 1
        if (events and taken_bytes > PAGE_BYTES_MAX) or not is_shown(areas, event.subject):
            break
        entries.append(entry)
        events.append(event)
    if committed and not entries:
        raise RequestRefused("member", 403, f"position {request.after + 1} is of another area")
    head = entries[-1].head if entries else before
    end, _ = reader.channel_end(request.follower)
    return _Slice(entries, events, head, len(found) > len(entries), end)


def _entry_before(reader: Reader, request: FollowRequest) -> bytes:
    """The chain head at `after`; RequestRefused when the channel is not so long."""
    if request.after == 0:
        return bytes(32)
    found = reader.channel(request.follower, request.after - 1, 1)
    if not found:
        raise RequestRefused("position", 409, f"nothing at position {request.after}")
    return found[0].head


def _events(reader: Reader, entries: Sequence[ChannelEntry]) -> list[StoredEvent]:
    """The entries' events. A channel's order is not the log's: who joins late gets older ones."""
    found: dict[int, StoredEvent] = {}
    wanted = sorted(entry.index for entry in entries)
    for first, last in _runs(wanted):
        found |= {event.index: event for event in reader.log(first, last - first + 1)}
    return [found[entry.index] for entry in entries]


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last index of each stretch of the log worth reading at once."""
    start = 0
    for end in range(1, len(indexes) + 1):
        if end == len(indexes) or indexes[end] - indexes[end - 1] > GAP_MAX:
            yield indexes[start], indexes[end - 1]
            start = end
