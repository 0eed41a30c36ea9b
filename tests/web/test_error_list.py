"""Errors are listed in the order of the page, each by the name of its field."""

import pytest

from corridor.web.error_list import error_list

PAGE = """
<form>
<fieldset><legend><h2>Отправитель</h2></legend>
  <label for="f-a_name">Название</label><input id="f-a_name">
  <label for="f-city">Город <span class="field__optional">(необязательно)</span></label>
  <input id="f-city"></fieldset>
<fieldset><legend>Получатель</legend>
  <label for="f-b_name">Название</label><input id="f-b_name"></fieldset>
<label for="f-count">Число
  мест</label><input id="f-count">
<fieldset id="f-way"><legend>Какой путь?</legend><p class="field__hint">Любой</p>
  <input type="radio" id="f-mode"><label for="f-mode">Дорогой</label>
  <input type="radio" id="f-mode-2"><label for="f-mode-2">Морем</label></fieldset>
<td><input id="f-eta_0" aria-label="Ожидается: Ош"></td>
</form>
"""
PROPER = frozenset({"Узбекистан"})


def listed(*errors: tuple[str, str]) -> list[tuple[str, str]]:
    given = [{"href": href, "text": text} for href, text in errors]
    return [(one["href"], one["text"]) for one in error_list(PAGE, given, PROPER)]


def test_the_list_follows_the_page() -> None:
    found = listed(
        ("/elsewhere#f-count", "Там."),
        ("#f-eta_0", "Укажите время."),
        ("#f-count", "Укажите целое число."),
        ("#f-a_name", "Заполните это поле."),
        ("#main", "Это уже сделано."),
    )
    assert [href for href, _ in found] == [
        "#main",
        "#f-a_name",
        "#f-count",
        "#f-eta_0",
        "/elsewhere#f-count",
    ]


@pytest.mark.parametrize(
    ("href", "text", "said"),
    [
        ("#f-count", "Укажите целое число.", "Число мест: укажите целое число."),
        ("#f-city", "Не более 35 знаков.", "Город: не более 35 знаков."),
        ("#f-b_name", "Заполните это поле.", "Получатель, Название: заполните это поле."),
        ("#f-mode", "Выберите путь.", "Какой путь? Выберите путь."),
        ("#f-eta_0", "Укажите время.", "Ожидается: Ош: укажите время."),
        ("#f-count", "Узбекистан не пропустит.", "Число мест: Узбекистан не пропустит."),
        ("#f-count", "МДН неверен.", "Число мест: МДН неверен."),
        ("#main", "Это уже сделано.", "Это уже сделано."),
    ],
)
def test_a_link_names_its_field(href: str, text: str, said: str) -> None:
    assert listed((href, text)) == [(href, said)]
