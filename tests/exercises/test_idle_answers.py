"""An answer that does nothing earns nothing: no check passes on what the notebook was released with."""

import re

import pytest

from grader.checks.outcome import Outcome

IDLE = {
    "as released": r"\g<0>",
    "None": "return None",
    "an empty list": "return []",
    "zero": "return 0",
    "an exception of its own": 'raise RuntimeError("raté")',
}


@pytest.mark.parametrize("name", ["ex1_monitoring", "ex2_github_issues", "ex3_rate_limiter"])
def test_no_check_passes_on_an_answer_that_does_nothing(with_jury, name):
    passed = []

    def judge_idle_answers(exercise, jury):
        for question, released in exercise.released().items():
            checks = jury.checks(question)
            for idle, does in IDLE.items():
                answer = re.sub(r"raise NotImplementedError\(.*\)", does, released)
                cells = {**exercise.answers, question: answer}
                results = jury.judge(list(cells.values()), checks).of(question)
                assert len(results) == len(checks)
                passed.extend(
                    f"{question}, {result.name}: {idle}"
                    for result in results
                    if result.outcome is Outcome.PASSED
                )

    with_jury(name, judge_idle_answers)
    assert passed == []
