"""The matchers, in the order in which they run."""

from mozaik.crosscheck.matchers.digest import DIGEST
from mozaik.crosscheck.matchers.grading import GRADING
from mozaik.crosscheck.matchers.link import LINK
from mozaik.crosscheck.matchers.name import NAME
from mozaik.crosscheck.matchers.perceptual import PERCEPTUAL
from mozaik.crosscheck.matchers.selector import SELECTOR
from mozaik.crosscheck.matchers.series import SERIES

MATCHERS = (DIGEST, PERCEPTUAL, SELECTOR, LINK, NAME, GRADING, SERIES)

__all__ = ["DIGEST", "GRADING", "LINK", "MATCHERS", "NAME", "PERCEPTUAL", "SELECTOR", "SERIES"]
