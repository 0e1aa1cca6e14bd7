"""Asking who holds a picture or file, as during a raid: what is in the hand is hashed and goes no further."""

from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.media import MINIMUM_QUALITY
from mozaik.release import Asked, Asking, Held, Question, Work, search_held
from mozaik.seal import TrustStore
from mozaik.triage import hash_picture


def question_of_picture(path: Path) -> Question:
    """The question for a picture file, decoded in a child process; its bytes are dropped.

    InvalidInputError where it cannot be decoded, or says too little: nearly everything looks like it.
    """
    picture = hash_picture(path)
    if picture.quality < MINIMUM_QUALITY:
        raise InvalidInputError(
            "this picture cannot be searched for",
            where=str(path),
            why=f"its quality is {picture.quality}; below {MINIMUM_QUALITY} it looks like too many others",
            remedy="search for its digest with --digest, or take a clearer picture",
        )
    return Question(Asked.PICTURE, picture.pdq)


def question_of_hash(asked: Asked, text: str) -> Question:
    """The question for a hash in hexadecimal digits; InvalidInputError for what is none."""
    try:
        value = bytes.fromhex(text.strip())
    except ValueError:
        value = b""
    return Question(asked, value)


def find_holders(work: Path, asking: Asking, trust: TrustStore, question: Question, limit: int) -> Held:
    """Who holds a picture, one near it, or a file, as far as an authority may know; as `search_held`."""
    return search_held(Work.open(work, trust), asking, question, limit)
