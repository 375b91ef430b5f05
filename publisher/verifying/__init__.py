"""Verifying assets: the bytes against the card's digest, their format, and their parameters against the network."""
