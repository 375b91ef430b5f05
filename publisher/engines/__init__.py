"""What shares the work of a run: processes of this machine, or the tasks of a cluster."""
