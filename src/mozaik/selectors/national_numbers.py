"""Which numbers countries give to people: how each is called and written, and its check.

A rule is a row: the name of its normal form, its country, what people call it, its shape, its check. Sources:
the laws and tax offices of the countries, as python-stdnum's documentation cites them; its examples are the
tests'.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mozaik.selectors.check_digits import luhn, mod_11_10, weighted


@dataclass(frozen=True, slots=True)
class NationalNumber:
    """One kind of number: `called` reads its name up to the number, `shape` one writing of it.

    `check` takes the number without separators.
    """

    name: str
    country: str
    called: str
    shape: re.Pattern[str]
    check: Callable[[str], bool]


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def _jmbg(digits: str) -> bool:
    """Day, month, year in three digits, region, serial, check (modulus 11)."""
    year = int(digits[4:7]) + (1000 if digits[4] == "9" else 2000)
    rest = 11 - weighted(digits, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    is_born = _is_day(year, digits[2:4], digits[:2]) and (digits[4] == "9" or int(digits[4:7]) < 40)
    return is_born and int(digits[12]) == (0 if rest > 9 else rest)


def _egn(digits: str) -> bool:
    century, month = divmod(int(digits[2:4]), 20)
    year = (1900, 1800, 2000)[century] + int(digits[:2]) if century < 3 else 0
    check = weighted(digits, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10
    return year > 0 and _is_day(year, str(month), digits[4:6]) and int(digits[9]) == check


def _cnp(digits: str) -> bool:
    century = {"1": 1900, "2": 1900, "3": 1800, "4": 1800, "5": 2000, "6": 2000}.get(digits[0], 1900)
    check = weighted(digits, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    is_born = _is_day(century + int(digits[1:3]), digits[3:5], digits[5:7])
    return digits[0] != "0" and is_born and int(digits[12]) == (1 if check == 10 else check)


def _si_tax(digits: str) -> bool:
    check = 11 - weighted(digits, (8, 7, 6, 5, 4, 3, 2)) % 11
    return digits[0] != "0" and check != 11 and int(digits[7]) == check % 10


def _pesel(digits: str) -> bool:
    return (10 - weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(digits[10])


def _rodne(digits: str) -> bool:
    month = int(digits[2:4]) % 50 % 20
    if len(digits) == 9:
        return digits[6:] != "000" and _is_day(1900 + int(digits[:2]), str(month), digits[4:6])
    is_born = _is_day((1900 if int(digits[:2]) >= 54 else 2000) + int(digits[:2]), str(month), digits[4:6])
    return is_born and int(digits[:9]) % 11 % 10 == int(digits[9])


def _codice(text: str) -> bool:
    odd = "BAFHJNPRTVCESULDGIMOQKWZYX"
    values = [int(sign) if sign.isdecimal() else ord(sign) - 65 for sign in text[:15]]
    total = sum(ord(odd[value]) - 65 if place % 2 == 0 else value for place, value in enumerate(values))
    return chr(65 + total % 26) == text[15]


def _tckn(digits: str) -> bool:
    first = (sum(map(int, digits[0:9:2])) * 7 - sum(map(int, digits[1:8:2]))) % 10
    return digits[0] != "0" and int(digits[9]) == first and sum(map(int, digits[:10])) % 10 == int(digits[10])


def _idnr(digits: str) -> bool:
    counts = sorted({digits[:10].count(digit) for digit in digits[:10]})
    return digits[0] != "0" and counts in ([1, 2], [1, 3]) and mod_11_10(digits)


def _vnr(digits: str) -> bool:
    return weighted(digits[:3] + digits[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11 == int(digits[3])


def _dni(text: str) -> bool:
    number = {"X": "0", "Y": "1", "Z": "2"}.get(text[0], text[0]) + text[1:8]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == text[8]


def _bsn(digits: str) -> bool:
    return (weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) - int(digits[8])) % 11 == 0 and digits.strip("0") != ""


def _nir(digits: str) -> bool:
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _snils(digits: str) -> bool:
    total = weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 101
    return (0 if total == 100 else total) == int(digits[9:])


def _inn(digits: str) -> bool:
    first = weighted(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = weighted(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return int(digits[10]) == first and int(digits[11]) == second


def _rntrc(digits: str) -> bool:
    return weighted(digits, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == int(digits[9])


def _amka(digits: str) -> bool:
    return _is_day(1900 + int(digits[4:6]), digits[2:4], digits[:2]) and luhn(digits)


def _ado(digits: str) -> bool:
    return digits[0] == "8" and weighted(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9)) % 11 == int(digits[9])


def _nid(text: str) -> bool:
    """Decade letter, year digit, month (plus 50 for women, 30 for foreigners), day, serial, letter."""
    month = int(text[2:4])
    return 1 <= month % 50 % 30 <= 12 and 1 <= int(text[4:6]) <= 31


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + r"(?![\w]|[.-]\d)")


NATIONAL_NUMBERS = (
    NationalNumber(
        "jmbg",
        "",
        r"jmbg|emšo|emso|embg|јмбг|ембг|(?:jedinstveni )?matični broj|maticni broj|матичен број|матични број",
        _shape(r"\d{13}"),
        _jmbg,
    ),
    NationalNumber("hr-oib", "HR", r"oib|osobni identifikacijski broj", _shape(r"\d{11}"), mod_11_10),
    NationalNumber(
        "si-tax", "SI", r"davčna(?: številka)?|davcna(?: stevilka)?|dš|id za ddv",
        _shape(r"(?:SI ?)?\d{8}"), _si_tax,
    ),
    NationalNumber("bg-egn", "BG", r"егн|egn", _shape(r"\d{6} ?\d{3} ?\d|\d{10}"), _egn),
    NationalNumber("ro-cnp", "RO", r"cnp|cod(?:ul)? numeric personal", _shape(r"\d{13}"), _cnp),
    NationalNumber("al-nid", "AL", r"nid|numri personal|nr\.? personal", _shape(r"[A-T]\d{8}[A-W]"), _nid),
    NationalNumber("pl-pesel", "PL", r"pesel", _shape(r"\d{11}"), _pesel),
    NationalNumber(
        "cz-rc", "CZ", r"rodn[eé] [cč][ií]slo|r\.? ?[cč]\.?", _shape(r"\d{6}/?\d{3,4}"), _rodne
    ),
    NationalNumber(
        "it-cf", "IT", r"codice fiscale|c\.? ?f\.?",
        _shape(r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]"), _codice,
    ),
    NationalNumber(
        "de-idnr", "DE", r"steuer-?id(?:entifikationsnummer)?|idnr\.?|steuerliche identifikationsnummer",
        _shape(r"\d{2} ?\d{3} ?\d{3} ?\d{3}"), _idnr,
    ),
    NationalNumber(
        "at-svnr", "AT", r"svnr\.?|sv-nr\.?|sozialversicherungsnummer|versicherungsnummer|svn",
        _shape(r"\d{4} ?\d{6}"), _vnr
    ),
    NationalNumber("gr-amka", "GR", r"α\.?μ\.?κ\.?α\.?|amka", _shape(r"\d{11}"), _amka),
    NationalNumber("hu-tax", "HU", r"adóazonosító(?: jel)?|adoazonosito(?: jel)?", _shape(r"\d{10}"), _ado),
    NationalNumber("tr-tckn", "TR", r"tckn|t\.?c\.? kimlik(?: no)?|kimlik no", _shape(r"\d{11}"), _tckn),
    NationalNumber("es-dni", "ES", r"dni|nie|nif", _shape(r"(?:\d{8}|[XYZxyz]-?\d{7})-?[A-Za-z]"), _dni),
    NationalNumber("nl-bsn", "NL", r"bsn|burgerservicenummer", _shape(r"\d{9}"), _bsn),
    NationalNumber(
        "fr-nir", "FR", r"nir|s[eé]cu(?:rit[eé] sociale)?|num[eé]ro de s[eé]curit[eé] sociale",
        _shape(r"[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}"), _nir,
    ),
    NationalNumber("ru-snils", "RU", r"снилс|snils", _shape(r"\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d{2}"), _snils),
    NationalNumber("ru-inn", "RU", r"инн|inn", _shape(r"\d{12}"), _inn),
    NationalNumber("ua-rntrc", "UA", r"рнокпп|іпн|rnokpp|ipn", _shape(r"\d{10}"), _rntrc),
)  # fmt: skip
"""Every number that is read."""
