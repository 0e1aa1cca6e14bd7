"""A small web server for looking at a built site on this machine; with the headers that a real one sends."""

import os
import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mozaik.errors import InvalidInputError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}
"""What a server should send with every page; docs/campaign.md shows it for common servers."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
}
_GONE = "404.html"
_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")


def make_server(folder: Path, port: int, say: Callable[[str], None]) -> ThreadingHTTPServer:
    """A server on the loopback address for a folder; port 0 takes a free one. It logs paths by `say`.

    InvalidInputError for a port that is taken or not allowed.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, say=say, directory=str(folder)))
    except OSError as error:
        raise InvalidInputError(
            "the port cannot be used",
            where=f"--port {port}",
            why=os.strerror(error.errno or 0),
            remedy="choose another with --port, or 0 for a free one",
        ) from error


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, also in parts, so that a film can be wound."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

    def __init__(self, *args: object, say: Callable[[str], None], **kwargs: object) -> None:
        self._say = say
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def end_headers(self) -> None:
        """Add the headers that every page gets."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> BytesIO | None:
        """A folder without index.html is not shown."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is not there is answered with the site's own page for it."""
        page = Path(self.directory) / _GONE
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", _TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """The whole file, or the one part that the browser asks for."""
        asked = _RANGE.fullmatch(self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            return super().send_head()
        size = path.stat().st_size
        first = int(asked[1]) if asked[1] else max(0, size - int(asked[3]))
        last = min(int(asked[2]) if asked[2] else size - 1, size - 1)
        if first > last:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        with path.open("rb") as stream:
            stream.seek(first)
            content = stream.read(last - first + 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:
        """One line for each request, without the address of who asked."""
        self._say(format % args)
