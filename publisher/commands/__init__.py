"""The subcommands, one a file: each has `add(subparsers)` and a function that returns the exit code."""
