"""An act of an officer: what it asks, what it cannot undo, the command it becomes.

Each desk names its acts in a table; one pair of handlers shows and carries out all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import msgspec
from litestar import Request

from corridor.domain.facts import Actor
from corridor.engine.codec import AnyCommand, pointer_in
from corridor.engine.outcome import Outcome
from corridor.web.auth.identity import actor_of
from corridor.web.context import reader_of, services_of
from corridor.web.forms import Form, field_for
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page, run_command

AnyRequest = Request[Any, Any, Any]
S = TypeVar("S")
Field = dict[str, Any]
NOT_ALLOWED: Final = frozenset({"wrong_status", "wrong_stage", "permit_wrong_status"})


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


@dataclass(frozen=True)
class Act(Generic[S]):
    """`label` stands on the button, `title` above the page; both are msgids.

    `command` gives None after it has put errors into the form. `pointers` lead from the command's
    fields to those of the form. An act with a `template` of its own does not open in a dialog.
    """

    name: str
    label: str
    title: str
    consequence: Callable[[Deed[S]], str]
    command: Callable[[Deed[S]], AnyCommand | None]
    done: str
    fields: Callable[[Deed[S]], list[Field]] = lambda deed: []
    pointers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    template: str = ""
    context: Callable[[Deed[S]], dict[str, Any]] = lambda deed: {}


def table(*acts: Act[S]) -> dict[str, Act[S]]:
    """Acts by their names."""
    return {act.name: act for act in acts}


def field_of(
    type: str, name: str, label: str, value: str = "", hint: str = "", **more: Any
) -> Field:
    """A field as templates/customs/act.html draws it."""
    return {"type": type, "name": name, "label": label, "value": value, "hint": hint, **more}


def show_act(deed: Deed[S], act: Act[S], action: str, cancel: str, status: int = 200) -> Page:
    """The page (and the dialog) where the act is confirmed."""
    _ = deed.reader.words
    return page(
        deed.request,
        act.template or "customs/act.html",
        title=_(act.title),
        status=status,
        form=deed.form,
        errors=deed.form.errors,
        consequence=act.consequence(deed),
        fields=act.fields(deed),
        action=action,
        cancel_href=cancel,
        label=_(act.label),
        kind=act.kind,
        **({"lacking": []} | act.context(deed)),
    )


async def carry_out(deed: Deed[S], act: Act[S], subject: str) -> Outcome | None:
    """Do it. None, with errors in the form, when it was not done."""
    command = act.command(deed)
    if command is None or deed.form.errors or not _is_sound(command, deed, act):
        return None
    outcome = await run_command(deed.request, command, subject)
    if outcome.refusals:
        deed.form.add_refusals(deed.request, outcome.refusals, act.pointers)
        return None
    return outcome


def _is_sound(command: AnyCommand, deed: Deed[S], act: Act[S]) -> bool:
    """Lengths and shapes, which a struct checks only when it is decoded."""
    try:
        msgspec.convert(msgspec.to_builtins(command), type(command))
    except msgspec.ValidationError as error:
        _ = deed.reader.words
        text = _("This value is too long or has the wrong form.")
        deed.form.add_error(field_for(pointer_in(str(error)), act.pointers), text)
        return False
    return True


def chosen(value: str, choices: Mapping[str, str]) -> str:
    """The value if it is one of the choices, else nothing."""
    return value if value in choices else ""


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that are not empty."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
