"""The services whose accounts are read: profile hosts, the shape of a handle, words and pages it is not."""

import re
from dataclasses import dataclass

from mozaik.selectors.kind import words


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    `hosts` serve profile pages at `prefixes` + handle, except `pages`; `handle` is the pattern of a handle in
    lower case, `exact` that of an identifier in which letter case counts; `called` are the words that people
    write before `@handle` or `: handle`.
    """

    name: str
    handle: str
    hosts: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ("",)
    pages: frozenset[str] = frozenset()
    exact: str = ""


SERVICES = (
    Service(
        "telegram",
        r"[a-z][a-z0-9_]{3,31}",
        ("t.me", "telegram.me", "telegram.dog"),
        ("telegram", "tg", "телеграм", "телеграмм"),
        ("", "s/", "@"),
        words("joinchat share addstickers addemoji addtheme proxy socks login setlanguage contact invoice"),
    ),
    Service(
        "instagram",
        r"[a-z0-9_.]{1,30}",
        ("instagram.com",),
        ("instagram", "insta", "ig", "инстаграм", "инста"),
        ("", "stories/", "_u/", "@"),
        words("p reel reels tv explore accounts stories direct about legal developer web"),
    ),
    Service(
        "facebook",
        r"[a-z0-9.]{5,50}",
        ("facebook.com", "m.facebook.com", "mbasic.facebook.com", "fb.com", "m.me", "messenger.com"),
        ("facebook", "fb", "messenger", "фејсбук", "фейсбук"),
        ("", "t/", "profile.php?id="),
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
        ("", "@"),
        pages=words(
            "i home search hashtag intent share explore settings login signup messages notifications tos"
        ),
    ),
    Service("tiktok", r"[a-z0-9_.]{2,24}", ("tiktok.com",), ("tiktok",), ("@",)),
    Service("snapchat", r"[a-z][a-z0-9_.-]{2,14}", ("snapchat.com",), ("snapchat", "snap"), ("add/", "@")),
    Service(
        "youtube",
        r"[a-z0-9_.-]{3,30}",
        ("youtube.com", "m.youtube.com"),
        ("youtube",),
        ("@", "user/", "c/", "channel/"),
        exact=r"UC[A-Za-z0-9_-]{22}",
    ),
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
    Service(
        "discord",
        r"[0-9]{15,20}|[a-z0-9_.]{2,32}(?:#[0-9]{4})?",
        ("discord.com", "discordapp.com"),
        ("discord",),
        ("users/",),
    ),
    Service("linkedin", r"[a-z0-9-]{3,100}", ("linkedin.com",), ("linkedin",), ("in/",)),
    Service("kik", r"[a-z0-9_.]{2,20}", ("kik.me",), ("kik",)),
    Service("skype", r"(?:live:)?[a-z][a-z0-9_.,-]{5,63}|live:\.cid\.[0-9a-f]{8,20}", (), ("skype",)),
    Service(
        "ok",
        r"[0-9]{6,15}|[a-z0-9.]{3,32}",
        ("ok.ru", "m.ok.ru"),
        (),
        ("profile/", ""),
        pages=words("dk feed login video live group games profile music search messages help"),
    ),
    Service(
        "steam", r"[0-9]{17}|[a-z0-9_-]{2,32}", ("steamcommunity.com",), ("steam",), ("id/", "profiles/")
    ),
    Service(
        "bluesky",
        r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}",
        ("bsky.app",),
        ("bluesky", "bsky"),
        ("profile/",),
    ),
    Service("mastodon", r"[a-z0-9_.-]{1,30}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"),
    Service("threads", r"[a-z0-9_.]{1,30}", ("threads.net", "threads.com"), ("threads",), ("@",)),
    Service(
        "pinterest",
        r"[a-z0-9_-]{3,30}",
        ("pinterest.com",),
        ("pinterest",),
        pages=words("pin search ideas explore settings login today about categories"),
    ),
    Service(
        "onlyfans",
        r"[a-z0-9_.-]{3,24}",
        ("onlyfans.com",),
        ("onlyfans",),
        pages=words("my posts login terms privacy help about contact"),
    ),
    Service(
        "fansly", r"[a-z0-9_-]{3,24}", ("fansly.com",), ("fansly",), pages=words("post terms privacy login")
    ),
    Service(
        "twitch",
        r"[a-z0-9][a-z0-9_]{3,24}",
        ("twitch.tv", "m.twitch.tv"),
        ("twitch",),
        pages=words("videos directory settings login downloads search jobs"),
    ),
    Service("wickr", r"[a-z0-9_.-]{3,32}", (), ("wickr",)),
    Service("threema", r"[a-z0-9*][a-z0-9]{7}", ("threema.id",), ("threema",)),
    Service("wechat", r"[a-z][a-z0-9_-]{5,19}", (), ("wechat", "weixin")),
    Service("signal", r"[a-z_][a-z0-9_]{2,31}\.[0-9]{2,9}", (), ("signal",)),
)
"""Every known service; a page of a service that is not a profile gives no account."""

NO_HANDLES = words(
    "here all everyone channel admin admins none unknown null true false yes no user username link chat "
    "group video photo online offline off on is me and with via the for from not new app web bot call calls "
    "message messages account profile"
)
"""Words behind a service's name that are not handles there."""
SCHEMES = re.compile(
    r"(?i)(?<![\w.+-])(?:(skype|kik|threema|wickr):(?://)?(?:add\?id=|user\?)?|"
    r"(tg)://resolve/?\?domain=|(snapchat|instagram|twitter|fb)://(?:add/|user\?username=|user\?screen_name=|profile/))"
    r"([A-Za-z0-9_.,:-]{2,64}+)"
)
"""Addresses that open a service's own application at an account."""
SCHEME_NAMES = words("skype kik threema wickr tg snapchat instagram twitter fb")
"""The schemes of such addresses."""
