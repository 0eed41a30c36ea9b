"""The state of a power of attorney."""

from typing import Final, Literal

import msgspec

Scope = Literal["file", "amend"]
Fault = Literal["scope", "later", "ended", "withdrawn", "declined"]
SCOPES: Final[tuple[Scope, ...]] = ("file", "amend")


class Power(msgspec.Struct, frozen=True, omit_defaults=True):
    """Given by `holder` to `broker`, or asked of it; its first and last day are days of the node's
    state. What was never given has no `given_at`.
    """

    id: str
    node: str
    holder: str
    broker: str
    scope: tuple[Scope, ...]
    valid_from: str
    valid_to: str
    holder_name: str = ""
    broker_name: str = ""
    given_at: str = ""
    given_by: str = ""
    ended_at: str = ""
    ended_by: str = ""
    reason: str = ""
    asked_at: str = ""
    asked_by: str = ""
    note: str = ""
    declined_at: str = ""
    ran_out_at: str = ""
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether its holder still has to answer whoever asked for it."""
        return not self.given_at and not self.ended_at

    @property
    def is_in_hand(self) -> bool:
        """Whether it was given and not taken back; its days may be over."""
        return bool(self.given_at) and not self.ended_at

    def fault(self, scope: Scope, day: str) -> Fault | Literal[""]:
        """Why this cannot be done by it on a day; nothing where it can."""
        if self.declined_at:
            return "declined"
        if self.ended_at:
            return "withdrawn"
        if day > self.valid_to:
            return "ended"
        if day < self.valid_from:
            return "later"
        return "" if scope in self.scope else "scope"
