"""Check digits of numbers on cards, devices, accounts and documents.

Sources: ISO/IEC 7812-1 annex B (Luhn), ISO 13616 with ISO/IEC 7064 MOD 97-10 (IBAN), ISO/IEC 7064 MOD 11,10
(OIB), ICAO Doc 9303 part 3 (machine-readable zones). All work on ASCII digits and letters.
"""


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    doubled = "0246813579"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += int(doubled[int(digit)]) if place % 2 else int(digit)
    return total % 10 == 0


def mod_97(text: str) -> bool:
    """Whether capitals and digits, letters read as 10 to 35, leave 1 when they are divided by 97."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1


def mod_11_10(digits: str) -> bool:
    """Whether the last digit is the ISO/IEC 7064 MOD 11,10 check digit of those before it."""
    product = 10
    for digit in digits[:-1]:
        product = (product + int(digit)) % 10 or 10
        product = product * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def zone_check(text: str) -> int:
    """The check digit of a field of a machine-readable zone: weights 7, 3, 1; `<` is 0, letters 10 to 35."""
    values = (0 if sign == "<" else int(sign, 36) for sign in text)
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10
