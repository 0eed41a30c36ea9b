"""The state of a power of attorney."""

from typing import Final, Literal

import msgspec

Scope = Literal["file", "amend"]
Fault = Literal["scope", "later", "ended", "withdrawn"]
SCOPES: Final[tuple[Scope, ...]] = ("file", "amend")


class Power(msgspec.Struct, frozen=True, omit_defaults=True):
    """Given by `holder` to `broker`; its first and last day are days of the node's state."""

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
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    def fault(self, scope: Scope, day: str) -> Fault | Literal[""]:
        """Why this cannot be done by it on a day; nothing where it can."""
        if self.ended_at:
            return "withdrawn"
        if day > self.valid_to:
            return "ended"
        if day < self.valid_from:
            return "later"
        return "" if scope in self.scope else "scope"
