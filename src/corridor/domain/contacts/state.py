"""The state of a contact: how one authority or office is reached."""

import re
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.reference.model import Days

DAYS: Final[tuple[Days, ...]] = ("workdays", "six", "every")
"""Monday to Friday, Monday to Saturday, all seven."""
Phone = Annotated[str, Meta(pattern=r"\A(\+[1-9][0-9]{6,14})?\Z")]
"""As ITU-T E.164 writes it, or nothing."""
Mail = Annotated[str, Meta(pattern=r"\A([^\s@<>,;]{1,64}@[^\s@<>,;]{1,180}\.[^\s@<>,;]{2,63})?\Z")]
Address = Annotated[str, Meta(pattern=r"\A(https://[^\s<>]{3,190})?\Z")]
Clock = Annotated[str, Meta(pattern=r"\A(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)?\Z")]
Account = Annotated[str, Meta(pattern=r"\A[A-Z0-9]{0,34}\Z")]
Place = Annotated[str, Meta(pattern=r"\A[A-Z]{2}[-A-Z0-9]{3,15}\Z")]
"""The code of an office or an authority: it begins with that of its state."""
Language = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}\Z")]
Languages = Annotated[tuple[Language, ...], Meta(max_length=8)]


class Ways(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one is reached, when by the clock of the place, and in which languages.

    `invented`: of a demonstration.
    """

    phone: Phone = ""
    mail: Mail = ""
    page: Address = ""
    days: Days = ""
    opens: Clock = ""
    closes: Clock = ""
    languages: Languages = ()
    invented: bool = False
    account: Account = ""
    """To which its fees are paid: an IBAN, or as banks of the state number accounts."""
    account_name: Annotated[str, Meta(max_length=140)] = ""
    """In whose name it is."""
    bank: Annotated[str, Meta(max_length=140)] = ""


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was stated last of one place, by whom and when; withdrawn, it says nothing."""

    id: str
    node: str
    place: str
    ways: Ways
    stated_at: str
    stated_by: str
    withdrawn_at: str = ""
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it was not withdrawn."""
        return not self.withdrawn_at


def leads_where_it_says(page: str) -> bool:
    """Whether what is read of an address first is its host: no name before an `@`, and no
    backslash, which browsers take for a slash.
    """
    host = re.split("[/?#]", page.removeprefix("https://"), maxsplit=1)[0]
    return "@" not in host and "\\" not in page


def contact_id(place: str) -> str:
    """The subject of a place's contact: `ct-UZ-UZ-ROAD`, `ct-KG-KGOSH001`."""
    return f"ct-{place[:2]}-{place}"


_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}\Z")


def is_account(account: str) -> bool:
    """Whether a bank would take it: the check digits of an IBAN are right (ISO 13616, MOD 97-10);
    of other accounts nothing is known but their letters.
    """
    if not _IBAN.match(account):
        return account.isdecimal()
    return _remainder(account) == 1


def iban_of(country: str, account: str) -> str:
    """The IBAN of an account in a state, with its check digits."""
    return f"{country}{98 - _remainder(f'{country}00{account}'):02d}{account}"


def _remainder(iban: str) -> int:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(one, 36)) for one in moved)) % 97
