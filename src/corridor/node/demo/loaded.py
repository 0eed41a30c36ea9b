"""What each of the demo's processes has loaded when it is forked, left out of their collectors.

A collector that looks through it would write to each page of memory that they share.
"""

import gc
from importlib import import_module

from corridor.node import collector

READ_ONCE = (
    ("corridor.domain.reference", "load_reference"),
    ("corridor.domain.permits.requirements", "load_requirement_rules"),
    ("corridor.gateways.calling", "trusted_here"),
    ("corridor.web.app", "read_handlers"),
)
"""What every node begins with, and keeps: by module, the functions that read it."""

with collector.off():
    for name in ("httpcore", "corridor.node.serving"):
        import_module(name)
    for name, reads in READ_ONCE:
        getattr(import_module(name), reads)()
gc.freeze()
