"""What each of the demo's processes has loaded when it is forked, left out of their collectors.

A collector that looks through it would write to each page of memory that they share.
"""

import gc
from importlib import import_module

from corridor.node import collector

with collector.off():
    for name in ("httpcore", "corridor.node.serving"):
        import_module(name)
gc.freeze()
