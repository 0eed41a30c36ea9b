"""The three check digits the field uses.

Weighted (MRN, GRN, container; ISO 6346 annex A and the NCTS rule R0028): each character has a
value, position i from the left, from 0, weighs 2^i, the digit is (sum mod 11) mod 10.
Changing one character for another whose value differs mod 11 changes (sum mod 11), so it is
detected, except between the two sums 0 and 10, which share the digit 0. Two letters, or a letter
and a digit, whose values are equal mod 11 (1, C, L… ) are not told apart.

Alternating (wagons; UIC 438-2): digits times 2, 1, 2, 1… from the left, the digits of the
products added up, the check complements the sum to a ten. It detects every changed digit, and
every two neighbours swapped except 0 and 9. The eight digits of the 1520 mm gauge have it too.

Of stations (1520 mm network): digits times their places, counted from 1, mod 11; where that is 10,
once more with weights from 3 on, and 0 where it is 10 again.
"""


def _letter_values() -> dict[str, int]:
    values = {str(digit): digit for digit in range(10)}
    value = 10
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        if value % 11 == 0:  # ISO 6346 leaves out 11, 22 and 33
            value += 1
        values[letter] = value
        value += 1
    return values


CHARACTER_VALUES = _letter_values()


def weighted_sum(text: str) -> int:
    """Sum of value x 2^position. Raises ValueError outside 0-9 and A-Z."""
    total = 0
    for position, character in enumerate(text):
        value = CHARACTER_VALUES.get(character)
        if value is None:
            raise ValueError(f"character {character!r} has no value in a check digit")
        total += value << position
    return total


def check_digit(text: str) -> str:
    """The weighted check digit of ``text`` (the identifier without its check digit)."""
    return str(weighted_sum(text) % 11 % 10)


def alternating_check_digit(digits: str) -> str:
    """The check digit of a wagon number given without it. Raises ValueError on a non-digit."""
    total = 0
    for position, digit in enumerate(digits):
        product = int(digit) * (2 - position % 2)
        total += product // 10 + product % 10
    return str(-total % 10)


def station_check_digit(digits: str) -> str:
    """The sixth digit of a station code of the 1520 mm network."""
    for first in (1, 3):
        found = sum(int(digit) * weight for weight, digit in enumerate(digits, first)) % 11
        if found < 10:
            return str(found)
    return "0"
