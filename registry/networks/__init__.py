"""The networks that cards describe: how they are built, run in a child process, recorded and cached."""
