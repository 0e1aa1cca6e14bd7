"""The matchers, in the order in which they run."""

from mozaik.crosscheck.matchers.digest import DIGEST
from mozaik.crosscheck.matchers.selector import SELECTOR

MATCHERS = (DIGEST, SELECTOR)

__all__ = ["DIGEST", "MATCHERS", "SELECTOR"]
