"""The text of office documents (DOCX, XLSX, PPTX, ODF, RTF) as their reader sees it.

A word may lie in several runs with formats of their own; a search of the markup would find the rest of it as
another value. Of tracked changes two readings are given: with all of them, and with none.
"""

import re
from collections.abc import Iterator

_OFFICE = ("schemas.openxmlformats.org/", "purl.oclc.org/ooxml/", "urn:oasis:names:tc:opendocument:")
_HEAD = 20_000
_INLINE = re.compile(
    r"</?(?:w:(?:r|t|delText|ins|del|moveTo|moveFrom|rPr|proofErr|bookmarkStart|bookmarkEnd|hyperlink|smartTag"
    r"|lastRenderedPageBreak|softHyphen)|a:(?:r|t|rPr)|r|t|rPr|text:(?:span|a|bookmark|bookmark-start|bookmark-end"
    r"|soft-page-break))(?:\s[^<>]{0,20000})?/?>"
)
_TAG = re.compile(r"<[^<>]{0,100000}>")
_ATTRIBUTE = re.compile(r"\s(?!xmlns)[\w:.-]{1,100}=(?:\"([^\"<>]{4,20000})\"|'([^'<>]{4,20000})')")
_SCHEMA = ("http://schemas.", "http://purl.", "http://www.w3.org/", "urn:", "application/")
_FORMATS = re.compile(r"<(/?)(?:w:rPr|a:rPr|rPr|w:pPr)(?:\s[^<>]{0,2000})?(?<!/)>")
_DELETED = re.compile(r"<(/?)w:(?:del|moveFrom)(?:\s[^<>]{0,2000})?(?<!/)>")
_INSERTED = re.compile(r"<(/?)w:(?:ins|moveTo)(?:\s[^<>]{0,2000})?(?<!/)>")

_RTF = "{\\rtf"
_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_CODE = re.compile(r"\\ansicpg(\d{3,5})")
_UNSEEN = {"fonttbl", "colortbl", "stylesheet", "pict", "objdata", "themedata", "datastore", "listtable",
           "rsidtbl", "generator", "xmlnstbl", "latentstyles", "colorschememapping", "bin"}  # fmt: skip
_BREAKS = {"par", "line", "tab", "cell", "row", "sect", "page", "field", "fldinst", "fldrslt", "footnote"}
_SIGNS = {"emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "bullet": "\u2022"}
_DEEPEST = 1000
_CODES = {"1250", "1251", "1252", "1253", "1254", "1257", "852", "855", "866", "437", "850"}
_PICTURES = re.compile(r"\\(?:pict|objdata)\b")


def texts_as_seen(text: str) -> list[str]:
    """The texts of a part of an office document or of an RTF; another text is itself."""
    if text.startswith(_RTF):
        seen = "".join(_signs_of_rtf(text))
        return [seen.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")]
    if "<" not in text[:64] or not any(name in text[:_HEAD] for name in _OFFICE):
        return [text]
    attributes = "\n".join(_attributes(text))
    accepted = _plain(_without(text, _DELETED))
    if "<w:del" not in text and "<w:move" not in text:
        return [accepted, attributes]
    return [accepted, _plain(_without(text, _INSERTED)), attributes]


def holds_objects(text: str) -> bool:
    """Whether pictures or objects lie inside an RTF, which are not searched."""
    return text.startswith(_RTF) and _PICTURES.search(text) is not None


def _plain(xml: str) -> str:
    """The text between the tags: runs of a word joined, all other tags as ends of lines."""
    return _TAG.sub("\n", _INLINE.sub("", _without(xml, _FORMATS)))


def _without(xml: str, tags: re.Pattern[str]) -> str:
    """The text without what stands between such tags; what is never closed stays."""
    kept, start, depth = [], 0, 0
    for tag in tags.finditer(xml):
        if not depth:
            kept.append(xml[start : tag.start()])
            start = tag.start()
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if not depth:
            start = tag.end()
    return "".join([*kept, xml[start:]])


def _attributes(xml: str) -> Iterator[str]:
    for match in _ATTRIBUTE.finditer(xml):
        value = match[1] or match[2]
        if not value.startswith(_SCHEMA):
            yield value


def _signs_of_rtf(text: str) -> Iterator[str]:
    """The pieces of an RTF that its reader sees (Rich Text Format 1.9.1), and what its fields link to."""
    stated = _CODE.search(text[:_HEAD])
    code = f"cp{stated[1]}" if stated and stated[1] in _CODES else "cp1252"
    groups: list[tuple[bool, int]] = []
    is_hidden, per_sign, left = False, 1, 0
    for word, number, byte, sign, brace, plain in _TOKEN.findall(text):
        if brace == "{":
            groups.append((is_hidden, per_sign))
            left = 0
        elif brace == "}":
            is_hidden, per_sign = groups.pop() if groups else (False, 1)
            left = 0
        elif word in _UNSEEN or len(groups) > _DEEPEST:
            is_hidden = True
        elif is_hidden:
            continue
        elif word == "uc":
            per_sign = min(int(number or 1), 10)
        elif word == "u" and number:
            left = per_sign
            yield chr(int(number) % 65536)
        elif word:
            yield "\n" if word in _BREAKS else _SIGNS.get(word, "")
        elif byte or sign in ("~", "_", "{", "}", "\\"):
            if left:
                left -= 1
            else:
                yield _seen(byte, sign, code)
        elif plain:
            yield plain[left:]
            left = max(0, left - len(plain))


def _seen(byte: str, sign: str, code: str) -> str:
    """A sign that stands escaped."""
    if byte:
        return bytes.fromhex(byte).decode(code, "replace")
    return {"~": "\u00a0", "_": "-"}.get(sign, sign)
