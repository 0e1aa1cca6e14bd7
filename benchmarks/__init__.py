"""Benchmarks: our way against a rival's on the same cores and the same data, as a ratio.

`make bench` runs all, `make bench ONLY=name` one. Each benchmark is a file here with a function `measure`,
listed in `__main__.py`. Rivals live in locked environments of their own under `rivals/`.
"""
