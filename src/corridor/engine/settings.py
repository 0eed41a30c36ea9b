"""What an engine is built from, besides its store."""

import msgspec

from corridor.domain.context import Parameters
from corridor.domain.permit_types.types import TypeBook
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.engine.ports import Clock, Tokens
from corridor.evidence.keys import Signer


class Settings(msgspec.Struct, frozen=True):
    """Its name, its ports, the data it decides with, and the peers it publishes to."""

    node: str
    clock: Clock
    tokens: Tokens
    signer: Signer
    reference: Reference
    requirement_rules: tuple[RequirementRule, ...] = ()
    permit_types: TypeBook | None = None
    """None: those that every node has."""
    parameters: Parameters = Parameters()
    peers: frozenset[str] = frozenset()
