"""The forms of `mozaik hub`."""

from typing import TypedDict


class Invited(TypedDict):
    """The link for the first visit of a person in a role."""

    person: str
    role: str
    link: str


class DemoServed(TypedDict):
    """Where the hub of a rehearsal answers, and a link for one person of each role."""

    address: str
    links: list[Invited]


HUB_FORMS: dict[str, object] = {"mozaik.hub.invite": Invited, "mozaik.hub.demo": DemoServed}
