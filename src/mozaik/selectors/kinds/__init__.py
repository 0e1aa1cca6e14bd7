"""The kinds of selectors, one file each; `ALL` is the registry in the order in which texts are searched."""

from mozaik.selectors.kind import SelectorKind
from mozaik.selectors.kinds import account, btc, camera_serial, email, eth, onion, phone, url

ALL: tuple[SelectorKind, ...] = (
    email.KIND,
    phone.KIND,
    account.KIND,
    url.KIND,
    onion.KIND,
    btc.KIND,
    eth.KIND,
    camera_serial.KIND,
)
