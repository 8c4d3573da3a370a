"""What the marking does with a copy: runs a cell, or runs the checks of a question."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A cell of the student's, to be run.

    Attributes:
        source: its code.
        name: of the released cell that it was, "" if it is the student's own.
        may_fail: whether it only tries something, so that an error is no loss.
    """

    source: str
    name: str = ""
    may_fail: bool = False


@dataclass(frozen=True)
class Asked:
    """The place where a question's checks run."""

    question: str


Step = Cell | Asked


@dataclass
class Submission:
    """The steps to take, in the order of the notebook, and what had to be repaired.

    Attributes:
        steps: what to run, and where to check.
        notices: what was repaired, in French sentences.
        misplaced: what is to tell where points were lost (see `grader.marking.placement`).
    """

    steps: list[Step] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    misplaced: dict[str, list[str]] = field(default_factory=dict)

    def explained(self, lost: set[str]) -> list[str]:
        """Return the sentences that concern the questions that lost points."""
        return [
            sentence
            for question, sentences in self.misplaced.items()
            if question in lost or (lost and not question)
            for sentence in sentences
        ]
