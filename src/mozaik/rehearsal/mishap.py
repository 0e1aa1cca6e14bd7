"""What is said when a rehearsal cannot be played."""

from mozaik.errors import RefusedError


def not_played(what: str, why: str) -> RefusedError:
    """The error of a rehearsal that its own node or a rule of the program stopped."""
    return RefusedError(
        what, where="the node of the rehearsal", why=why, remedy="mend that, and rehearse again"
    )
