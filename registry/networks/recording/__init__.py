"""The records of networks: what building and running each one showed, as data that ships with xreg."""
