"""What the decoder says of a value that does not fit, in words that can be translated."""

import re
from ast import literal_eval
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args, get_origin

from corridor.domain.contacts.state import Address, Clock, Mail
from corridor.domain.refusals import N_
from corridor.domain.values import Date, Instant, Reason
from corridor.web.i18n import Words, grouped

NOT_A_MOMENT: Final = N_("Write a day of the calendar and a time, for example 22.11.2026 10:40.")
OF_PATTERNS: Final = {
    get_args(Date)[1].pattern: N_("Write a day, for example 22.11.2026."),
    get_args(Instant)[1].pattern: NOT_A_MOMENT,
    get_args(Reason)[1].pattern: N_("Write something that can be read."),
    get_args(Mail)[1].pattern: N_("Write an address of mail, for example office@example.org."),
    get_args(Address)[1].pattern: N_("Write an address that begins with https://."),
    get_args(Clock)[1].pattern: N_("Write a time of the day, for example 09:00."),
}
"""What people are told instead of a pattern."""
OTHER_FORM: Final = N_("This value has the wrong form.")
_LIMIT: Final = re.compile(r"Expected `str` of length <= (?P<limit>\d+)\Z")
HARDLY_A_PLATE: Final = N_(
    "%(plate)s is unlike the number of a vehicle. Compare it with the plate; where it is written "
    "so there, say so below."
)
TOO_LONG: Final = N_("At most %(limit)s characters fit here; there are %(given)s.")
TOO_MANY: Final = N_("At most %(limit)s entries fit here; there are %(given)s.")
ECHO_MAX: Final = 80
LOST: Final = "\ufffd"
"""What stands where another program lost a letter."""
ENTRIES_MAX: Final = 99
"""Of the seals of a load space, and of the documents of a part."""


def echoed(text: str) -> str:
    """What was typed, to be said again: of a long text what stands around the letter that was lost
    in it, or its beginning.
    """
    if len(text) <= ECHO_MAX:
        return text
    begin = max(0, text.find(LOST) - ECHO_MAX // 2)
    end = begin + ECHO_MAX
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"


def echoes(args: Mapping[str, str]) -> dict[str, str]:
    """The same of what a message quotes."""
    return {name: echoed(text) for name, text in args.items()}


PATTERNS: Final = (
    (re.compile(r"Expected `int(?: \| null)?`, got `str`\Z"), N_("Write a whole number.")),
    (
        re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`\Z"),
        N_("Expected {wanted}, found {given}."),
    ),
    (
        re.compile(r"Expected `str` of length <= (?P<limit>\d+)\Z"),
        N_("At most {limit} characters fit here."),
    ),
    (
        re.compile(r"Expected `str` of length >= (?P<limit>\d+)\Z"),
        N_("At least {limit} characters are needed here."),
    ),
    (
        re.compile(r"Expected `array` of length <= (?P<limit>\d+)\Z"),
        N_("At most {limit} entries fit here."),
    ),
    (
        re.compile(r"Expected `array` of length >= (?P<limit>\d+)\Z"),
        N_("At least {limit} entries are needed here."),
    ),
    (
        re.compile(r"Expected `str` matching regex (?P<pattern>.+)\Z", re.DOTALL),
        N_("The text does not have the expected form {pattern}."),
    ),
    (re.compile(r"Expected `int` >= (?P<limit>-?\d+)\Z"), N_("The number is below {limit}.")),
    (re.compile(r"Expected `int` <= (?P<limit>-?\d+)\Z"), N_("The number is above {limit}.")),
    (re.compile(r"Invalid enum value (?P<given>.+)\Z"), N_("{given} is none of the known codes.")),
    (re.compile(r"Invalid value (?P<given>.+)\Z"), N_("{given} is none of the known codes.")),
    (
        re.compile(r"Object missing required field `(?P<name>[^`]+)`\Z"),
        N_("The member {name} is required."),
    ),
)
"""The decoder's words → ours, to be translated; `{…}` are filled in."""


def codes_of(kind: Any) -> tuple[str, ...]:
    """The values that a type takes, by itself or several of; empty where any fits that has its
    form.
    """
    if get_origin(kind) is Literal:
        return tuple(code for code in get_args(kind) if code)
    return next(filter(None, map(codes_of, get_args(kind))), ())


def worded(message: str) -> tuple[str, dict[str, str]]:
    """(text to translate, its values) for what the decoder said."""
    for pattern, text in PATTERNS:
        match = pattern.match(message)
        if match:
            return text, match.groupdict()
    return message, {}


def unfit_in(words: Words, complaint: str, value: str = "") -> str:
    """What is wrong with a value, for people: the limit, and how much was given."""
    text, values = worded(complaint)
    long = _LIMIT.match(complaint)
    if long and len(value) > int(long["limit"]):
        return words(TOO_LONG, limit=int(long["limit"]), given=len(value))
    if "pattern" in values:
        return words(OF_PATTERNS.get(literal_eval(values["pattern"]), OTHER_FORM))
    said: dict[str, object] = {**values}
    if limit := values.get("limit"):
        said |= grouped(words.lang, {"limit": int(limit)})
    return words.gettext(text).format_map(said)
