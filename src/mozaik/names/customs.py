"""Customs of writing from outside the region: what letters stand for in a name that shows its custom.

A Turkish `c` is `dž`, a German `w` and `z` are `v` and `c`, an Italian `ci` is `či`: read so everywhere, they
would join strangers. So a custom is used only where the name itself shows it, by a letter or a group that
only that custom writes or by a given name, or where the record names the language. It only adds readings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from mozaik.names.letters import SOUNDS
from mozaik.names.written import Word, without_marks


@dataclass(frozen=True, slots=True)
class Custom:
    """One custom: what shows it in a word, given names that show it, and the readings that it adds."""

    shown: re.Pattern[str]
    names: frozenset[str]
    sounds: Mapping[str, tuple[str, ...]]


def _custom(shown: str, names: str, sounds: str) -> Custom:
    pairs = (line.split(maxsplit=1) for line in sounds.split(";"))
    added = {group: tuple("" if sound == "-" else sound for sound in said.split()) for group, said in pairs}
    return Custom(re.compile(shown), frozenset(names.split()), added)


_SOFT = "ce Ce; ci Ci; ge Je; gi Ji; che ke; chi ki; ghe ge; ghi gi; cea Ca Cea; gea Ja Jea"

CUSTOMS: Mapping[str, Custom] = {
    "tr": _custom(
        "[ığşç]",
        "cemal celal cengiz cemil cevdet cevat cem can "
        "cahit caner recep necmettin necati necdet nurcan mehmet "
        "ahmet murat mustafa yusuf hatice ayse emine "
        "huseyin suleyman halil ibrahim osman kemal serdar volkan "
        "cuneyt celik cetin candan canan cihat ceyhun ceylan "
        "cagatay sukru tugba tugrul gokhan gunay ozan ozgur "
        "umit ugur esra elif busra gulsen gulten nurten "
        "sevgi sibel songul hakan hasan huseyin ayhan ercument "
        "kadir levent metin nihat oguz okan onur ramazan sefa selcuk serkan sinan tayfun tolga turgut yasar "
        "zafer arslan aydin demir kaya ozturk dogan aslan kilic ozdemir yildiz yildirim sahin aksoy polat "
        "orhan yilmaz erkan tuncay bulent fatma zeynep aylin necip sancar ercan tarik hacer vecihi yavuz",
        "c J; ğ -; cc J; j Z; iy i; ö o; ü u; v v f",
    ),
    "de": _custom(
        "ß|sch|zw|owa?$|[äöü](?!.*[áéíóúőű])|tz$|dt$|ck|^jo?wan|witsch$",
        "jurgen gunther gunter wolfgang jochen heinz dieter uwe horst klaus hans fritz ludwig wilhelm karl "
        "friedrich johann heinrich ernst walter werner manfred helmut",
        "ö e o; ü i u; sch S Z; ä e; äu oi; eu oi; z c; w v; "
        "v f; ie i; chs ks; ch h; dt t; th t; ey ai; ay ai; s z; "
        "sp Sp; st St; pf pf f; ß s; tz c; öh e; eh e; ah a; oh o; uh u; üh i; äh e; ihr ir",
    ),
    "it": _custom(
        "gli|cch|zz|gn(?!j)|ggi|cci|[gc]i[aou]",
        "giuseppe giovanni francesco luigi giulia giorgio "
        "antonio mario paolo pietro salvatore vincenzo matteo "
        "lorenzo roberto stefano alessandro andrea marco "
        "luca franco angelo domenico giacomo michele raffaele "
        "gennaro carlo enrico federico massimo claudio maurizio chiara francesca lucia beatrice",
        f"{_SOFT}; c k; gli Li L; gn N; gnj gN; sci Si S; sce Se; "
        "sciu Su; scio So; scia Sa; cch k; ch k; z c dz; zz c; s z; "
        "qu kv; cqu kv; ggi Ji J; ggio Jo; cci Ci C; ccio Co; glio Lo; glia La",
    ),
    "ro": _custom(
        "[ăâîșțţ]|escu$|eanu$|oiu$",
        "andrei sergiu ion ionut gheorghe stefan vasile nicolae "
        "mihai catalin razvan bogdan florin marius dumitru constantin "
        "costel cristian ciprian radu vlad mircea doru viorel nicoleta ileana",
        f"{_SOFT}; c k; ă a e; â i a u; î i a; j Z; ea a ea e; "
        "ş S; oa oa o; x ks gz; ie ie e; ii i; ch k; gh g",
    ),
    "bg": _custom(
        "ъ|щ",
        "krasimir krassimir ivailo ivaylo plamen lyubomir "
        "nedyalko zhivko jivko tsvetan tzvetan vesselin rumen "
        "roumen vassil yordan boyko zhivka ralitsa tsvetelina desislava stanimir biser hristina georgi",
        "j Z; y j; tz c; ou u; u a",
    ),
    "hu": _custom(
        "[őű]|sz|gy$|lly|[áé].*[áéíóú]",
        "andras attila balazs bela csaba dezso endre ferenc gabor gergely geza gyula imre istvan janos jeno "
        "jozsef karoly laszlo lajos miklos nandor pal sandor tamas tibor zoltan zsolt eszter erzsebet ildiko "
        "ilona judit katalin margit piroska szilvia terez zsofia zsuzsanna",
        "s S; ű u i; ü i u; ő e o; ö e o; a a o; ly j; y i",
    ),
    "sq": _custom(
        "xh|[çë]|gj|ll|q(?!u)",
        "agim agron arben artan avni bekim besim besnik blerim bujar burim dritan driton edmond enver faton "
        "fatmir fatos flamur florim gentian ilir kastriot kujtim luan lulzim mentor naim sokol valon visar "
        "arta besa blerta drita elira fatmire flutura liridona mimoza shpresa teuta valbona vjosa zana",
        "y i u; ë e a",
    ),
    "el": _custom(
        "(?:os|is|as|iou|ou|akis|oglou)$",
        "",
        "mp mb b; nt nd d; nth nt; gk g ng; ou u; oi i; ai e; ei i; ch h; x ks; y i; gi j; ge je ie; tz J dz",
    ),
    "be": _custom("ў|^сярг|дзм", "", "а a o; я ja e; ў v u; э e"),
    "uk": _custom(
        "[іїєґ]|enko$|енко$|uk$|ук$",
        "олег тарас богдан остап назар олеся оксана",
        "г h g; ґ g; и i; ь - i; я ja ia; ю ju iu; ї i ji; є e je ie; х h; ц c ts; щ SC S; ё jo e; зг zg zh",
    ),
    "ru": _custom(
        "[ыэё]|ий$",
        "сергей алексей дмитрий евгений николай юрий наталья татьяна ольга",
        "я ja ia; ю ju iu; ё jo e o; щ SC S; е e je ie; х h; ь - i; ый i; ий i; ъ - a",
    ),
}
"""Language to its custom; the sounds beside those of SOUNDS."""

Languages = frozenset[str]


def languages_of(words: tuple[Word, ...], language: str | None = None) -> Languages:
    """The languages whose customs a name follows: the one that the record states, and those that it shows."""
    stated = frozenset({language}) if language else frozenset[str]()
    return stated.union(*(_shown_by(word.letters) for word in words))


@lru_cache(maxsize=65536)
def _shown_by(letters: str) -> Languages:
    bare = without_marks(letters)
    shown = (
        tongue for tongue, custom in CUSTOMS.items() if bare in custom.names or custom.shown.search(letters)
    )
    return frozenset(shown)


@lru_cache(maxsize=64)
def sounds_of(languages: Languages) -> Mapping[str, tuple[str, ...]]:
    """Letter group to its readings, with what the customs of these languages add."""
    table = dict(SOUNDS)
    for language in sorted(languages & CUSTOMS.keys()):
        for group, added in CUSTOMS[language].sounds.items():
            known = table.get(group) or _spelled(group)
            table[group] = (*known, *(sound for sound in added if sound not in known))
    return table


def _spelled(group: str) -> tuple[str, ...]:
    """What the letters of a group stand for one by one."""
    return tuple("".join(sounds) for sounds in product(*(SOUNDS.get(sign, (sign,)) for sign in group)))
