"""Names in tables that people open in a spreadsheet: none may begin like a formula."""

_FORMULA = ("=", "+", "-", "@")


def armed(text: str) -> str:
    """A name that no spreadsheet runs: `./` stands before one that begins like a formula."""
    return f"./{text}" if _core(text).startswith(_FORMULA) else text


def disarmed(text: str) -> str:
    """The name that `armed` was given."""
    return text[2:] if text.startswith("./") and _core(text).startswith(_FORMULA) else text


def _core(text: str) -> str:
    """The text behind any number of `./`."""
    while text.startswith("./"):
        text = text[2:]
    return text
