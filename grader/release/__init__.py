"""From source to release: solutions/*.md becomes notebooks/*.ipynb, byte for byte the same every time."""

from pathlib import Path


def release(names: list[str] | None = None) -> list[Path]:
    """Write the released files that are missing or differ from what their sources yield.

    Args:
        names: lessons or exercises to release; all when None or empty.

    Returns:
        The files written, none when all were in step. Files that no source yields are left alone:
        `check` names them.

    Raises:
        UserError: a source is wrong, or a name has no source.
    """
    from grader.release.tree import write

    return write(names)


def check(names: list[str] | None = None) -> list[Path]:
    """Return the files of notebooks/ that are missing, differ from their source or have none.

    Args:
        names: lessons or exercises to look at; all when None or empty. Files without a source are looked for
            only when all are.

    Raises:
        UserError: a source is wrong, or a name has no source.
    """
    from grader.release.tree import differences

    return list(differences(names))
