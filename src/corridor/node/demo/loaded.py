"""What each of the demo's processes has loaded when it is forked, left out of their collectors.

A collector that looks through it would write to each page of memory that they share.
"""

import gc

import httpcore

from corridor.node.cli import serve

__all__ = ["httpcore", "serve"]

gc.freeze()
