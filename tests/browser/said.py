"""What the people of the story write in fields of their own, each in their language."""

from typing import NamedTuple


class Said(NamedTuple):
    """Free texts of one language."""

    condition: str
    refusal: str
    correction: str
    risk: str
    incident: str
    unloading: str


SAID = {
    "ru": Said(
        condition="Въезд до 22:00",
        refusal="Нет копии свидетельства о допуске.",
        correction="Копия свидетельства приложена",
        risk="Профиль риска 26-11",
        incident="Пломба сорвана при качке на пароме; груз цел.",
        unloading="Без замечаний",
    ),
    "en": Said(
        condition="Entry before 22:00",
        refusal="The certificate of approval is missing.",
        correction="The certificate is enclosed",
        risk="Risk profile 26-11",
        incident="A seal was torn off in the swell on the ferry; the goods are whole.",
        unloading="No remarks",
    ),
}
