"""An export child that misbehaves on command: what a file orders is said or done. Only for tests."""

import os
import sys
import time
from pathlib import Path

from mozaik.triage import export_child
from mozaik.triage.confined import Say

GOOD = {"say": "refused", "number": 1, "reason": "bad"}


def serve(path: Path, say: Say, seconds: int) -> None:
    """Begin well, then do what the file orders."""
    order = path.read_text(encoding="utf-8")
    say({"say": "kind", "name": "VICS"})
    say({"say": "refused", "number": 1, "reason": "bad"})
    if order == "!crash":
        os.kill(os.getpid(), 11)
    elif order == "!exit":
        sys.exit(0)
    elif order == "!write":
        path.with_name("stolen").write_bytes(b"x")
    elif order == "!flood":
        while True:
            say({"say": "places", "rows": []})
    elif order == "!backwards":
        say({"say": "refused", "number": 1, "reason": "bad"})
    elif order == "!escape":
        say({"say": "refused", "number": 2, "reason": "bad \x1b[2J"})
    elif order == "!half":
        say({"say": "record", "number": 2})
        say({"say": "done"})
    elif order == "!sleep":
        time.sleep(3600)
    say({"say": "done"})


if __name__ == "__main__":
    export_child.serve = serve
    export_child.main()
