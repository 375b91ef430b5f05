"""The other cards of the tree in which a card lies: found, read and indexed."""
