"""The sources: solutions/NAME.md is a lesson, solutions/NAME/NAME.md an exercise, each with its checks."""

from dataclasses import dataclass
from pathlib import Path

from grader import paths
from grader.errors import UserError


@dataclass(frozen=True)
class Source:
    """One notebook's source."""

    name: str
    path: Path  # the MyST text
    is_exercise: bool

    @property
    def checks(self) -> Path:
        """The visible checks of its questions; the file is there only when it asks some."""
        return self.path.with_name("test_visible.py" if self.is_exercise else f"test_{self.name}.py")

    @property
    def released_folder(self) -> Path:
        """Where its notebook and the files beside it are released."""
        return paths.notebooks() / self.name if self.is_exercise else paths.notebooks()

    @property
    def shown(self) -> str:
        """Its path as messages give it."""
        return self.path.relative_to(paths.root()).as_posix()


def find_sources() -> list[Source]:
    """Return every source, lessons first, in the order of their names."""
    if not paths.solutions().is_dir():
        raise UserError(
            "Il n'y a pas de sources (solutions/) ici : les notebooks se produisent depuis le dépôt complet."
        )
    lessons = (path for path in sorted(paths.solutions().glob("*.md")) if path.stem != "README")
    exercises = (path for path in sorted(paths.solutions().glob("*/*.md")) if path.stem == path.parent.name)
    return [
        *(Source(path.stem, path, is_exercise=False) for path in lessons),
        *(Source(path.stem, path, is_exercise=True) for path in exercises),
    ]


def asset_paths(source: Source) -> list[Path]:
    """Return the files beside an exercise that trainees get too: data, images, helpers. Lessons have none."""
    if not source.is_exercise:
        return []
    return [
        path
        for path in sorted(source.path.parent.rglob("*"))
        if path.is_file() and _may_be_released(source, path)
    ]


def _may_be_released(source: Source, path: Path) -> bool:
    """Sources, other notebooks, caches and every file of checks stay here; `checks` is released by itself."""
    parts = path.relative_to(source.path.parent).parts
    is_private = path.suffix in {".md", ".ipynb"} or path.name.startswith("test_")
    return not is_private and not any(part.startswith(".") or part == "__pycache__" for part in parts)
