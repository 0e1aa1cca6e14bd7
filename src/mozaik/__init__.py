"""Mozaik: cross-check, release and packages for a joint operation against online child sexual abuse.

The software works on hashes, identifiers and case records. It never shows, stores or transmits media.
"""

__version__ = "0.1.0"
