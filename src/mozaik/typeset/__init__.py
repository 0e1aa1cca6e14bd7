"""Documents by Typst: a template and data in, one PDF out.

Decides the look (fonts, page, tables) and the form: tagged, PDF/UA-1 and PDF/A-2a, and the same bytes for
the same input. Data reaches a template only as JSON and is never put into markup; nothing is read from the
system's fonts, the network or the clock.
"""

from mozaik.typeset.document import TypesetError, make_pdf
from mozaik.typeset.printable import Json, printable, printable_text
from mozaik.typeset.qr import qr_svg
from mozaik.typeset.web_fonts import web_fonts

__all__ = ["Json", "TypesetError", "make_pdf", "printable", "printable_text", "qr_svg", "web_fonts"]
