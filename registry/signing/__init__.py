"""Signing releases: in-toto statements in DSSE envelopes, with Ed25519 keys, offline throughout."""
