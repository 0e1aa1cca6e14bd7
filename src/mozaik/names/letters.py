"""Letter tables: what each letter group of a script may stand for.

A reading is written in small sound letters, plus capitals for what is one letter in one script and a digraph
in another: `S` š, `Z` ž, `C` č or ć, `J` đ or dž, `L` lj, `N` nj. `SOUNDS` are the readings of a careful
writer; `LOSSY` adds what is left when marks are dropped (ICAO Doc 9303, plain keyboards), used only against a
spelling without marks. Sources: ICAO Doc 9303 part 3, the UN romanisation of 1977, Albanian names in
Macedonian spelling, ELOT 743 and common usage for Greek. Confusions of č with ć and of đ with dž are inside
the letters C and J on purpose.
"""

_LATIN = {
    "a": "a", "b": "b", "c": "c", "d": "d", "e": "e", "f": "f", "g": "g", "h": "h", "i": "i", "j": "j",
    "k": "k", "l": "l", "m": "m", "n": "n", "o": "o", "p": "p", "q": "C k", "r": "r", "s": "s", "t": "t",
    "u": "u", "v": "v", "w": "v", "x": "dz z ks", "y": "i", "z": "z",
    "č": "C", "ć": "C", "ç": "C", "ch": "C h", "tch": "C", "tj": "C tj", "ty": "C ti", "cs": "C cs",
    "cz": "C", "š": "S", "ş": "S", "sh": "S", "sch": "S", "shch": "SC", "sht": "St", "sz": "s sz",
    "ž": "Z", "zh": "Z", "zs": "Z zs", "ts": "c ts", "tz": "c",
    "ś": "s S sj", "sj": "sj s", "sje": "sje se", "šj": "Sj S s", "ź": "z Z zj", "zj": "zj z", "žj": "Zj Z z",
    "đ": "J", "ð": "J", "dj": "J dj", "dje": "Je dje de", "gj": "J gj g", "gy": "J gi", "dž": "J", "dzh": "J",
    "dz": "J dz", "xh": "J", "kj": "C kj", "ḱ": "C k", "ǵ": "J g",
    "lj": "L", "ly": "L j li", "ll": "l", "nj": "N", "ny": "N ni", "ñ": "N n", "rr": "r", "th": "t",
    "dh": "d",
    "kh": "h", "ph": "f", "ck": "ck k", "ije": "ije", "bje": "bje be", "mje": "mje me", "pje": "pje pe",
    "tje": "tje te", "vje": "vje ve",
    "ae": "ae a", "oe": "oe o", "ue": "ue u", "uxx": "u", "nxx": "n", "ä": "a ae", "å": "a aa", "ö": "o oe",
    "ü": "u ue", "ß": "s ss", "ø": "o oe", "æ": "ae a", "ł": "l", "ı": "i", "ë": "e",
    "ț": "c t", "ţ": "c t", "ș": "S", "ğ": "g", "tsch": "C", "ou": "ou u", "oo": "o u", "ee": "e i",
    "ei": "ei ai",
    "gh": "g gh", "chr": "hr kr Cr", "cia": "cia Ca", "cio": "cio Co", "ciu": "ciu Cu", "gia": "gia Ja",
    "gio": "gio Jo", "giu": "giu Ju",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "J", "ѓ": "J g", "е": "e",
    "ё": "e jo je",
    "є": "e je", "ж": "Z", "з": "z", "ѕ": "dz z", "и": "i", "і": "i", "ї": "i", "й": "j", "ј": "j", "к": "k",
    "ќ": "C k", "л": "l", "љ": "L", "м": "m", "н": "n", "њ": "N", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "ћ": "C", "у": "u", "ў": "u v", "ф": "f", "х": "h", "ц": "c", "ч": "C", "џ": "J", "ш": "S",
    "щ": "St SC", "ъ": "a u", "ь": "", "ы": "i", "э": "e", "ю": "ju", "я": "ja",
    "с́": "s S sj", "з́": "z Z zj", "сј": "sj s", "зј": "zj z", "шј": "Sj S s", "дж": "J", "дј": "J dj",
    "лья": "La lja", "лье": "Le lje", "нья": "Na nja", "нье": "Ne nje", "лё": "le ljo Lo",
    "нё": "ne njo No", "ьо": "o jo", "лю": "lju Lu", "ля": "lja La", "ню": "nju Nu", "ня": "nja Na",
    "кј": "C kj", "гј": "J gj", "лј": "L",
    "нј": "N", "дје": "Je dje de", "сје": "sje se", "бје": "bje be",
    "ије": "ije", "вје": "vje ve", "мје": "mje me", "пје": "pje pe", "тје": "tje te",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k",
    "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i",
    "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o", "ου": "u ou", "αι": "e ai", "ει": "i ei", "οι": "i oi", "αυ": "av af",
    "ευ": "ev ef", "ηυ": "iv if", "μπ": "b mp mb", "ντ": "d nt nd", "γκ": "g gk ng", "γγ": "ng g",
    "τσ": "c ts C",
    "τζ": "J dz z c", "γι": "gi j i", "γε": "ge je ie", "γη": "gi ji i", "γυ": "gi ji i", "γει": "gi ji i",
}  # fmt: skip

SOUNDS = {group: tuple(sounds.split(" ")) for group, sounds in (_LATIN | _CYRILLIC | _GREEK).items()}
"""Letter group (lower case, composed) to its readings, the likeliest first."""

LOSSY = {
    "đ": ("d",),
    "ђ": ("d",),
    "ѓ": ("d",),
    "dž": ("dz",),
    "џ": ("dz",),
    "ц": ("ts",),
    "щ": ("sht",),
}
"""Further readings that only a spelling without marks may meet."""

MARKED = frozenset("čćšžđśźçḱǵșțţşğ")
"""Letters that show that the writer set marks: in such a word a bare s, z, c, d is meant as it stands."""

GAJ = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "ѓ": "đ", "е": "e", "ж": "ž", "з": "z",
    "ѕ": "dz", "и": "i", "й": "j", "ј": "j", "к": "k", "ќ": "ć", "л": "l", "љ": "lj", "м": "m", "н": "n",
    "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h",
    "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
}  # fmt: skip
"""Cyrillic letter by letter into Gaj's Latin (one-to-one for Serbian)."""
