"""The kinds of subjects, and what is derived from all their acts.

A new kind is a folder with its `kind.py`, and one line here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from corridor.domain.acts import ROLES, Follow
from corridor.domain.attachments import Attachments
from corridor.domain.authorised.kind import AUTHORISED
from corridor.domain.barriers.kind import BARRIERS
from corridor.domain.checkpoints.kind import VISITS
from corridor.domain.commands import Command
from corridor.domain.commitments.kind import COMMITMENTS
from corridor.domain.complaints.kind import COMPLAINTS
from corridor.domain.contacts.kind import CONTACTS
from corridor.domain.context import Judged
from corridor.domain.facts import Actor, Payload
from corridor.domain.figures.kind import FIGURES
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.indicators.kind import INDICATORS
from corridor.domain.kind import Kind
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.permits.kind import PERMITS
from corridor.domain.powers.kind import POWERS_OF_ATTORNEY
from corridor.domain.quotas.kind import QUOTAS
from corridor.domain.records.kind import RECORDS
from corridor.domain.refdata.kind import REFDATA
from corridor.domain.reference import Reference
from corridor.domain.watches.kind import WATCHES

KINDS: Final[tuple[Kind[Any], ...]] = (
    MOVEMENTS,
    PERMITS,
    GUARANTEES,
    VISITS,
    POWERS_OF_ATTORNEY,
    CONTACTS,
    RECORDS,
    REFDATA,
    AUTHORISED,
    QUOTAS,
    FIGURES,
    COMMITMENTS,
    INDICATORS,
    BARRIERS,
    COMPLAINTS,
    WATCHES,
)

COMMANDS: Final[tuple[type[Command], ...]] = tuple(
    command for kind in KINDS for command in kind.asked
)
EVENTS: Final[tuple[type[Payload], ...]] = tuple(event for kind in KINDS for event in kind.told)
KIND_OF_COMMAND: Final[Mapping[type, Kind[Any]]] = {
    command: kind for kind in KINDS for command in kind.asked
}
MAY_COMMAND: Final[Mapping[str, frozenset[type]]] = {
    role: frozenset(
        asked.command for kind in KINDS for asked in kind.asked.values() if asked.by == role
    )
    for role in ROLES
}
BLIND: Final[frozenset[type]] = frozenset(
    asked.command for kind in KINDS for asked in kind.asked.values() if asked.blind
)
"""What may be asked of a subject that one may not see, by naming it."""
_BY_PREFIX: Final = {kind.prefix: kind for kind in KINDS}
_BY_STATE: Final = {kind.state: kind for kind in KINDS}


def _follows() -> Mapping[type[Payload], tuple[Follow, ...]]:
    found: dict[type[Payload], tuple[Follow, ...]] = defaultdict(tuple)
    for follow in (follow for kind in KINDS for act in kind.acts for follow in act.follows):
        found[follow.event] += (follow,)
    return dict(found)


_FOLLOWS: Final = _follows()


def judged(command: Command, reference: Reference, at: str) -> Judged | None:
    """What stands against a command by itself at an instant, where its act has that judged."""
    judge = KIND_OF_COMMAND[type(command)].asked[type(command)].judge
    return None if judge is None else judge(command, reference, at)


def kind_of(subject: str) -> Kind[Any] | None:
    """The kind of a subject, or None for the node's own records."""
    return _BY_PREFIX.get(subject[:2]) if subject[2:3] == "-" else None


def kind_of_state(state: Any) -> Kind[Any]:
    """The kind of a subject in this state."""
    return _BY_STATE[type(state)]


def follows(payload: Payload, state: Any, node: str) -> Iterator[Follow]:
    """What has to follow on this node from an event just folded into `state`."""
    for follow in _FOLLOWS.get(type(payload), ()):
        where = follow.at(payload, state)
        if node == where or (not isinstance(where, str) and node in where):
            yield follow


def may_command(actor: Actor, command: object) -> bool:
    """Whether the role is ever allowed this command; `decide` checks the rest. Deny first."""
    return type(command) in MAY_COMMAND.get(actor.role, frozenset())


def may_see(actor: Actor, state: Any) -> bool:
    """Whether the actor may know of this subject. What is no subject does not exist for anybody."""
    kind = _BY_STATE.get(type(state))
    return kind is not None and kind.sees(actor, state)


def keeper_of(state: Any, sha256: str) -> str:
    """The node that keeps the bytes of a file which a subject names."""
    found: list[str] = [one.node for one in state.sent if one.file.sha256 == sha256]
    return found[0] if found else str(state.home)


def attached_to(state: Any) -> Attachments:
    """The files that a subject names."""
    kind = _BY_STATE.get(type(state))
    return kind.attached(state) if kind is not None else ()
