"""Engines: where the tasks of the matchers run."""
