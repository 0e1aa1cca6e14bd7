"""`python -m handbook OUTPUT`: build the site, check every link of it, and say where it lies."""

import sys
from pathlib import Path

from handbook.build import BrokenLinkError, build
from handbook.check import faults_of


def main() -> int:
    """Build into the folder that is named; 1 where a page refers to what is not there."""
    try:
        site = build(Path(sys.argv[1]))
    except BrokenLinkError as error:
        print(error, file=sys.stderr)
        return 1
    faults = faults_of(site)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"{site / 'index.html'}: {len(list(site.rglob('*.html')))} pages, every link leads somewhere")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
