"""Where a rule's page is found."""

# The page that the docs hold, from the project's root: the project has no public address yet.
RULES_PAGE = "docs/rules.md"


def rule_url(code: str, name: str) -> str:
    """The address of a rule's page; headings there are `XR301 summary-names-other-model`."""
    return f"{RULES_PAGE}#{code.lower()}-{name}"
