"""Everything `decide` may know besides the state and the command. Values only: no clock, no I/O."""

from collections.abc import Callable

import msgspec

from corridor.domain.facts import Actor
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.permits.requirements import RequirementRule
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference


class Parameters(msgspec.Struct, frozen=True):
    """Terms of the node (domain rules §4), in days unless the name says otherwise."""

    transit_term_days: int = 14
    permit_term_days: int = 5


class Context(msgspec.Struct, frozen=True):
    """What is true at the moment of the decision."""

    now: str
    node: str
    subject: str
    actor: Actor
    reference: Reference
    token: str
    """Twelve fresh capitals and digits, for numbers that must not be guessed."""
    nodes: frozenset[str] = frozenset()
    """The nodes of the trust list: whoever can be asked for something."""
    known: dict[str, str] = {}
    """Unique keys already taken → the subject that holds them (`lrn:…`, `visit:…`)."""
    permits: tuple[Permit, ...] = ()
    guarantee: Guarantee | None = None
    requirement_rules: tuple[RequirementRule, ...] = ()
    parameters: Parameters = Parameters()
    sign: Callable[[bytes], tuple[str, str]] | None = None
    """Signs a permit credential: bytes → (key id, base64url signature). Deterministic."""

    @property
    def today(self) -> str:
        """The date of `now` in UTC."""
        return self.now[:10]
