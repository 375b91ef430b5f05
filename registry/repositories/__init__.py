"""The repositories that hold the models' code: what was read from their branches, kept as data."""
