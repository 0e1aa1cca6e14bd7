"""What pages of the exchange share: their conditions, who may sign, how a document is signed and taken."""

import re
from collections.abc import Callable, Iterable, Mapping

from django import forms
from django.http import HttpRequest, HttpResponse

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.hub import clock, floor
from mozaik.hub.models import Account, account_of
from mozaik.hub.to_sign import Prepared, Returned, offered
from mozaik.node import Unsigned, bytes_of, take_signed
from mozaik.seal import Role, Signature
from mozaik.terms import Handling

_REFERENCE = re.compile(r"H-[A-Z2-7]{16}", re.ASCII)
GRADES = [f"{source}{information}" for source in "ABCX" for information in "1234"]
CODES = [str(code) for code in Handling if code is not Handling.H0]


def words_of(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Words as a form offers them."""
    return [(str(word), str(word)) for word in kinds]


class Conditions(forms.Form):
    """The terms under which a document is sent, and one's own reference."""

    reference = forms.CharField(max_length=200)
    handling = forms.MultipleChoiceField(choices=words_of(CODES), required=False)
    grade = forms.ChoiceField(choices=words_of(GRADES))


def told_in(form: forms.Form) -> dict[str, str]:
    """What a form says, as words; InvalidInputError that names the fields that do not fit."""
    if not form.is_valid():
        raise InvalidInputError(
            "something is missing or does not fit", where=", ".join(form.errors),
            remedy="fill in what is named, and sign again",
        )  # fmt: skip
    return {name: _word(value) for name, value in form.cleaned_data.items()}


def codes_of(told: Mapping[str, str]) -> tuple[Handling, ...]:
    """The handling codes that a form states, with H0, in order."""
    return tuple(sorted({Handling.H0, *map(Handling, told["handling"].split())}))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, each once, in order."""
    return tuple(sorted({line.strip() for line in text.splitlines() if line.strip()}))


def references_of(text: str) -> tuple[str, ...]:
    """The references of hits that a text names, a line each; InvalidInputError for what is none."""
    references = lines_of(text.upper())
    if not all(_REFERENCE.fullmatch(reference) for reference in references):
        raise InvalidInputError(
            "this is no reference of a hit", remedy="write one a line, such as H-7F3KQ2MZ4XYABCDE"
        )
    return references


def signing_account(request: HttpRequest) -> Account:
    """Who may sign documents of the exchange; RefusedError for others."""
    account = account_of(request)
    if not account.rights.judges:
        raise RefusedError(
            f"a person who signs in as {account.role} asks and answers nothing", remedy="ask an analyst"
        )
    return account


def offer(
    request: HttpRequest, unsigned: Unsigned, says: list[str], about: Mapping[str, str]
) -> HttpResponse:
    """Give a document to be signed to the browser."""
    return offered(request, Prepared(bytes_of(floor.node(), unsigned), says, about, unsigned.at))


def take(unsigned: Unsigned, back: Returned, before_keeping: Callable[[], object] = lambda: None) -> None:
    """Keep and send a document by what was signed, after what it rests on; raises as `take_signed`."""
    signature = Signature(back.key_id, Role.OWNER, back.signature)
    take_signed(floor.node(), unsigned, signature, floor.trust(), clock.now(), before_keeping)


def _word(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "").replace("\r\n", "\n")
