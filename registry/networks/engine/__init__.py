"""One warm process that forks a child for each check of a network, and what the children are kept from."""
