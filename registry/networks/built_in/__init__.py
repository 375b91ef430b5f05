"""The networks that xreg itself holds: built, run, swept over all sizes, and answered from the record of a sweep."""
