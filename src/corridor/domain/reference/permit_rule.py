"""A rule that says which permit a dossier needs: its shape.

A rule is data, dated and sourced, and says whether it is `illustrative`: none of those that come
with the program has been checked by a lawyer of the state it speaks of. Texts are in English and
Russian, since data keeps its own language.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from corridor.domain.attachments import Paper
from corridor.domain.places import Mode
from corridor.domain.values import Code, Country, Currency, Date, DriverPaper

Direction = Literal["export", "import", "transit"]
Held = Literal[DriverPaper, "C521", "C523", "C524"]
"""Papers of a driver, and authorisations by their codes."""
Obtained = Literal["apply", "carry", "exempt"]
Prefix = Annotated[str, Meta(pattern=r"\A\d{2,10}(-\d{2,10})?\Z")]
EVERYWHERE = "*"
ANY_UN = "*"


class Data(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of the packaged data: an unknown field is a mistake of ours, found when loading."""


class Words(Data, frozen=True):
    """A text of the data in both languages."""

    en: str
    ru: str


class Authority(Data, frozen=True):
    """Who decides on an application: one desk of one state. Codes and names of the demo."""

    code: str
    country: Country
    kinds: tuple[Code, ...]
    name: Words
    invented: bool = True


class Instrument(Data, frozen=True):
    """The legal act a rule rests on; without countries it holds wherever the rule does."""

    title: Words
    number: str = ""
    date: Date | None = None
    countries: tuple[Country, ...] = ()


class Conditions(Data, frozen=True):
    """Facts beside HS code, state and direction that a rule asks for, all of them together. Absent
    means "does not ask".

    `un` holds UN numbers, `*` for any; `hazards` classes of dangerous goods, of which one is
    enough, as one of the numbers is. Masses are whole kilograms, sizes millimetres; of those named,
    one exceeded is enough. `places` are those of the way, at one of which the state is met; the
    way begins in one of `origins` and ends in one of `destinations`.
    """

    un: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    gross_over_kg: int | None = None
    axle_over_kg: int | None = None
    length_over_mm: int | None = None
    width_over_mm: int | None = None
    height_over_mm: int | None = None
    foreign_registration: bool = False
    """The vehicle is registered elsewhere than in the country entered and outside its union."""
    temperature_controlled: bool = False
    under_tir: bool = False
    through_union: bool = False
    """The way leads through two states of one union at least, and this is the first of them."""
    same_union: bool = False
    """The vehicle is registered in another state of the union of the state entered."""
    registered_in: tuple[Country, ...] = ()
    carriers_of: tuple[Country, ...] = ()
    """The carrier, or whoever holds the procedure where none is named, is of one of these states.
    """
    places: tuple[str, ...] = ()
    origins: tuple[Country, ...] = ()
    destinations: tuple[Country, ...] = ()

    @property
    def is_of_danger(self) -> bool:
        """Whether it is about dangerous goods."""
        return bool(self.un or self.hazards)

    @property
    def has_limits(self) -> bool:
        """Whether the rule is about mass or size."""
        limits = (self.gross_over_kg, self.axle_over_kg, self.length_over_mm)
        return any(x is not None for x in (*limits, self.width_over_mm, self.height_over_mm))


NO_CONDITIONS = Conditions()


class Fee(Data, frozen=True):
    """What the authority takes, in minor units of a currency."""

    amount_minor: Annotated[int, Meta(ge=0, le=10**15)]
    currency: Currency


class Question(Data, frozen=True):
    """What only the carrier can tell; answered by its code in the dossier."""

    code: Code
    text: Words
    over_kg: int | None = None
    """Mass with the load above which nobody is asked: it was stated, and the answer is yes."""
    drivers_of: tuple[Country, ...] = ()
    """Where the driver's state was stated, nobody is asked: yes if it is one of these, else no."""
    held: tuple[Held, ...] = ()
    """Papers of the driver, authorisations of the carrier: of which one is held, the answer is yes.
    """


class RequirementRule(Data, frozen=True, kw_only=True):
    """One rule: who must have which permit, where, and by which act.

    `hs` and `except_hs` are prefixes (no dash here: ranges are spread when loading); the longest
    that fits decides. `item_facts` hit an item whatever its HS code says. A rule with neither
    speaks of the whole load. `countries` name states, a union by its code, or `*`. A rule of a
    state's own list names that state alone, and with `by_union` it speaks where the border of the
    state's union is met, and once.
    """

    id: Code
    version: Annotated[int, Meta(ge=1)]
    kind: Code
    title: Words
    valid_from: Date
    countries: tuple[str, ...]
    directions: tuple[Direction, ...]
    desk: Annotated[str, Meta(pattern=r"\A[A-Z]{2,8}\Z")]
    instruments: tuple[Instrument, ...]
    at: Literal["departure", "border"]
    confidence: Literal["H", "M", "L"]
    valid_to: Date | None = None
    hs: tuple[Prefix, ...] = ()
    except_hs: tuple[Prefix, ...] = ()
    item_facts: tuple[Code, ...] = ()
    modes: tuple[Mode, ...] = ()
    """Empty: all."""
    conditions: Conditions = NO_CONDITIONS
    question: Code = ""
    asks: Question | None = None
    """The question itself, filled in when loading."""
    lead_time_days: int | None = None
    """Days to allow before it is needed; None where the source names none."""
    blocking: bool = True
    obtained: Obtained = "apply"
    """`apply`: asked for here. `carry`: a paper or duty of the carrier we can only recall.
    `exempt`: whom it meets needs no permit of this kind.
    """
    fee: Fee | None = None
    recognition: Words | None = None
    recognises: tuple[str, ...] = ()
    """States, and unions by their codes, whose document of this kind is taken for its own."""
    papers: tuple[Paper, ...] = ()
    """Papers that are attached to the application."""
    illustrative: bool = True
    by_union: bool = False
    owner: str = ""
    """The state of whose own list it is; empty for those that came with the program."""
    except_countries: tuple[str, ...] = ()
    """States that have a list of their own instead; filled in."""
    desk_name: Words | None = None
    """What such a desk is called anywhere; filled in when loading, as are the desks we know."""
    authorities: dict[str, Authority] = {}

    def in_force_on(self, date: str) -> bool:
        """Whether the rule holds on this date (ISO dates compare as text)."""
        return self.valid_from <= date and (self.valid_to is None or date <= self.valid_to)

    @property
    def key(self) -> str:
        """Its number, and whose: two states may give the same one."""
        return f"{self.owner}/{self.id}" if self.owner else self.id

    @property
    def is_about_goods(self) -> bool:
        """Whether single items decide, rather than the whole load."""
        return bool(self.hs or self.item_facts or self.conditions.is_of_danger)

    def instrument_in(self, country: str) -> Instrument:
        """The act that is nearest to this country: its own before a common one."""
        own = (act for act in self.instruments if country in act.countries)
        return next(own, self.instruments[0])
