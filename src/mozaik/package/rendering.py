"""A form of a package: the name of its member in the sealed file, and how it is made from the value."""

from collections.abc import Callable
from dataclasses import dataclass

from mozaik.package.model import Package


@dataclass(frozen=True, slots=True)
class Rendering:
    """One form; the same package gives the same bytes.

    `member` is the file's name inside the sealed package, `render` makes its bytes and adds nothing to the
    package that it is given.
    """

    member: str
    render: Callable[[Package], bytes]
