"""Serbian in both scripts: every page is said in it, and each person's choice stays."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from django.test import Client

from mozaik.hub.models import Account
from mozaik.hub.roles import HubRole
from tests.hub.house import HR, SI, Hub
from tests.hub.test_signing_in import addresses
from tests.hub.visitors import PASSWORD, visitor, with_factor

PEOPLE = {
    f"{SI}/ana": HubRole.ANALYST, f"{SI}/rok": HubRole.RELEASE_OFFICER, f"{SI}/kaja": HubRole.COORDINATOR,
    f"{SI}/pia": HubRole.PROSECUTOR, f"{SI}/ante": HubRole.AUDITOR, "EU-EC3/adam": HubRole.ADMINISTRATOR,
    "EU-EC3/mia": HubRole.COORDINATOR,
}  # fmt: skip
NAMES = re.compile(
    r"Mozaik|[A-Z]{2}-[A-Z0-9]+(/[a-z]+)?|\b[A-Z0-9]+(-[A-Z0-9]+)*\.[a-z0-9.]+|\b[HT]-[A-Z0-9]+|ITEM-1"
    r"|SHA-256|RFC \d+|TOTP|PDQ|JSON|OpenAPI|\bAPI\b|\bB\b|GiB|UTC|\bH0\b|\b[A-E][1-5]\b|4x4"
    r"|\b[jku]\b|Enter|\b[A-Z]{2}\b|mozaik [a-z]+( [a-z]+)?|FILE\.vouch|case 114|English|srpski"
)
"""What stays in Latin letters in Cyrillic script: names, ids, formats, keys of the keyboard, languages."""


class Texts(HTMLParser):
    """The texts of a page for people: not code, and not what says that it is English."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[bool] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        for name in ("aria-label", "title", "alt"):
            self.texts.append(named.get(name) or "")
        if tag in ("meta", "link", "input", "br", "img", "hr"):
            return
        foreign = tag in ("code", "pre", "script", "style", "svg") or named.get("lang") == "en"
        self.inside.append(foreign or bool(self.inside and self.inside[-1]))

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not (self.inside and self.inside[-1]):
            self.texts.append(data)


def latin_words(page: str) -> set[str]:
    read = Texts()
    read.feed(page)
    plain = NAMES.sub(" ", "\n".join(read.texts))
    return set(re.findall(r"[A-Za-z]{2,}", plain))


def times_without_zone(page: str) -> list[str]:
    read = Texts()
    read.feed(page)
    return re.findall(r"\b\d{1,2}:\d\d\b(?! UTC)", "\n".join(read.texts))


def speaks(person: str, role: HubRole, language: str, reason: str = "case 114") -> Client:
    client = visitor(person, role, reason)
    Account.objects.filter(reference=person).update(language=language)
    return client


def from_page(path: str) -> dict[str, str]:
    return {"referer": f"http://testserver{path}"}


def test_no_english_is_left_on_any_page_in_cyrillic(office: Hub) -> None:
    """Every address, as everybody who may have it: each word in Latin letters is a name that is listed."""
    left: dict[str, set[str]] = {}
    pages = 0
    for person, role in PEOPLE.items():
        client = speaks(person, role, "sr-Cyrl")
        first = re.search(r"/hits/(H-[A-Z0-9]+)/", client.get("/hits/").content.decode())
        known = addresses() | {"preview": f"/packages/preview/?to={HR}&why=case 114"}
        paths = {path.replace("H-AAAAAAAAAAAAAAAA", first[1] if first else "") for path in known.values()}
        for path in sorted(paths - {"/sign-out/", "/lock/"}):
            answer = client.get(path)
            if answer.headers["Content-Type"].startswith("text/html") and answer.content:
                pages += 1
                page = answer.content.decode()
                assert '<html lang="sr-Cyrl">' in page, path
                assert times_without_zone(page) == [], path
                left[path] = left.get(path, set()) | latin_words(page)
    assert [f"{path}: {' '.join(sorted(words))}" for path, words in left.items() if words] == []
    assert pages > 60


def test_before_the_sign_in_a_page_speaks_as_this_browser_chose(hub: Hub, accounts: None) -> None:
    client = Client()
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()
    told = client.post("/language/", {"language": "sr-Cyrl"}, headers=from_page("/sign-in/?next=/"))
    assert (told.status_code, told.headers["Location"]) == (302, "/sign-in/?next=/")
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="sr-Cyrl">' in page
    assert latin_words(page) == set()
    wrong = client.post("/sign-in/", {"login": f"{SI}/nobody", "password": "x"}).content.decode()
    assert latin_words(wrong) == set()
    assert client.post("/language/", {"language": "xx"}).status_code == 409
    for elsewhere in ("//elsewhere.example/", "", "https://elsewhere.example"):
        away = client.post("/language/", {"language": "sr-Latn"}, headers={"referer": elsewhere})
        assert away.headers["Location"] == "/", elsewhere


def test_the_choice_stays_with_the_person(hub: Hub, signed_in: Callable[..., Client]) -> None:
    client = signed_in(f"{SI}/ana")
    client.post("/language/", {"language": "sr-Latn"}, headers=from_page("/hits/"))
    assert '<html lang="sr-Latn">' in signed_in(f"{SI}/ana").get("/hits/").content.decode()
    assert '<html lang="en">' in signed_in(f"{SI}/ivo").get("/hits/").content.decode()
    page = client.get("/hits/").content.decode()
    assert "Nazad" not in page
    assert "Pogoci" in page


def test_faults_of_forms_are_said_in_the_language(hub: Hub, accounts: None) -> None:
    with_factor(f"{SI}/nova")
    adam = speaks("EU-EC3/adam", HubRole.ADMINISTRATOR, "sr-Cyrl")
    for fields in ({}, {"person": "x", "role": "y"}, {"person": f"{SI}/x", "role": "y"}):
        assert latin_words(adam.post("/accounts/", fields).content.decode()) == set(), fields
    ana = speaks(f"{SI}/ana", HubRole.ANALYST, "sr-Cyrl")
    assert latin_words(ana.post("/reason/", {"reason": "x"}).content.decode()) == set()
    assert latin_words(ana.get("/packages/preview/?to=HR-MUP&why=x").content.decode()) == set()
    account = Account.objects.open(f"{SI}/new", HubRole.ANALYST)
    account.language = "sr-Cyrl"
    account.save()
    new = Client()
    new.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for passwords in (("short", "short"), ("password123456", "password123456"), (PASSWORD, "another")):
        fields = dict(zip(("new_password1", "new_password2"), passwords, strict=True))
        assert latin_words(new.post("/sign-in/password/", fields).content.decode()) == set(), passwords
