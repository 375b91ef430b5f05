"""The rules, one concern a file. `xreg.schema.rules.all` lists them."""
