"""The services that an exercise gives to try one's code on, scripted in its file of checks."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

from grader.stage import Stage

Demonstration = Callable[[Stage], dict[str, str]]


def demonstration_of(checks: Path) -> Demonstration | None:
    """Return the ``demonstration(stage)`` function of a file of checks, None where it has none."""
    spec = importlib.util.spec_from_file_location("grader_demonstration", checks)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, "demonstration", None)
