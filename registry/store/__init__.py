"""The releases: files addressed by digest and an index in a database; `opening.open_registry` opens them."""
