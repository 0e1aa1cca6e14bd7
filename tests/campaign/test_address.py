"""Children and adults are each addressed in one way, on buttons too (campaign review, item 11).

Pronouns and endings that give a form of address away are looked for, and words that a careful reader
marked as wrong. The rest is for native reviewers.
"""

import re

import pytest

from mozaik.campaign import Site

ADULTS = re.compile(
    r"(parents|teachers|lesson|press|sign)\..*|about\.reuse.*|words\.show|site\.(skip|print|back_to_start)"
    r"|nav\..*|exit\.(button|link)"
)
"""What adults read: their pages, and the buttons that stand on every page."""

TO_A_CHILD = {"parents.talk_2", "lesson.plan_5"}
"""Words that adults say to a child, and what a class writes down."""

MARKS = {
    "bg": (r"\w+(?:аш|еш|иш)|ти|теб|тебе|тво\w+", r"вие|вас|ваш\w*|\w+йте"),
    "bs": (r"\w+š|teb\w|tvo\w+", r"vas|vam|vaš\w*|\w+jte"),
    "cs": (r"\w+íš|\w+eš|tebe|tob\w+|tvůj|tvé\w*|tvo\w+", r"vás|vám|váš|vaš\w+|\w+(?:jte|ěte)"),
    "cy": (r"ti|dy|paid|gelli|rwyt|wyt", r"chi|eich|peidiwch|\w+wch"),
    "de": (r"[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*", r"(?<=[\w,] )Sie|Ihnen"),
    "el": (r"σου|εσύ|μπορείς", r"σας|εσείς|\w+(?:ήστε|είτε)"),
    "es": (r"tú|tu|tus|ti|contigo|puedes|tienes", r"usted|ustedes"),
    "et": (r"sa|sina|sinu|sind|sul|su|sulle", r"te|teie|teil|teid|teile|öelge|olge|ärge"),
    "fr": (r"tu|te|toi|ton|ta|tes", r"vous|votre|vos|ne \w+ez"),
    "hr": (r"\w+š|teb\w|tvo\w+", r"vas|vam|vaš\w*|\w+jte"),
    "hu": (r"te|neked|rád|tőled|\w+(?:hatsz|hetsz)", r"Ön|Önt|Önnek|Önök"),
    "it": (r"tu|ti|te|tuo|tua|tuoi|tue|puoi|devi", r"voi|vostr\w+|potreste|potete|dovete"),
    "lt": (r"tu|tau|tave|tavo", r"jūs|jums|jus|jūsų|\w+kite"),
    "lv": (r"tu|tev|tevi|tavs|tava|tavu|tavas", r"jūs|jums|jūsu|\w+jiet"),
    "mk": (r"\w+(?:еш|иш)|мораш|тебе|тво\w+", r"вие|вас|ваш\w*|\w+јте"),
    "nl": (r"je|jij|jou|jouw", r"u|uw"),
    "pl": (r"\w+sz|ciebie|cię|ci|tob\w+|tw(?:ój|oje|oja|oim|oją)", r"Państw\w+|[Pp]roszę(?=,? \w+ć)|\w+jcie"),
    "pt": (r"tu|teu|tua|teus|tuas|contigo|podes|tens", r"você|[Gg]uarde|[Dd]iga|[Mm]antenha|[Ss]iga"),
    "rm": (r"ti|tes|tia|tai|pos|dastgas", r"Vus|Voss\w*"),
    "ro": (r"tu|tău|ta|tine|ție|îți|poți", r"dumneavoastră|v-a|puteți"),
    "sk": (r"\w+íš|\w+eš|teba|teb\w|tvoj\w*", r"vás|vám|váš|vaš\w+|\w+jte"),
    "sl": (r"\w+š|teb\w|tvoj\w*", r"vas|vam|vaš\w*|\w+jte"),
    "sq": (r"ti|ty|yt|jote|tënd\w*", r"ju|juaj|tuaj|jua"),
    "sr-Cyrl": (r"\w+ш|теб\w|тво\w+", r"вас|вам|ваш\w*|\w+јте"),
    "sr-Latn": (r"\w+š|teb\w|tvo\w+", r"vas|vam|vaš\w*|\w+jte"),
    "uk": (r"ти|тебе|тобі|тобою|тв[оії]\w+|\w+еш", r"ви|вас|вам|ваш\w*|\w+йте"),
}
"""What only a child is told, and what only an adult is told, in the languages that make a difference."""

INNOCENT = frozenset({"naš", "još", "baš", "vaš", "наш", "још", "баш", "ваш"})
"""Words of other forms that end like the second person."""


def said_wrongly(key: str, text: str, child: str, adult: str) -> list[str]:
    """The words of a text that address another audience than the one it is for."""
    for_adults = ADULTS.fullmatch(key)
    found = re.findall(rf"(?<![\w'’])(?:{child if for_adults else adult})(?!\w)", text)
    return [word for word in found if not (for_adults and word.lower() in INNOCENT)]


@pytest.mark.parametrize("tag", MARKS)
def test_children_and_adults_are_each_addressed_in_one_way(site: Site, tag: str) -> None:
    child, adult = MARKS[tag]
    strange = {
        key: words
        for key, forms in site.catalogues[tag].texts.items()
        if key not in TO_A_CHILD
        if (words := said_wrongly(key, " ".join(forms), child, adult))
    }
    assert strange == {}


MARKED = {
    "bs": [" varaju", "drugara", "golu sliku", "Ne trebate istraživati", "Muškarca pronalaze"],
    "de": ["ß", "nacktes Bild", "mit dieser Sprache aufgewachsen", "Notrufnummer an", "Notruf an"],
    "el": ["σενάρια", "Luka", "Mia", "όχι! σε", "ολόκληρη απάντηση", "που δεν ξέρει", "Δεν βρήκαμε"],
    "fr": ["crime", "motifs", "sans vêtements", "Les deux arrivent", "leçon", "retrouver"],
    "hr": [" varaju", "Sat za školu", "Muškarca pronalaze", "prihvaća ne", "golu sliku", "nije poveznica"],
    "hu": ["nemet! az", "egész válasz", "mindkettőjükkel", "ott van, hogy", "meztelen", "beszéljenek"],
    "it": ["in polizia", "lavagna la linea", "sul tempo", "una soluzione si trova"],
    "mk": [
        "Свиткај",
        "Мали нешта",
        "Девојка немало",
        "вистинските луѓе",
        "Не треба",
        "гола слика",
        "тој човек",
    ],
    "pl": ["za to kara", "odnalezion", "nagie", "na policji"],
    "sl": [
        "si tako sliko",
        "golo sliko",
        "spolnih posnetkov",
        "kaznivo dejanje pozna",
        "tvoj ne",
        "Skeniraj",
    ],
    "sq": ["nuk duhet të japësh", "Nuk duhet të hetoni", "e sajon", "të ndihesh në siguri", "Secili mund"],
    "sr-Cyrl": [
        " варају",
        "цртана замена",
        "није веза",
        "прихвата не",
        "Ко попусти",
        "Не треба",
        "о времену",
    ],
    "sr-Latn": [
        " varaju",
        "crtana zamena",
        "nije veza",
        "prihvata ne",
        "Ko popusti",
        "Ne treba da",
        "o vremenu",
    ],
}
"""What one careful reader marked in a language, and what says it wrongly there."""


@pytest.mark.parametrize("tag", MARKED)
def test_what_a_careful_reader_marked_is_gone(site: Site, tag: str) -> None:
    said = "\n".join(text for forms in site.catalogues[tag].texts.values() for text in forms)
    assert [words for words in MARKED[tag] if words in said] == []


def test_the_english_says_what_can_be_translated(site: Site) -> None:
    said = " ".join(text for forms in site.catalogues["en"].texts.values() for text in forms)
    for words in ("Say No! to", "is not a link", "scripts", "is found", "in United Kingdom", "naked"):
        assert words not in said
