"""The report: what a package says to people, cut to what a page holds, and drawn.

Decides what a person reads first, how much of a hit stands on paper and what is drawn. It adds nothing to the
package, and every word of it comes from the catalogue.
"""

from mozaik.package.report.view import WORDS, report_view

__all__ = ["WORDS", "report_view"]
