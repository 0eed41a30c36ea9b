"""Base of all commands. A command says what somebody wants; `decide` says what comes of it."""

import msgspec


class Command(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="do"
):
    """Base of all commands; `do` is the name used by the API and in idempotency records."""
