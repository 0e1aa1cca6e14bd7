"""Text is searched as its reader sees it (review 1, item 12): any writing of a value gives that value."""

import html
import json
import quopri
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.selectors import find
from mozaik.selectors.layers import Reading
from mozaik.selectors.reading import pages
from tests.selectors.test_hostile import count_calls

EMAILS = st.from_regex(r"[a-z]{2,8}[._-]?[a-z0-9]{2,8}@[a-z]{3,9}\.(?:example|org|si|com)", fullmatch=True)
PHONES = st.from_regex(r"\+38641[2-9][0-9]{5}", fullmatch=True)
URLS = st.from_regex(
    r"https://[a-z]{3,9}\.example/[a-z0-9]{1,9}(?:\?[a-z]=[0-9]{1,5}(?:&[a-z]=[a-z]{1,5})?)?", fullmatch=True
)
VALUES = (
    st.tuples(st.just("email"), EMAILS)
    | st.tuples(st.just("phone"), PHONES)
    | st.tuples(st.just("url"), URLS)
)


def entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" if sign in "@.+:" else html.escape(sign) for sign in text)


def quoted(text: str) -> str:
    return quopri.encodestring(f"x=1 {text} {'y' * 90}".encode()).decode()


WRITINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda value: f"glej {value} hvala",
    "json": lambda value: json.dumps({"text": f"Kontakti:\n{value}\nhvala"}),
    "json of tabs and returns": lambda value: json.dumps(f"a:\t{value}\r\nb"),
    "json in json": lambda value: json.dumps({"raw": json.dumps({"text": f"x:\n{value}\n"})}),
    "json with every sign escaped": lambda value: (
        '{"a":"' + "".join(f"\\u{ord(sign):04x}" for sign in value) + '"}'
    ),
    "json with slashes escaped": lambda value: json.dumps({"a": value}).replace("/", "\\/"),
    "html": lambda value: f"<p>pi&#353;i<br>{html.escape(value)}</p>",
    "html entities": lambda value: f"<div>{entities(value)}</div>",
    "html attribute": lambda value: f'<span data-x="{html.escape(value)}"></span>',
    "html comment": lambda value: f"<html><!-- {value} --></html>",
    "xml": lambda value: f'<?xml version="1.0"?><m><a>{html.escape(value)}</a><a>nbo</a></m>',
    "quoted-printable": quoted,
    "guillemets": lambda value: f"»{value}«",
    "csv": lambda value: f'ime,kaj\nAna,"{value}"\n',
    "card": lambda value: f"BEGIN:VCARD\r\nNOTE:{value[:6]}\r\n {value[6:]}\r\nEND:VCARD\r\n",
    "direction marks": lambda value: f"\u202a{value}\u202c \u200e",
    "zero width": lambda value: f"\u200b{value[:5]}\u2060{value[5:]}\u200b",
    "soft hyphen": lambda value: f"{value[:4]}\u00ad{value[4:]}",
    "no-break spaces": lambda value: f"a\u202f{value}\u00a0b",
}


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=list(WRITINGS))
@given(VALUES)
def test_a_value_in_any_writing_is_found_and_nothing_else(
    writing: Callable[[str], str], value: tuple[str, str]
) -> None:
    text = writing(value[1])
    found = find(text)
    assert {(selector.kind, selector.value) for selector in found} == {value}
    for selector in found:
        assert text[selector.start : selector.start + len(selector.written)] == selector.written


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//A//DTD//EN" "http://a.example/p.dtd"><plist>{}</plist>',
        '<!DOCTYPE a [<!ENTITY b "{}">]><a/>',
        "<html xmlns=\"http://a.example/1999/xhtml\" xmlns:o='urn:http://a.example/'><p>{}</p></html>",
        '{{"html": "<svg xmlns=\\"http://a.example/svg\\"/> {}"}}',
    ],
)
def test_the_names_of_a_documents_language_are_no_addresses_in_it(text: str) -> None:
    found = find(text.format("https://forum.example/a"))
    assert {selector.value for selector in found} == {"https://forum.example/a"}


@given(EMAILS | PHONES)
def test_a_percent_encoded_value_is_found_in_its_address(value: str) -> None:
    found = {
        (selector.kind, selector.value)
        for selector in find(f"https://forum.example/login?to={quote(value, safe='')}")
    }
    assert ("email" if "@" in value else "phone", value) in found
    assert len(found) == 2


@given(URLS)
def test_an_address_in_another_ones_query_is_found_beside_it(url: str) -> None:
    outer = f"https://site.example/go?u={quote(url, safe='')}"
    assert {selector.value for selector in find(outer)} == {outer, url}


@given(st.lists(VALUES, min_size=2, max_size=5), st.sampled_from(["\u200b", "\u200e", "\u202c", "\ufeff"]))
def test_unseen_signs_between_values_do_not_join_them(values: list[tuple[str, str]], sign: str) -> None:
    assert {
        (selector.kind, selector.value) for selector in find(sign.join(value for _, value in values))
    } == set(values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"text":"Kontakti:\\nbo@example.net"}', {"bo@example.net"}),
        ("Kontakti:\\nbo@example.net", {"bo@example.net"}),
        ('{"a":"A:\\nbo@example.net"}', {"bo@example.net"}),
        ("C:\\Users\\novak@example.org\\x", {"novak@example.org"}),
        ("C:\\Users\\ana\\Outlook\\novak@example.org.ost", set()),
        ('{"path":"C:\\\\Users\\\\novak@example.org"}', {"novak@example.org"}),
        ("\\\\server\\novak@example.org", {"novak@example.org"}),
        ("ana.<b>primer</b>@example.org", {"ana.primer@example.org"}),
        ("<span>ana</span>@<span>example.org</span>", {"ana@example.org"}),
        ("<td>ana@example.org</td><td>bo@example.net</td>", {"ana@example.org", "bo@example.net"}),
        ("<a>ana@example.org</a><a>bo@example.net</a>", {"ana@example.org", "bo@example.net"}),
        ("ana@example.org\u200bje moj", {"ana@example.org"}),
        ("ana.pri\u200bmer@example.org", {"ana.primer@example.org"}),
        ("ana\u2011primer@example.org", {"ana-primer@example.org"}),
        ("ana\uff20example.org", {"ana@example.org"}),
        ("mailto%3Aana@example.org", {"ana@example.org"}),
        ("ana%2540example.org", {"ana@example.org"}),
        ("photo@x.heic", set()),
        ("ana@example.org.hvala", set()),
        ("key@value.tmp me@home.lan a@b.invalid", set()),
        ("ana@forum.i2p", {"ana@forum.i2p"}),
        ("git@github.com:ana/primer.git", set()),
        ("<https://forum.example/a_b>", {"https://forum.example/a_b"}),
        ("https://forum.example/very-=\npath?x=3D1", {"https://forum.example/very-path?x=1"}),
        (
            "~https://forum.example/a_b~ https://forum.example/c\U0001f642",
            {"https://forum.example/a_b", "https://forum.example/c"},
        ),
        ("_ana@example.org_", {"ana@example.org"}),
        ("a\u0301na@example.org", set()),
        ("Message-ID: <caf123@mail.example.org>\nReferences: <a1@b.example>\n <a2@b.example>", set()),
        ("cid:part1.abc@example.org", set()),
        ("0x5aAeb6053F3E94C9b9A09f33\n669435E7Ef1BeAed", {"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"}),
        ("0x5aaeb6053f3e94c9b9a09f33\n669435e7ef1beaed", set()),
        ("38641234567@s.whatsapp.net 120363000000000001@g.us", {"+38641234567"}),
        ("sip:+38641234567@ims.example", {"+38641234567"}),
        ("38641234567-1500000000@g.us", {"+38641234567"}),
        ("38641234567:12@s.whatsapp.net", {"+38641234567"}),
        ("ana_primer99_abc@talk.kik.com ana@conference.talk.kik.com", {"kik:ana_primer99"}),
        ("19:ab12@thread.skype 19:cd34@p2p.thread.skype", set()),
        ("from 8:live:ana.primer to 4:+38641234567", {"skype:live:ana.primer", "+38641234567"}),
        ("8:ana.primer99", {"skype:ana.primer99"}),
        ("call at 8:fifteen", set()),
        ("-100012345@chat.facebook.com", {"facebook:100012345"}),
        ("@ana.primer@social.example", {"mastodon:ana.primer@social.example"}),
    ],
)
def test_what_a_reader_sees_is_found(text: str, expected: set[str]) -> None:
    assert {selector.value for selector in find(text)} == expected


@given(st.text("ab<>/&;#\\nu00416@=%\n \u200b\u00ad\u202f\uff20", max_size=120))
def test_any_text_has_pages_whose_places_lie_inside_it(text: str) -> None:
    for page in pages(text):
        for reading in (page.written, page.folded):
            start, end = 0, len(reading.text)
            for layer in reversed(reading.layers):
                start, end = layer.old_start(start), layer.old_end(end)
            assert 0 <= start <= len(text)
            assert end <= len(text)


@given(
    st.text("abc", max_size=12),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.text("xy", max_size=3)), max_size=4),
)
def test_an_edited_text_knows_where_untouched_signs_stood(
    text: str, wanted: list[tuple[int, int, str]]
) -> None:
    edits, at = [], 0
    for start, length, new in sorted(wanted):
        if start >= at and start + length <= len(text):
            edits.append((start, start + length, new))
            at = start + length + 1
    reading = Reading(text).edited(edits)
    for place, sign in enumerate(reading.text):
        start = reading.layers[0].old_start(place) if reading.layers else place
        if sign in "abc":
            assert text[start] == sign
            assert (reading.layers[0].old_end(place + 1) if reading.layers else place + 1) == start + 1


HOSTILE = {
    "tags": "<b>" * 4000,
    "open tags": "<b " * 4000,
    "escapes": "\\u0041" * 2000,
    "backslashes": "\\" * 12000,
    "entities": "&amp;" * 2500,
    "nested entities": "&amp;amp;amp;" * 1000,
    "percent": "%41" * 4000,
    "nested percent": "%2525" * 2400,
    "unseen": "a\u200b" * 6000,
    "values apart": "a@b.si\u200b" * 1500,
    "soft breaks": "=\n=3D" * 2400,
    "folds": "NOTE:a\n b\n" * 1200,
    "paths": "C:\\Users\\" * 1300,
    "at ends of lines": "a@\n" * 4000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_twice_the_hostile_writing_takes_twice_the_steps(text: str) -> None:
    half, whole = count_calls(text[:6000]), count_calls(text[:12000])
    assert whole <= 2.1 * half + 500
    assert whole <= 80 * 12000
