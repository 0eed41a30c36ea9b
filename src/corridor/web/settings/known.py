"""Which settings may change while the node runs, what each means, and what fits it."""

import re
from typing import Final, Literal, NamedTuple

from corridor.domain.refusals import N_
from corridor.domain.terms import PREFIX, TERMS, read_dated, write_dated
from corridor.engine.tuning import NEEDS_POWER, YES

OFFICERS_NEED_SECOND: Final = "officers_need_second_factor"
DISK_LOW: Final = "disk_low_mib"
PUSH_SERVICES: Final = "push_services"
SUPPORT: Final = "support"
OBSERVATORY: Final = "observatory"
LICENCE: Final = "open_data_licence"
CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
OWN_PUSH_SERVICES: Final = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""Those of the makers of today's browsers."""
NO: Final = "no"
NUMBER_LEAST, NUMBER_MAX = 65, 1 << 30
"""What officers' acts and receipts go on in is 64 MiB."""
HOSTS_MAX: Final = 64
TEXT_MAX: Final = 200
_HOST: Final = re.compile(
    r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
)
_NUMBER: Final = re.compile(r"[0-9]{1,10}")
_GAP: Final = re.compile(r"[\s,;]+")


class Known(NamedTuple):
    """A setting, by its name in `node.json`. `default`: where neither file nor operator names it.

    `takes_two`: it decides what officers may do, so nobody changes it alone.
    """

    name: str
    label: str
    meaning: str
    kind: Literal["yesno", "number", "hosts", "text", "term"]
    default: str
    takes_two: bool = False


TERM_MEANS: Final = N_(
    "A term of the law on this node, as a count of days or months. A change holds from the day "
    "that is named with it; what was decided before stands as it was."
)
_TERMS: Final = tuple(
    Known(PREFIX + term.name, term.label, TERM_MEANS, "term", str(term.value), takes_two=True)
    for term in TERMS
)
KNOWN: Final = (
    Known(
        OFFICERS_NEED_SECOND,
        N_("Officers need a second factor"),
        N_(
            "Whether officers and operators get nowhere before they have set up a second factor. "
            "It holds from the next page that they open; whoever has none is led to setting it up."
        ),
        "yesno",
        NO,
        takes_two=True,
    ),
    Known(
        NEEDS_POWER,
        N_("Brokers need a power of attorney"),
        N_(
            "Whether a dossier for another firm is refused where that firm gave no power of "
            "attorney on this node. It holds for what is filed from then on."
        ),
        "yesno",
        NO,
    ),
    Known(
        DISK_LOW,
        N_("Free room below which new filings wait, MiB"),
        N_(
            "With less free room on the disk, new declarations and applications wait; officers' "
            "acts and receipts go on in what is left. Give it more than 64."
        ),
        "number",
        "256",
    ),
    Known(
        PUSH_SERVICES,
        N_("Push services that notices on devices go by"),
        N_(
            "Names of hosts, “*.” for any part. Each sees when something is sent to which browser, "
            "and cannot read it. Left empty, this node sends no notices."
        ),
        "hosts",
        "\n".join(OWN_PUSH_SERVICES),
    ),
    Known(
        SUPPORT,
        N_("Whom the users of this node ask"),
        N_(
            "A telephone, an address of mail, hours: in one line at the foot of every page, for "
            "everybody. Left empty, nothing stands there."
        ),
        "text",
        "",
    ),
    Known(
        OBSERVATORY,
        N_("The observatory is open to everybody"),
        N_(
            "Whether anybody sees what this node measures, on pages and as open data. The node "
            "goes on measuring all the same; “corridor measures” tells its operator."
        ),
        "yesno",
        YES,
    ),
    Known(
        LICENCE,
        N_("Licence of the open data"),
        N_(
            "The address of the licence under which the figures are given to everybody. It stands "
            "with them in the catalogue and on the pages."
        ),
        "text",
        CC_BY,
    ),
    *_TERMS,
)
BY_NAME: Final = {known.name: known for known in KNOWN}


def fitting(known: Known, typed: str) -> str | None:
    """The value as it is kept; None for what does not fit."""
    if known.kind == "yesno":
        return typed if typed in (YES, NO) else None
    if known.kind == "number":
        is_number = _NUMBER.fullmatch(typed) is not None
        return str(int(typed)) if is_number and NUMBER_LEAST <= int(typed) <= NUMBER_MAX else None
    if known.kind == "term":
        return typed if write_dated(read_dated(typed)) == typed else None
    if known.kind == "text":
        text = " ".join(typed.split())
        return text if len(text) <= TEXT_MAX else None
    hosts = list(dict.fromkeys(one for one in _GAP.split(typed.lower()) if one))
    fits = len(hosts) <= HOSTS_MAX and all(_HOST.fullmatch(one) for one in hosts)
    return "\n".join(hosts) if fits else None
