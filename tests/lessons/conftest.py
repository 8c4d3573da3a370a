"""What the tests of single lessons share: a server, and the lesson's definitions without its requests."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.stage import Stage

DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Return a scripted server, in real time."""
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture(scope="session")
def defined_by() -> Callable[..., dict[str, Any]]:
    """Return what gives the names that sources define: imports, functions, classes, and these `variables`."""

    def define(*sources: str, variables: tuple[str, ...] = ()) -> dict[str, Any]:
        names: dict[str, Any] = {"__name__": "__main__"}
        for source in sources:
            tree = ast.parse(source)
            tree.body = [node for node in tree.body if _is_kept(node, variables)]
            exec(compile(tree, "lesson", "exec"), names)
        return names

    return define


def _is_kept(node: ast.stmt, variables: tuple[str, ...]) -> bool:
    return isinstance(node, DEFINITIONS) or (
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in variables
    )
