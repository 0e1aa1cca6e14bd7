"""Values that prove little by themselves, by kind: a list with its version, shipped as data.

A value on it is never dropped: it ranks lower, and the reason is shown. The version is among those of every
sealed triage, as that of the top-level domains is.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType


def _read() -> tuple[str, dict[str, Mapping[str, str]]]:
    """The version of the list, and for each kind the values with the reason of each."""
    data = tomllib.loads(files("mozaik.selectors").joinpath("data/noise.toml").read_text("utf-8"))
    version = str(data.pop("version"))
    by_kind: dict[str, Mapping[str, str]] = {
        kind: MappingProxyType(
            {value: reason for reason, values in reasons.items() for value in values.split()}
        )
        for kind, reasons in data.items()
    }
    return version, by_kind


VERSION, _BY_KIND = _read()


def listed(kind: str) -> Mapping[str, str]:
    """The values of a list and why each proves little."""
    return _BY_KIND[kind]
