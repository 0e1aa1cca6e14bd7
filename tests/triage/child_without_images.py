"""The real parser child on an installation without the extra `images`. Only for tests."""

import sys

from mozaik.triage import child

if __name__ == "__main__":
    sys.modules["pytsk3"] = None  # type: ignore[assignment]  # importing it now fails
    child.main()
