"""What a file is and holds, as people read it: under labels, with counts and terms; and for machines."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from mozaik.cli.common import counted
from mozaik.cli.layout import Line, labelled, laid_out
from mozaik.desk import Look, PlainLook, SealedLook, StatedTermsOf
from mozaik.seal import TrustedKey
from mozaik.terms import Purpose, Terms, terms_to_row
from mozaik.typed_json import to_json
from mozaik.visible import visible_line

MOST_KINDS = 8
MOST_MEMBERS = 6


def look_text(look: Look) -> str:
    """A file, calm and complete, on a narrow screen."""
    rows = _plain_rows(look) if isinstance(look, PlainLook) else _sealed_rows(look)
    return laid_out([("", f"{look.file}: {_title(look)}"), *labelled(rows)])


def look_json(look: Look) -> dict[str, object]:
    """A look for machines; the fields are those of the look, terms those of the table `terms`."""
    told: dict[str, object] = {}
    for field in fields(look):
        value = getattr(look, field.name)
        told[field.name] = value if field.name in ("terms", "keys") else to_json(value)
    if isinstance(look, SealedLook):
        told["terms"] = [{**terms_to_row(each.terms), "rows": dict(each.rows)} for each in look.terms]
    else:
        told["keys"] = [key.to_json() for key in look.keys]
    return told


def _title(look: Look) -> str:
    if isinstance(look, PlainLook):
        return look.what
    draft = ", DRAFT" if look.missing else ""
    return f"{look.what} of {look.sender}{draft}, {'synthetic data' if look.synthetic else 'real data'}"


def counts_text(look: SealedLook) -> str:
    """The rows of each table, apart by kind: `files 12, selectors 40 (email 12, phone 28)`."""
    return ", ".join(_table_text(name, rows, look.kinds.get(name, {})) for name, rows in look.tables.items())


def terms_text(stated: StatedTermsOf) -> str:
    """The conditions of terms in a line: whom they tell what, codes, grade, purposes, day."""
    terms = stated.terms
    handling = "+".join(sorted(terms.handling))
    purposes = ", ".join(purpose for purpose in Purpose if purpose in terms.purposes)
    told = _disclosed(terms) if terms.purposes else "QUARANTINED: compared with nothing, told to nobody"
    about = f"{handling}, {terms.grade}, {terms.subject}"
    parts = [told, about, purposes, f"review on {terms.review_on}", _under(stated)]
    return f"{visible_line(terms.name)}: {'; '.join(filter(None, parts))}"


def _disclosed(terms: Terms) -> str:
    """Whom the terms tell what."""
    named = [
        f"{each.level.word} to {each.reader}{f' until {each.until}' if each.until else ''}"
        for each in terms.disclosures
    ]
    return ", ".join(
        [
            f"{terms.disclosure.word} to everybody else"
            if named
            else f"{terms.disclosure.word} to everybody",
            *named,
        ]
    )


def _under(stated: StatedTermsOf) -> str:
    rows = ", ".join(f"{name} {count:,}" for name, count in stated.rows.items())
    return rows or "no row stands under them"


def _table_text(name: str, rows: int, kinds: Mapping[str, int]) -> str:
    most = [f"{visible_line(kind)} {count:,}" for kind, count in list(kinds.items())[:MOST_KINDS]]
    rest = [f"{len(kinds) - MOST_KINDS} more"] if len(kinds) > MOST_KINDS else []
    return f"{name} {rows:,}" + (f" ({', '.join([*most, *rest])})" if most else "")


def _sealed_rows(look: SealedLook) -> Iterator[Line]:
    yield "Id", look.id
    yield "Edition", visible_line(look.edition)
    if look.recipients:
        yield "For", ", ".join(look.recipients)
    for name, text in sorted(look.properties.items()):
        yield name.replace("_", " ").capitalize(), visible_line(text)
    yield "Sealed", look.created_at
    yield "Signed", ", ".join(look.signed_by) or "by nobody yet"
    if look.missing:
        yield "", f"{counted(look.missing, 'signature')} missing"
    yield "Replaces", ", ".join(look.supersedes) or "nothing"
    for name, rows in look.tables.items():
        yield "Holds", _table_text(name, rows, look.kinds.get(name, {}))
    for stated in look.terms:
        yield "Terms", terms_text(stated)
    names = list(look.members)
    more = [f"{len(names) - MOST_MEMBERS} more"] if len(names) > MOST_MEMBERS else []
    yield "Members", ", ".join([*names[:MOST_MEMBERS], *more])
    yield "Size", f"{look.size:,} bytes"
    yield "SHA-256", look.sha256


def _plain_rows(look: PlainLook) -> Iterator[Line]:
    for name, text in look.facts.items():
        yield name[:1].upper() + name[1:], visible_line(text)
    for key in look.keys:
        yield "Key", _key_text(key)


def _key_text(key: TrustedKey) -> str:
    state = f"REVOKED {key.revoked_at}: {visible_line(key.revoked_reason or '')}" if key.revoked_at else ""
    return f"{key.key_id} {key.reference}, {state or 'as ' + ' and '.join(key.roles)}"
