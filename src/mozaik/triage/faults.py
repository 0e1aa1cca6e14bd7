"""What libraries raise on broken or hostile bytes; anything else ends the child, which costs one content."""

import lzma
import struct
import tarfile
import zlib

FAULTS = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, lzma.LZMAError, struct.error, tarfile.TarError, zlib.error,
)  # fmt: skip
"""Faults of a content. Memory, interruption and exit are none: whoever calls says what they mean."""
