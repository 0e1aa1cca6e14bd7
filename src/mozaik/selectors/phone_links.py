"""Links and addresses of phone services, in which a number stands where its namespace says so."""

import re

NAMED = re.compile(
    r"(?i)(?:wa\.me/|whatsapp\.com/send/?\?(?:[\w=&%+.-]{0,200}&)?phone=|whatsapp://send/?\?(?:[\w=&%+.-]{0,200}&)?phone=|"
    r"viber://\w{1,12}/?\?number=|t\.me/(?=\+)|tg://resolve/?\?phone=|signal\.me/#p/|(?<!\w)(?:tel|sms|smsto|mms|callto|facetime|facetime-audio|sips?):|"
    r"(?<![\w.:+-])4:(?=\+))"
    r"(?://)?(\+?\(?\d[\d().\-]{5,24})"
)
"""Links of phone services, and numbers of Skype (`4:+`): a number stands there, with or without a plus."""
ADDRESS = re.compile(
    r"(?<![\w.+-])\+?(\d{7,15})(?:(?:[.:_]\d{1,5}){0,2}@(?:s\.whatsapp\.net|c\.us)|-\d{10}@g\.us)(?![\w-]|\.\w)"
)
"""Addresses of WhatsApp, shaped like e-mail; a group's (`@g.us`) may begin with the number of its founder."""
MARKS = (
    "wa.me/", "t.me/+", "phone=", "number=", "#p/", "tel:", "Tel:", "TEL:", "sms", "mms:", "callto:",
    "facetime", "sip", "4:+",
)  # fmt: skip
"""What stands in every text that holds such a link."""
