"""The checks of a question, shown: an HTML table in Jupyter, text elsewhere."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from grader.checks.outcome import CheckResult, Outcome, rounded, score
from grader.typography import number, typeset


@dataclass
class Report:
    """What a question's checks came to.

    Attributes:
        results: one for each check.
        points: the question's points, None where it carries none.
        notices: sentences shown above the table (an altered file of checks, for instance).
        news: what passes, or fails, unlike at the last attempt; shown below the table.
        in_kernel: whether the table can be shown as HTML; the text is then the number that nbgrader reads.
    """

    results: list[CheckResult]
    points: float | None = None
    notices: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    in_kernel: bool = True

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(result.outcome is Outcome.PASSED for result in self.results)

    @property
    def attempted(self) -> bool:
        """Whether there is an answer at all."""
        return any(result.outcome is not Outcome.NOT_ATTEMPTED for result in self.results)

    @property
    def score(self) -> float | None:
        """The points earned, rounded once; None where the question carries none."""
        if self.points is None:
            return None
        return rounded(score(self.results, Fraction(str(self.points))))

    @property
    def summary(self) -> str:
        """One line: how many checks passed, and the points."""
        passed = sum(result.outcome is Outcome.PASSED for result in self.results)
        many = "s" if passed > 1 else ""
        line = f"{passed} vérification{many} réussie{many} sur {len(self.results)}"
        if self.score is not None and self.points is not None:
            line += f" — {number(self.score)} point{'s' if self.score >= 2 else ''} sur {number(self.points)}"
        return line

    @property
    def told(self) -> list[tuple[CheckResult, str]]:
        """Each result with what is said of it; what was just said is not said again in full."""
        said, before = [], ""
        for result in self.results:
            again = "" if result.outcome is Outcome.NOT_ATTEMPTED else "Même cause que ci-dessus."
            repeated = result.message and result.message == before
            said.append((result, again if repeated else result.message))
            before = result.message
        return said

    def __repr__(self) -> str:
        lines = [typeset(f"! {notice}") for notice in self.notices]
        for result, message in self.told:
            lines.append(typeset(f"{result.outcome.sign} {result.outcome.french:<12} {result.title}"))
            lines += [f"    {line}" for line in _details(result, message)]
        return "\n".join([*lines, *map(typeset, self.news), typeset(self.summary)])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        if not self.in_kernel:
            return {"text/plain": repr(self)}
        text = typeset(self.summary) if self.score is None else str(self.score)
        return {"text/plain": text, "text/html": self.html()}

    def html(self) -> str:
        """Return the table."""
        return _template().render(report=self)


def _details(result: CheckResult, message: str) -> list[str]:
    lines = [typeset(message)] if message else []
    if result.expected is not None:
        lines += [typeset(f"attendu : {result.expected}"), typeset(f"obtenu : {result.got}")]
    lines += [f"affiché\u00a0: {line}" for line in result.printed.splitlines()]
    return lines + result.conversation


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("grader.checks", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["typeset"] = typeset
    return environment.get_template("report.html.j2")
