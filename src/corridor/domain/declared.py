"""What all declared data have in common."""

import msgspec


class Declared(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
):
    """Base of all declared data. Frozen values make no cycles, so no collector need walk them."""
