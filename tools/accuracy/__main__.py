"""`make accuracy` and `make golden`; the corpus's README.md says how to use them.

python -m accuracy              mark the corpus in all three ways, write docs/accuracy.md
python -m accuracy repeat N     mark it N times on a busy machine, compare
python -m accuracy golden       make the marks of the wrong submissions the golden ones
python -m accuracy show FILE…   show what each check says of some submissions
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from accuracy import golden
from accuracy.corpus import CorpusError, Submission, corpus, read
from accuracy.findings import Marked, disagreements, surprises
from accuracy.in_kernel import check_all
from accuracy.in_nbgrader import autograde_all
from accuracy.in_sandbox import grade_all, mark_with_engine
from accuracy.page import PAGE, page
from accuracy.stability import repeat
from grader.errors import UserError
from grader.sandbox.command import require_sandbox


def main(arguments: list[str]) -> int:
    """Run one of the commands; return 0 if all is as it must be."""
    try:
        require_sandbox()
        match arguments:
            case []:
                return prove()
            case ["repeat", times] if not times.isdecimal() or int(times) == 0:
                print(f"REPEAT is a number of markings, 1 or more, not “{times}”.", file=sys.stderr)
                return 2
            case ["repeat", times]:
                return 1 if repeat(corpus(), int(times)) else 0
            case ["golden"]:
                return rewrite()
            case ["show", *files]:
                return show([read(Path(file).resolve()) for file in files])
    except (CorpusError, UserError) as error:
        print(error, file=sys.stderr)
        return 2
    print(__doc__, file=sys.stderr)
    return 2


def prove() -> int:
    """Mark the corpus in all three ways, say what is wrong, write the page."""
    submissions = corpus()
    graded = _timed("grader grade", grade_all, submissions)
    checked = _timed("verify in a kernel", check_all, submissions)
    autograded = _timed("nbgrader autograde", autograde_all, submissions)
    disagreeing = disagreements(graded, checked, autograded)
    PAGE.write_text(page(graded, len(disagreeing)), encoding="utf-8")
    print(f"{PAGE.name} is written.")
    return _tell([*disagreeing, *surprises(graded)])


def rewrite() -> int:
    """Make the marks of the wrong submissions the golden ones, and say what changed."""
    marked = mark_with_engine(corpus())
    for assignment in sorted({submission.exercise for submission in marked}):
        for change in golden.rewrite(assignment, marked):
            print(change)
    return _tell(surprises(marked))


def show(submissions: Sequence[Submission]) -> int:
    """Print the points of each submission and every check that did not pass."""
    for submission, marks in mark_with_engine(submissions).items():
        print(f"\n{submission.place}: {marks.total:g} {marks.trouble}")
        print(f"  {golden.shown(golden.lost(submission, marks))}")
        for check in marks.failed():
            print(f"  {check.question}, {check.name}: {check.outcome}\n    {check.message}")
    return 0


def _timed(
    way: str, mark: Callable[[Sequence[Submission]], Marked], submissions: Sequence[Submission]
) -> Marked:
    began = time.monotonic()
    marked = mark(submissions)
    print(f"{way}: {len(marked)} submissions in {time.monotonic() - began:.0f} s", flush=True)
    return marked


def _tell(wrong: list[str]) -> int:
    print(*wrong, f"{len(wrong)} things are not as they must be.", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
