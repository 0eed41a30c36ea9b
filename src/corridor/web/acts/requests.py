"""What a carrier asked of an office and waits for: shown, and answered with yes or no."""

from typing import NamedTuple

from corridor.domain.movement.parts import Change, Diversion
from corridor.web.act import Field, MovementDeed, field_of
from corridor.web.acts.fields import yes_no_field, yes_no_of

Asked = Change | Diversion


class Asking(NamedTuple):
    """The words of one kind of request, in the language of who answers. `name`: of its field."""

    name: str
    question: str
    unsaid: str
    """Where neither yes nor no was said."""
    changed: str
    """Where another request waits meanwhile."""


def answer_fields(
    deed: MovementDeed, asked: Asked | None, asking: Asking, hint: str
) -> list[Field]:
    """Which request the form was drawn of, yes or no, and the reason of a refusal."""
    _ = deed.reader.words
    return [
        field_of("hidden", "shown", "", _name_of(asked) if asked else ""),
        yes_no_field(deed, asking.name, asking.question),
        field_of("textarea", "reason", _("Reason of the refusal"), hint=hint, optional=True),
    ]


def answer_of(deed: MovementDeed, asked: Asked | None, asking: Asking) -> bool | None:
    """What was answered to the request that was shown; else None, and the form has an error.

    What was answered to another one is forgotten: nobody decides on what was not seen.
    """
    if asked is None:
        return None
    if deed.form["shown"] != _name_of(asked):
        deed.form.values.pop(asking.name, None)
        deed.form.add_error(asking.name, asking.changed)
        return None
    answer = yes_no_of(deed, asking.name)
    if answer is None:
        deed.form.add_error(asking.name, asking.unsaid)
    return answer


def _name_of(asked: Asked) -> str:
    office = asked.to_office if isinstance(asked, Diversion) else asked.office
    return f"{asked.asked_at} {office}"
