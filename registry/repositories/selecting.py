"""The statements of a function that run once a name is chosen: branches that ask for other names are left out."""

import ast
from collections.abc import Iterator, Sequence

from xreg.registry.repositories.literals import Known, is_name, texts


class Selecting:
    """Decides tests of the name against literal texts; any other test may go either way."""

    def __init__(self, parameter: str, known: Known) -> None:
        self._parameter, self._known = parameter, known

    def statements(self, body: Sequence[ast.stmt], name: str | None) -> Iterator[ast.stmt]:
        """The statements that run, in their order, up to the one that leaves the function."""
        for statement in body:
            decided = self._decided(statement.test, name) if isinstance(statement, ast.If) else None
            if isinstance(statement, ast.If) and decided is not None:
                chosen = list(self.statements(statement.body if decided else statement.orelse, name))
                yield from chosen
                if chosen and _leaves(chosen[-1]):
                    return
            else:
                yield statement
                if _leaves(statement):
                    return

    def _decided(self, test: ast.expr, name: str | None) -> bool | None:
        if name is None or not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return None
        left, right, operator = test.left, test.comparators[0], test.ops[0]
        if isinstance(operator, ast.Eq | ast.NotEq) and is_name(right, self._parameter):
            left, right = right, left
        values = texts(right, self._known)
        if not is_name(left, self._parameter) or not values:
            return None
        within = isinstance(operator, ast.Eq | ast.In)
        return (name in values) is within if within or isinstance(operator, ast.NotEq | ast.NotIn) else None


def _leaves(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Return | ast.Raise)
