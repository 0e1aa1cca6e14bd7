"""The forms of an announcement: one function each, listed in `rendering.py`."""
