"""The shape of an act at a desk: what it asks, what it cannot undo, the command it becomes, and how
its event reads afterwards. One file holds all of it, named like the act's file in the domain.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from litestar import Request

from corridor.domain.acts import Role
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.engine.codec import AnyCommand
from corridor.web.auth.identity import actor_of
from corridor.web.context import reader_of, services_of
from corridor.web.forms import Form
from corridor.web.services import Services
from corridor.web.templating import Reader

AnyRequest = Request[Any, Any, Any]
S = TypeVar("S")
Field = dict[str, Any]
Place = int
"""Where an act stands among those offered: the lowest first, then in the order of a life."""
PRESSING: Final[Place] = -1
"""Before what the office would do with the vehicle: where its debt is brought in instead."""
AT_ONCE: Final[Place] = 0
BESIDES: Final[Place] = 1
LAST: Final[Place] = 2
ASIDE: Final[Place] = 3
MINUTE: Final = len("2026-11-29T20:59")
Sign = Literal["done", "attention", "stopped"]


@dataclass(frozen=True)
class Deed(Generic[S]):
    """One person about to act on one thing: what the functions of an act are given."""

    request: AnyRequest
    state: S
    form: Form

    @property
    def reader(self) -> Reader:
        """Words, names and formats of the person's language."""
        return reader_of(self.request)

    @property
    def services(self) -> Services:
        """The node."""
        return services_of(self.request)

    @property
    def actor(self) -> Actor:
        """The person."""
        return actor_of(self.request)

    def needed(self, name: str, complaint: str) -> str:
        """A value that may not be absent; without it the form has an error."""
        value = self.form[name]
        if not value:
            self.form.add_error(name, complaint)
        return value

    def chosen(self, name: str, choices: Collection[str]) -> str:
        """One of the choices of a list; without it the form has an error."""
        value = self.form[name]
        if value in choices:
            return value
        self.form.add_error(name, self.reader.words("Choose one."))
        return ""


MovementDeed = Deed[Movement]


def hears(*events: type[Payload]) -> Callable[[Any, Fact[Any]], bool]:
    """For `Act.hears`: whatever was said by these events."""
    return lambda state, fact: isinstance(fact.payload, events)


@dataclass(frozen=True, kw_only=True)
class Act(Generic[S]):
    """`label` stands on the button, `title` above the page; both are msgids.

    `offered`: (state, actor) → where it stands among what this person may do now, None where it is
    not offered; `decide` in the domain has the last word. `command` gives None after it has put
    errors into the form. `pointers` lead from the command's fields to those of the form. An act
    with a `template` of its own does not open in a dialog.
    """

    name: str
    desk: Role
    label: str
    title: str
    consequence: Callable[[Deed[S]], str]
    command: Callable[[Deed[S]], AnyCommand | None]
    done: str
    offered: Callable[[S, Actor], Place | None]
    fields: Callable[[Deed[S]], list[Field]] = lambda deed: []
    pointers: Mapping[str, str] = field(default_factory=dict)
    mend: Callable[[S], str] | None = None
    """Where what stands against it is mended, if not in its own form."""
    kind: str = ""
    template: str = ""
    context: Callable[[Deed[S]], dict[str, Any]] = lambda deed: {}
    over: Callable[[Deed[S]], tuple[str, str] | None] = lambda deed: None
    """Why nothing is left to do, and what to do instead: shown in place of the form."""
    private: Callable[[Deed[S]], str] = lambda deed: ""
    """What its form asks besides for the office alone: kept as a note there, and in no event."""
    hears: Callable[[S, Fact[Any]], bool] | None = None
    """Which of what was said before stands beside the decision, with who said it and when."""
    aside: bool = False
    """Never what comes next, even where nothing else can be done."""
    in_step: bool = False
    """Whether its button stands beside what comes next, and not among the others."""
    confirms: bool = True
    """Whether its button leads to a page that asks again, or simply does it."""
    go: str = ""
    """What the button on its own page says, where `label` only names what that page is for."""
    stays: bool = False
    """Whether its person stays with the subject afterwards, instead of going to the next one."""


class Tale(NamedTuple):
    """For whom an event is told: the reader, where it was said, the state of its subject."""

    reader: Reader
    where: str
    state: Any = None
    said_at: str = ""
    """The minute that stands beside it already."""

    def say(self, text: str, **values: Any) -> str:
        """Words in the reader's language."""
        return self.reader.words(text, **values)

    def happened(self, instant: str, where: str = "") -> str:
        """When it happened, in the time of the place; nothing where that is the minute shown."""
        if instant[:MINUTE] == self.said_at[:MINUTE]:
            return ""
        return self.say("When: %(moment)s", moment=self.moment(instant, where))

    def moment(self, instant: str, where: str = "") -> str:
        """An instant in the time of the place."""
        return f"{self.reader.formats.moment(instant, where or self.where)}."


def number_of(tale: Tale) -> str:
    """The number of the permit that is told of, where it has one."""
    number = getattr(tale.state, "number", "")
    return tale.say("No. %(number)s.", number=number) if number else ""


def _nothing(said: Any, tale: Tale) -> Iterable[str]:
    return ()


def _never(said: Any, state: Any) -> bool:
    return False


@dataclass(frozen=True)
class Reading:
    """How an event reads: its name, the sign on a timeline, and what its name does not say."""

    event: type[Payload]
    label: str
    sign: Sign = "done"
    note: Callable[[Any, Tale], Iterable[str]] = _nothing
    to_carrier: bool = False
    """Whether an office says it to the carrier, as against what it only records."""
    settled: Callable[[Any, Any], bool] = _never
    """(event, state of its subject) → whether nothing is left to do about it."""
    titled: Callable[[Any], str] | None = None
    """The name where the event is at hand, if it can be told to have gone one way or another."""


class Banner(NamedTuple):
    """What whoever opens the subject has to know first. `kind`: info | wait | stop.

    `folded`: it is of the past, and opens when it is asked for.
    """

    title: str
    text: str
    kind: str
    folded: bool = False


def _no_banners(state: Any, tale: Tale) -> Iterable[Banner]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Shown(Generic[S]):
    """All that the desks show of one act of the domain."""

    acts: tuple[Act[S], ...] = ()
    reads: tuple[Reading, ...]
    banners: Callable[[S, Tale], Iterable[Banner]] = _no_banners


def why_of(said: Any, tale: Tale) -> Iterable[str]:
    """The note of an event that may give a reason in its speaker's own words."""
    return [tale.say("Reason: %(why)s", why=said.reason)] if said.reason else []


def when_at(is_so: bool) -> Place | None:
    """Offered at once, or not."""
    return AT_ONCE if is_so else None


def is_at_stage(state: Movement, actor: Actor, stage: str) -> bool:
    """Whether it is at this office as its destination, and so far there."""
    is_theirs = actor.office == destination_office(state.dossier)
    return is_theirs and state.status == "arrived" and state.destination.status == stage


def field_of(
    type: str, name: str, label: str, value: str = "", hint: str = "", **more: Any
) -> Field:
    """A field as templates/customs/act.html draws it."""
    return {"type": type, "name": name, "label": label, "value": value, "hint": hint, **more}


def chosen(value: str, choices: Collection[str]) -> str:
    """The value if it is one of the choices, else nothing."""
    return value if value in choices else ""


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that are not empty."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def sentences(parts: Iterable[str]) -> str:
    """One after the other: what somebody typed without a full stop before more gets one."""
    *before, last = [part.strip() for part in parts if part.strip()] or [""]
    ended = (one if one[-1] in ".:;,!?…" else f"{one}." for one in before)
    return " ".join((*ended, last))
