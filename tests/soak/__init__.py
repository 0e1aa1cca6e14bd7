"""Long fault runs, started by `make soak`; not part of `make test`."""
