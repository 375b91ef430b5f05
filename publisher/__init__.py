"""What is done: the command line, reports, rendering, and the runs over many cards."""
