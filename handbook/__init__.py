"""The handbook: the documentation site, made of `docs/`, the root's documents and the docstrings.

Decides what stands in it and in which order, and refuses to be built with a broken link or a foreign request.
Nothing of the program imports it.
"""
