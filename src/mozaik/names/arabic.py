"""Arabic names in Latin letters: English, French, Turkish and Bosnian writers hear them differently.

One consonant is written in several ways (`kh h`, `q k`, `dj j dž xh c`); e stands for a or i, and o for u.
Read so everywhere, brothers of the region would become one. So these readings are used only between two names
that each have a word from the list below, and not where both are written as in the region. Long vowels,
diphthongs and consonants stay apart: Hasan is not Husein, Mahmud not Muhamed, Halid not Halil. Sources: the
tables of ISO 233-2 and the UN (2017), Škaljić's Turkish loans in Serbo-Croatian, what passports print.
"""

import re
from functools import lru_cache

from mozaik.names.letters import MARKED
from mozaik.names.written import Word, without_marks

MOST_READINGS = 64
MARK, BONES = "ar:", "as:"
"""Before a reading of this kind, and one without vowels, so that they never meet a plain one."""

_SOUNDS = {
    "a": "A", "e": "A I", "i": "I", "o": "U", "u": "U", "ı": "I", "aa": "A", "ee": "I", "ii": "I", "oo": "U",
    "ou": "U", "uu": "U", "ai": "Aj AI", "ay": "Aj AI", "aj": "Aj AJ", "ei": "Aj AI", "ey": "Aj AI",
    "ej": "Aj AJ", "aï": "Aj AI",
    "au": "Av", "aw": "Av", "ow": "Av", "ev": "Av", "av": "Av", "aou": "AvU", "awoo": "AvU", "awu": "AvU",
    "avu": "AvU", "ia": "IjA jA", "iya": "IjA jA", "iyya": "IjA", "ija": "IjA IJA", "aei": "AI Aj",
    "eia": "IjA", "aya": "AjA",
    "b": "b", "c": "J k s", "ç": "C", "č": "C", "ć": "C k", "ch": "S C", "d": "d", "dh": "d z", "dj": "J",
    "dž": "J",
    "đ": "J", "f": "f", "g": "g J", "gh": "g h", "ğ": "g", "h": "h", "j": "J j", "k": "k", "kh": "h",
    "l": "l", "m": "m",
    "n": "n", "p": "p b", "ph": "f", "q": "k", "qui": "kI kUI", "qu": "k kU", "r": "r", "s": "s", "sh": "S",
    "š": "S", "ş": "S", "t": "t", "th": "t s",
    "v": "v", "w": "v", "x": "ks", "xh": "J", "y": "j I", "z": "z", "zh": "z", "ž": "z J",
}  # fmt: skip
SOUNDS = {group: tuple(said.split()) for group, said in _SOUNDS.items()}
_LONGEST = max(map(len, SOUNDS))
_LOCAL_ENDING = re.compile(r"(?:ic|ich|ov|ova|ev|eva|ski|ska|aj)$")
_ARABIC = re.compile("[\u0620-\u06ff]")
_FAITH = re.compile(r"(?<=\w\w\w)[aeiou](?:d|l)?d(?:i|ee)n$")
_MERCY = re.compile(r"(?<=\w\w)[aeu][rl]{1,2}[ae]hman$")
_MUTE = re.compile("(?:dd?i|ou|a)ne$")
"""A last e that French writers do not speak: Chaabane, Noureddine."""
_GOD = re.compile(r"(?<=\w\w)[aeou]ll?ah?$")
_SERVANT = re.compile(r"^abd[aeiouü](?:l|([dnrstz])(?=\1))(?=\w{3})")

_KNOWN = """
abbas abdel abdul abdullah abdulah abid adil adnan ahmed ahmad ajša aisha akram alaa ali alija amin amina amir
anas anwar enver arif asad ayman aziz bashar bashir bakir basim bilal daud dawood ebrahim fadil fahad fahim
faisal fejsal farid faris faruk farouk fatima fawad fuad ghulam gulam habib hadi hadidža khadija hakim halid
khaled halil khalil hamid hamza hasan hassan hashim haydar haidar hussein husein husain ibrahim idris imad
imran iqbal isa isam ismail jabir jafar jalal džalal jamal džemal jamil džemil jasim jawad dževad kadir qader
kamal kamil karim kasim latif layla lejla mahdi mahir mahmud mahmoud majid malik mansur mansour maryam merjem
marwan mervan masud mesud mirza muhamed muhammad mohammad mohamed muhammed munir murad mujahid musa mustafa
najib nedžib nadir nabil naim nasir nasser nasim nazim nizar nur nuri omar omer osman uthman qasim rabia rafik
rahim rahman rahmat ramadan rashid rašid reza riza ridvan rizwan sabir sadik sadiq said saeed salih saleh
salim salman samir sami šakir shakir šarif sharif šukri shukri sulejman suleiman sultan tahir taha talib tarik
tariq umar usama usman vahid wahid walid velid wasim yahya jahja yasin jasin yasir jakub yaqub yunus yusuf
jusuf yousef zahid zahra zaid zajnab zaki zakir zia najla safija safiyya halima nadia nadija zulejha zulaikha
amira samira semira emira karima kerima jamila džemila farida rashida šerifa sharifa nabila munira salima
selima kazim kadhim jaber sabah hikmat hikmet rustam rustem daria parvin parviz farhad ferhad shirin širin
yasmin jasmin sana hana huda mona muna noor noura salma selma rana rania raniya zubair zubejr azra hafsa
habibullah rahmatullah amanullah zabihullah najibullah naqib asif atif arash siddiq sidik mehdi
šaban shaban hajrudin khairuddin nureddin nurudin salahuddin salahudin najm shams
abdi ablah adel adham afif afifa ahmadi ahmedi akif akbar aladin alauddin amal aman anis anisa aref arman
asma asad
asadullah ashraf ešref ata atiya attia awad ayoub ejub ayub azim azima azzam badr bahar baha bahauddin bahri
baki baqi burhan dalal dawlat devlet dina diab dunya ehsan ihsan elham ilham esmat ismet fadila fahima fakhri
fahri fakir faqir farah ferah farhan fatih fateh faiz fejzo faizullah fejzulah fayez firas feras fuat gazi
ghazi ghassan gasan ghani gani gulnar habiba haddad hadad haji hadži hafiz hafez hafiza hajar hadžera halim
haleem hamdi hamed hamida hamidullah hammad hani hania harun haroun hashem hašim hatem hatim hayat hejat
haytham hejsam hilal hisham hišam hikmatullah husam hussam husni huma ibtisam ihab imam inas inam intisar
iskandar iskender ishaq iyad ejad izzat izet jabbar džabar jaffar džafer cafer jahan džihan cihan jihad džihad
jalil dželil jan jana jawhar dževher jumana junaid džunejd kadri qadri kais qays kamila karam karimullah
kawthar
kevser kazem khalaf khalifa halifa khan hanifa khawla khayr hajro khorshid hurshid khattab hatab lamia
lamija latifa
leyla lina lubna luay lotfi lutfi luqman lokman mahbub mahdiya maher mahmuda majda majida makki malak malika
mansoor maqsud marwa merva maruf marouf masood mazen mazin melek mina mirwais mirvais miriam moeen moataz
mukhtar
muhtar muayad mubarak mufid mufida muhsin mohsen muhsina mukhlis mumin mumina munira muntaser muntasir
murtada murtaza
murteza muslim musleh muslih mutasim muwafaq muzaffar muzafer nabila nada nadim nadeem nadira nafisa
nefisa nahid
naima najat nedžat najwa nedžva naqi nargis nerges nashwan nasima nasrallah nasrin nesrin nassim nawal
nevala nawaz
navaz nazar nazira nidal nihad nijaz niyaz nimat nimet noman numan nuha nura nuria nuruddin nureddin
nuredin osama
parwiz parvez qadir qasem qudrat kudret quraishi qureshi kureši rabi rafi refi rafat refet rafiq ragib
ragheb raghad
rahima rahimi ramez ramiz ramin ramzi remzi rana rasheed rasim rasul resul rauf rawan revan rayan rajan
raza rezaei
rezai ruqaya rukija rubina saad sabina sabri sadat sedat sadia saadi safa safi safwan safvet saif sejf
saifuddin
sejfudin sakina šakir salam selam salama saleem samar samia samija sameer samiullah sanaa sarwar server
sayed sejid
sayyid seyed shadi šadi shafi šefi shafiq šefik shah šah shahid šahid shahin šahin shakira šakira shamil šamil
shawkat ševket shaykh šejh sheikh siraj siradž sohail suhejl subhi sufyan sufjan suhayla suheila sumaya
sumeja suraya
sureja tahira tahsin taimur timur talal talat talaat tamer tamim tareq tasnim tawfik tevfik teufik taysir
tejsir thabit
sabit thamer thana tufan turki ubaid ubejd umaima ummu usamah waad wadi wael vail wafa vefa wafiq vefik
wahab vehab
wahida vahida wajdi vedždi wajih vedžih wali veli waqar wardak wasif vasif wassim vesim yaghi yahia yaman
yaqoob yazan
yazid jezid yousuf yunis junus yusra jusra zafar zafer zaher zaki zekija zakariya zekerija zakaria zamani
zana zaynab
zeinab zejneb zakia ziad zijad ziyad zija ziya zuhair zuhejr zohra zuhra zuhdi zulfikar zulfiqar moussa
osmani hamidi
karimi rahmani nazari noori haidari hajdari hosseini huseini husejni mohammadi muhamedi najjar sharifi
šarifi zamani
sultani amiri akbari azizi ibrahimi jafari džafari yousefi jusufi alizada alizade popal stanikzai durrani
barakzai
"""

_SCRIPT = {
    "محمد": "muhamad", "احمد": "ahmad", "أحمد": "ahmad", "محمود": "mahmud", "حسن": "hasan", "حسین": "husajn",
    "حسين": "husajn", "علی": "ali", "علي": "ali", "يوسف": "yusif", "یوسف": "yusif", "خليل": "khalil",
    "خلیل": "khalil",
    "خالد": "khalid", "عمر": "umar", "عثمان": "uthman", "ابراهيم": "ibrahim", "إبراهيم": "ibrahim",
    "ابراهیم": "ibrahim",
    "اسماعيل": "ismail", "إسماعيل": "ismail", "اسماعیل": "ismail", "سليمان": "sulayman", "سلیمان": "sulayman",
    "مصطفى": "mustafa", "مصطفی": "mustafa", "عبدالله": "abdallah", "كريم": "karim", "کریم": "karim",
    "رحيم": "rahim",
    "رحیم": "rahim", "صالح": "salih", "ناصر": "nasir", "سعيد": "said", "سعید": "said", "جمال": "jamal",
    "جميل": "jamil",
    "جمیل": "jamil", "حميد": "hamid", "حمید": "hamid", "فاطمة": "fatima", "فاطمه": "fatima", "مريم": "maryam",
    "مریم": "maryam", "عائشة": "aisha", "خديجة": "khadija", "زينب": "zaynab", "زینب": "zaynab",
    "ليلى": "layla",
    "لیلا": "layla", "نور": "nur", "طارق": "tariq", "سامي": "sami", "سامر": "samir", "سمير": "samir",
    "سمیر": "samir",
    "بلال": "bilal", "وليد": "walid", "ولید": "walid", "رشيد": "rashid", "رشید": "rashid", "شريف": "sharif",
    "شریف": "sharif", "عادل": "adil", "فيصل": "faysal", "فیصل": "faysal", "حيدر": "haydar", "حیدر": "haydar",
    "حیدری": "haydari", "قادري": "qadri", "قادری": "qadri", "منصور": "mansur", "نجار": "najar",
    "شكري": "shukri",
    "درويش": "darwish", "درویش": "darwish", "غلام": "ghulam", "رضا": "rida", "عباس": "abas", "جعفر": "jafar",
    "موسى": "musa", "موسی": "musa", "عيسى": "isa", "عیسی": "isa", "داود": "daud", "ياسين": "yasin",
    "یاسین": "yasin",
    "زهرا": "zahra", "زهراء": "zahra", "أمير": "amir", "امير": "amir", "امیر": "amir", "أمين": "amin",
    "امین": "amin",
    "كمال": "kamal", "کمال": "kamal", "نبيل": "nabil", "حمزة": "hamza", "حمزه": "hamza", "اكرم": "akram",
    "أكرم": "akram",
    "عزيز": "aziz", "عزیز": "aziz", "انور": "anwar", "أنور": "anwar", "حداد": "hadad", "خوري": "khuri",
    "صادق": "sadiq",
    "قاسم": "qasim", "فريد": "farid", "فرید": "farid", "رحمن": "rahman", "رحمان": "rahman", "نعيم": "naim",
    "بشير": "bashir", "بشیر": "bashir", "كريمي": "karimi", "کریمی": "karimi", "أحمدي": "ahmadi",
    "احمدی": "ahmadi",
    "محمدی": "muhamadi", "رحیمی": "rahimi", "نوری": "nuri", "حسینی": "husayni", "حسيني": "husayni",
    "علوی": "alavi",
}  # fmt: skip
"""Words in Arabic and Persian letters, which leave the short vowels out, as they are said."""


_SKELETON = dict(zip("بتثجحخدذرزسشصضطظغفقكکلمنهپچژگ", "btsJhhdzrzsSsDtzgfkkklmnhpCzg", strict=True))
"""Arabic and Persian consonants; the rest of the letters are vowels, or may be."""
_FEWEST_BONES = 2
_NO_VOWELS = str.maketrans("", "", "AIUjv")


def as_said(letters: str) -> str:
    """A word in Arabic letters as it is said, in Latin; every other word as it is, without an article."""
    served = letters.removeprefix("عبدال")
    if served != letters and letters not in _SCRIPT:
        return f"abdul{_SCRIPT.get(served, served)}"
    bare = letters.removeprefix("ال") if len(letters) > 4 else letters
    return _SCRIPT.get(letters) or _SCRIPT.get(bare) or letters


def looks_local(words: tuple[Word, ...]) -> bool:
    """Whether a name has a letter or an ending that only writers of the region give it."""
    return any(not MARKED.isdisjoint(word.letters) or _LOCAL_ENDING.search(word.bare) for word in words)


def arabic_readings(words: tuple[Word, ...]) -> tuple[frozenset[str], ...]:
    """The readings of each word of a name that is Arabic by one of its words; empty sets for other names."""
    if not any(_is_known(word.letters) for word in words):
        return (frozenset(),) * len(words)
    return tuple(_read_word(word.letters) for word in words)


@lru_cache(maxsize=65536)
def _is_known(letters: str) -> bool:
    """Whether a word alone shows that a name is Arabic."""
    shown = letters.startswith("abd") or _ARABIC.search(letters) is not None
    return shown or not _known().isdisjoint(_read(as_said(letters)))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset().union(*(_read(name) for name in _KNOWN.split()))


@lru_cache(maxsize=65536)
def _read_word(letters: str) -> frozenset[str]:
    said = as_said(letters)
    if _ARABIC.search(said):
        bones = "".join(_SKELETON.get(sign, "") for sign in said.removeprefix("ال"))
        if len(bones) < _FEWEST_BONES:
            return frozenset()
        return frozenset(f"{BONES}{_bare_bones(bones.replace('D', sound))}" for sound in "dz")
    readings = _read(said)
    if said != letters:
        return readings
    bones_of = (reading.removeprefix(MARK).translate(_NO_VOWELS) for reading in readings)
    return readings | {f"{BONES}{_bare_bones(bones)}" for bones in bones_of if len(bones) >= _FEWEST_BONES}


def _bare_bones(bones: str) -> str:
    """Consonants without a last h, which is silent, and without any twice in a row."""
    kept = "".join(sound for place, sound in enumerate(bones) if sound != bones[place - 1 : place])
    return kept[:-1] if len(kept) > 2 and kept[-1] == "h" else kept


def share_arabic(left: Word, first: frozenset[str], right: Word, second: frozenset[str]) -> bool:
    """Whether two words are one by their sounds, or by consonants where one is in Arabic letters."""
    shared = first & second
    scripts_differ = bool(_ARABIC.search(left.letters)) is not bool(_ARABIC.search(right.letters))
    return any(scripts_differ or reading.startswith(MARK) for reading in shared)


@lru_cache(maxsize=8192)
def _read(letters: str) -> frozenset[str]:
    return _spelled(letters) | (_spelled(letters[:-1]) if _MUTE.search(letters) else frozenset())


def _spelled(letters: str) -> frozenset[str]:
    served = _MERCY.sub("urahman", _FAITH.sub("adin", _GOD.sub("ala", _SERVANT.sub("abd", letters))))
    spelled = [""]
    at = 0
    while at < len(served):
        size = next((n for n in range(_LONGEST, 1, -1) if served[at : at + n] in SOUNDS), 1)
        group = served[at : at + size]
        sounds = SOUNDS.get(group) or SOUNDS.get(without_marks(group), (group,))
        spelled = [begun + sound for sound in sounds for begun in spelled][:MOST_READINGS]
        at += size
    return frozenset(f"{MARK}{_tidy(reading)}" for reading in spelled)


def _tidy(reading: str) -> str:
    """No sound twice in a row, no h after the last vowel, one way to write a glide between vowels."""
    kept = ""
    for sound in reading:
        if sound != kept[-1:]:
            kept += sound
    kept = kept.replace("IjI", "I").replace("IjA", "IA")
    return kept[:-1] if len(kept) > 3 and kept.endswith("Ah") else kept
