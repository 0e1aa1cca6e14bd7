"""The services whose accounts are read: profile hosts, the shape of a handle, words and pages it is not."""

from dataclasses import dataclass

from mozaik.selectors.kind import words


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    `hosts` serve profile pages at `prefixes` + handle, except `pages`; `handle` is the pattern of a handle in
    lower case; `called` are the words that people write before `@handle`.
    """

    name: str
    handle: str
    hosts: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ("",)
    pages: frozenset[str] = frozenset()


SERVICES = (
    Service(
        "telegram",
        r"[a-z][a-z0-9_]{3,31}",
        ("t.me", "telegram.me", "telegram.dog"),
        ("telegram", "tg", "телеграм", "телеграмм"),
        ("", "s/"),
        words("joinchat share addstickers addemoji addtheme proxy socks login setlanguage contact invoice"),
    ),
    Service(
        "instagram",
        r"[a-z0-9_.]{1,30}",
        ("instagram.com",),
        ("instagram", "insta", "ig", "инстаграм"),
        ("", "stories/"),
        words("p reel reels tv explore accounts stories direct about legal developer web"),
    ),
    Service(
        "facebook",
        r"[a-z0-9.]{5,50}",
        ("facebook.com", "m.facebook.com", "fb.com"),
        ("facebook", "fb"),
        pages=words(
            "login groups pages watch events marketplace share sharer sharer.php profile.php people photo "
            "photo.php story.php permalink.php help policies gaming hashtag reel stories media public"
        ),
    ),
    Service(
        "x",
        r"[a-z0-9_]{1,15}",
        ("x.com", "twitter.com", "mobile.twitter.com"),
        ("twitter",),
        pages=words(
            "i home search hashtag intent share explore settings login signup messages notifications tos"
        ),
    ),
    Service("tiktok", r"[a-z0-9_.]{2,24}", ("tiktok.com",), ("tiktok",), ("@",)),
    Service("snapchat", r"[a-z][a-z0-9_.-]{2,14}", ("snapchat.com",), ("snapchat", "snap"), ("add/", "@")),
    Service("youtube", r"[a-z0-9_.-]{3,30}", ("youtube.com", "m.youtube.com"), ("youtube",), ("@",)),
    Service("reddit", r"[a-z0-9_-]{3,20}", ("reddit.com", "old.reddit.com"), ("reddit",), ("user/", "u/")),
    Service(
        "vk",
        r"[a-z0-9_.]{3,32}",
        ("vk.com", "m.vk.com", "vk.ru"),
        ("vk", "вк", "vkontakte"),
        pages=words("feed login video photo wall club public audio search groups friends away.php docs"),
    ),
    Service(
        "github",
        r"[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?",
        ("github.com",),
        ("github",),
        pages=words("login features topics trending explore settings orgs sponsors about pricing"),
    ),
    Service("discord", r"[0-9]{15,20}|[a-z0-9_.]{2,32}", ("discord.com",), ("discord",), ("users/",)),
    Service("linkedin", r"[a-z0-9-]{3,100}", ("linkedin.com",), ("linkedin",), ("in/",)),
    Service("kik", r"[a-z0-9_.]{2,20}", ("kik.me",), ("kik",)),
    Service("skype", r"(?:live:)?[a-z][a-z0-9_.,-]{5,63}", (), ("skype",)),
    Service("signal", r"[a-z_][a-z0-9_]{2,31}\.[0-9]{2,9}", (), ("signal",)),
)
"""Every known service; a page of a service that is no profile gives no account."""
