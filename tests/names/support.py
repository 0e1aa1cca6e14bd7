"""Spellings of names, written here by hand and apart from the tables of the program.

`SERBIAN` and `MACEDONIAN` are made-up people; each writer turns a name into one custom of writing.
"""

import unicodedata

_PEOPLE = """
Dunja Šušić, Časlav Čelebić, Đorđe Đorđević, Živorad Žujović, Šćepan Džinić, Džemal Njegovan, Njegoš Ljujić,
Ljubiša Ćetković, Đurđica Hadžić, Hajrudin Jokić, Jasmina Stojanović, Mijat Cvetković, Nadežda Obradović,
Ognjen Mijušković, Predrag Kojić, Ratko Šćekić, Snežana Žigić, Tijana Perišić, Uroš Anđelković,
Višnja Vujačić, Zdravko Radonjić, Cvijeta Bjelica, Filip Marković, Goran Uzelac, Ivana Filipović,
Katarina Zečević
"""
SERBIAN = tuple(tuple(person.split()) for person in _PEOPLE.split(","))
MACEDONIAN = (
    ("Ѓорѓи", "Ќосев"), ("Џеват", "Жежов"), ("Ѕвездан", "Чакаров"), ("Љупчо", "Шилегов"),
    ("Његуш", "Гоцев"), ("Цветан", "Јовчев"), ("Кочо", "Хаџиев"), ("Стојче", "Ќурчиев"),
)  # fmt: skip
ALBANIAN_IN_MACEDONIAN = (
    ("Qemal Xhaferi", "Ќемал Џафери"), ("Gjergj Thaçi", "Ѓерѓ Тачи"), ("Shpresa Zhubi", "Шпреса Жуби"),
    ("Llazar Nishori", "Лазар Нишори"), ("Dhurata Rrustemi", "Дурата Рустеми"), ("Yllka Çoba", "Илка Чоба"),
    ("Latif Bajrami", "Љатиф Бајрами"),
)  # fmt: skip

_SERBIAN = dict(
    zip("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж", strict=True), dž="џ", lj="љ", nj="њ"
)
_ICAO_MACEDONIAN = dict(zip("авгдезијклмнопрстуфхцб", "AVGDEZIJKLMNOPRSTUFHCB", strict=True)) | {
    "ѓ": "GJ", "ж": "ZH", "ѕ": "DZ", "љ": "LJ", "њ": "NJ", "ќ": "KJ", "ч": "CH", "џ": "DJ", "ш": "SH",
}  # fmt: skip
_GAJ_MACEDONIAN = {"ѓ": "đ", "ж": "ž", "ѕ": "dz", "ќ": "ć", "ч": "č", "џ": "dž", "ш": "š"}


def cyrillic(name: str) -> str:
    """Serbian Latin in Cyrillic, letter for letter."""
    text, at = "", 0
    low = name.lower()
    while at < len(low):
        size = 2 if low[at : at + 2] in _SERBIAN else 1
        letter = _SERBIAN.get(low[at : at + size], low[at])
        text += letter.upper() if name[at].isupper() else letter
        at += size
    return text


def plain(name: str) -> str:
    """Without marks, đ as d: what a passport's machine-readable zone prints."""
    text = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def with_dj(name: str) -> str:
    """Without marks, đ as dj."""
    return plain(name.replace("đ", "dj").replace("Đ", "Dj"))


def english(name: str) -> str:
    """English digraphs: ch, sh, zh, dj."""
    for letter, digraph in (("č", "ch"), ("ć", "ch"), ("š", "sh"), ("ž", "zh"), ("đ", "dj")):
        name = name.replace(letter, digraph).replace(letter.upper(), digraph.capitalize())
    return name


def macedonian_passport(name: str) -> str:
    """The Macedonian table of ICAO Doc 9303, in capitals."""
    return "".join(_ICAO_MACEDONIAN.get(letter, letter) for letter in name.lower())


def macedonian_gaj(name: str) -> str:
    """Macedonian Cyrillic in the Serbo-Croatian manner."""
    letters = (_GAJ_MACEDONIAN.get(sign) or _ICAO_MACEDONIAN.get(sign, sign).lower() for sign in name.lower())
    return "".join(letters).title()


def zone(family: str, given: str) -> str:
    """The name field of a machine-readable zone."""
    return f"{family}<<{given}".upper().replace(" ", "<").ljust(39, "<")
