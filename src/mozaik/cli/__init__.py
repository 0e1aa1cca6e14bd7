"""The command line: thin commands over the rooms' public functions, progress bars and exit codes."""
