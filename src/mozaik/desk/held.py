"""Asking who holds a picture or file, as during a raid: what is in the hand is hashed and goes no further."""

from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.media import MINIMUM_QUALITY
from mozaik.release import Asked, Asking, Held, Question, Work, search_held
from mozaik.seal import TrustStore
from mozaik.triage import hash_picture


def question_of(picture: Path | None, pdq: str | None, digest: str | None) -> Question | None:
    """The question for a picture file, a PDQ or a digest in hexadecimal digits; None where none is given.

    A picture is decoded in a child process and its bytes are dropped. InvalidInputError for several at once,
    for what is no hash, and for a picture that cannot be decoded, or like which nearly everything looks.
    """
    given = [asked for asked in (picture, pdq, digest) if asked is not None]
    if len(given) > 1:
        raise InvalidInputError(
            "more than one thing to search for", remedy="give one of --picture, --pdq and --digest"
        )
    if picture is not None:
        return _of_picture(picture)
    if pdq is not None:
        return _of_hash(Asked.PICTURE, pdq)
    return _of_hash(Asked.DIGEST, digest) if digest is not None else None


def _of_picture(path: Path) -> Question:
    picture = hash_picture(path)
    if picture.quality < MINIMUM_QUALITY:
        raise InvalidInputError(
            "this picture cannot be searched for",
            where=str(path),
            why=f"its quality is {picture.quality}; below {MINIMUM_QUALITY} it looks like too many others",
            remedy="search for its digest with --digest, or take a clearer picture",
        )
    return Question(Asked.PICTURE, picture.pdq)


def _of_hash(asked: Asked, text: str) -> Question:
    try:
        value = bytes.fromhex(text.strip())
    except ValueError:
        value = b""
    return Question(asked, value)


def find_holders(work: Path, asking: Asking, trust: TrustStore, question: Question, limit: int) -> Held:
    """Who holds a picture, one near it, or a file, as far as an authority may know; as `search_held`."""
    return search_held(Work.open(work, trust), asking, question, limit)
