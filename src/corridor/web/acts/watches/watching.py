"""Watching barriers: choosing states and goods, and ending it."""

from collections.abc import Iterable
from typing import Any, Final

from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.domain.watches.state import Watch
from corridor.domain.watches.watching import BarriersWatched, EndWatch, WatchBarriers, WatchEnded
from corridor.web.act import AT_ONCE, Act, Deed, Place, Reading, Shown, Tale
from corridor.web.acts.barriers.notifying import goods_in


def _command(deed: Deed[None]) -> WatchBarriers | None:
    states = tuple(deed.form.all("states"))
    if not states:
        deed.form.add_error("states", deed.reader.words("Choose at least one state."))
        return None
    return WatchBarriers(states, goods_in(deed.form["goods"]))


def _reads(said: BarriersWatched, tale: Tale) -> Iterable[str]:
    yield f"{', '.join(map(tale.reader.names.country, said.states))}."
    if said.goods:
        yield tale.say("Goods: %(codes)s.", codes=", ".join(said.goods))


WATCH: Final = Act[None](
    name="watch",
    desk="carrier",
    label=N_("Tell us of such measures"),
    title=N_("Be told of measures"),
    consequence=lambda deed: deed.reader.words(
        "Your organisation is told under the bell when a measure of these states about these goods "
        "is notified, changed or lifted."
    ),
    command=_command,
    done=N_("Your organisation is told of such measures from now on"),
    offered=lambda state, actor: AT_ONCE,
    pointers={"/states": "states", "/goods": "goods"},
)


def _end_offered(state: Watch, actor: Actor) -> Place | None:
    return AT_ONCE if not state.ended_at else None


def _end_means(deed: Deed[Any]) -> str:
    return deed.reader.words("From now on your organisation is not told of such measures.")


END: Final = Act[Watch](
    name="end",
    desk="carrier",
    label=N_("Tell us no more"),
    title=N_("Be told of such measures no more"),
    consequence=_end_means,
    command=lambda deed: EndWatch(),
    done=N_("Your organisation is not told of such measures any more"),
    offered=_end_offered,
)
WATCHING: Final = Shown[Watch](
    acts=(END,),
    reads=(
        Reading(BarriersWatched, N_("Asked to be told of measures"), note=_reads),
        Reading(WatchEnded, N_("Asked to be told no more")),
    ),
)
