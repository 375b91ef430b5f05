"""The page of the hub's health: figures, charts, and a table of all findings, made from the results of a run."""
