"""The knowledge base: YAML data, checked with pydantic and compiled when it changes."""
