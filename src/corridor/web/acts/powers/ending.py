"""Taking a power of attorney back."""

from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.powers.ending import PowerEnded, PowerTakenBack, TakeBackPower
from corridor.domain.powers.state import Power
from corridor.domain.refusals import N_
from corridor.web.act import Act, Deed, Place, Reading, Shown, field_of, when_at, why_of


def _offered(state: Power, actor: Actor) -> Place | None:
    return when_at(state.is_in_hand and actor.org == state.holder)


def _means(deed: Deed[Power]) -> str:
    _, power = deed.reader.words, deed.state
    broker = power.broker_name or power.broker
    return _(
        "From now on %(broker)s can file and amend nothing more in your name. What was filed"
        " stands: movements on the road go on to their end, and you answer for them as before.",
        broker=broker,
    )


END: Final = Act[Power](
    name="end",
    desk="carrier",
    label=N_("Take back"),
    title=N_("Take the power of attorney back"),
    consequence=_means,
    fields=lambda deed: [
        field_of("text", "reason", deed.reader.words("Why"), optional=True),
    ],
    command=lambda deed: TakeBackPower(deed.form["reason"]),
    done=N_("The power of attorney was taken back"),
    offered=_offered,
    pointers={"/reason": "reason"},
    kind="stop",
)
ENDING: Final = Shown[Power](
    acts=(END,),
    reads=(
        Reading(
            PowerEnded,
            N_("Power of attorney ended"),
            "attention",
            note=lambda said, tale: [
                tale.say("Its last day was %(day)s.", day=tale.reader.formats.day(said.valid_to))
            ],
        ),
        Reading(
            PowerTakenBack,
            N_("Power of attorney taken back"),
            "attention",
            note=why_of,
        ),
    ),
)
