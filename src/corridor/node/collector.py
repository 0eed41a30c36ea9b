"""The collector of cycles while a process serves: what lives as long as it does is left out."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

GC_THRESHOLD = 10_000
"""Often and briefly: with ten times as many, a page that meets it waits ten times as long."""


@contextmanager
def off() -> Iterator[None]:
    """While a program is loaded: nearly all that is made stays, and a fifth of the time was spent
    on looking for what does not.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def spared() -> Iterator[None]:
    """What exists now is looked through once more, and then not again until the end."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
