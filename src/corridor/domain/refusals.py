"""Refusals: the answers of the domain to what it cannot accept. They are values, not exceptions.

A refusal carries a stable code, a JSON pointer (RFC 6901) to the field of the command, the rule
it comes from, and the arguments of its text. The text itself is looked up by code at the edges
(`corridor.domain.refusal_texts`), in the language of the reader.
"""

from typing import Any

import msgspec


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reason why a command was not accepted."""

    code: str
    pointer: str = ""
    rule: str = ""
    args: dict[str, str] = {}


class Refused(msgspec.Struct, frozen=True):
    """All reasons at once, in the order of the fields. Never empty."""

    refusals: tuple[Refusal, ...]


def refuse(code: str, pointer: str = "", rule: str = "", **args: Any) -> Refused:
    """Shorthand for a single refusal; arguments are shown as text."""
    shown = {name: str(value) for name, value in args.items()}
    return Refused((Refusal(code, pointer, rule, shown),))


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for translation; it is translated where it is shown."""
    return text


class RefusalText(msgspec.Struct, frozen=True):
    """What a refusal says: what is wrong, and what to do. `{name}` stands for an argument."""

    text: str
    remedy: str
