"""A file of the corpus becomes a notebook, or is refused in one sentence."""

import json

import pytest
from accuracy.corpus import CorpusError, content, read, write_class

from grader.marking.exercise import exercise

NAME = "ex1_monitoring"
QUESTIONS = list(exercise(NAME).points)
ALL = "".join(f"# %% {question}\nanswer = {question!r}\n\n" for question in QUESTIONS)
RIGHT = f"# style: plain functions\n{ALL}"
WRONG = """\
# mistake: forgets it
# question: bilan
# says: mot
# blind: 18.5
# like: right/plain
# %% bilan
answer = 0
"""


@pytest.fixture
def write(tmp_path):
    """Write a file of the corpus beside right/plain.py."""

    def write(kind, text, name="other"):
        path = tmp_path / NAME / kind / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    write("right", RIGHT, "plain")
    return write


def answers(notebook):
    cells = json.loads(notebook)["cells"]
    return [cell["source"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]


def test_a_right_one_is_the_release_with_its_answers(write):
    submission = read(write("right", RIGHT))
    assert (submission.place, submission.about) == (f"{NAME}/right/other", "plain functions")
    assert submission.blind is None
    assert answers(content(submission)) == [f"answer = {question!r}" for question in QUESTIONS]


def test_a_wrong_one_takes_the_rest_from_another(write):
    submission = read(write("wrong", WRONG))
    assert (submission.about, submission.question, submission.says) == ("forgets it", "bilan", "mot")
    assert (submission.blind, submission.adversarial) == (18.5, None)
    assert submission.answers["latence"] == "answer = 'latence'"
    assert submission.answers["bilan"] == "answer = 0"


def test_right_and_wrong_ones_of_one_name_are_two_students(write, tmp_path):
    both = [read(write(kind, text)) for kind, text in (("right", RIGHT), ("wrong", WRONG))]
    write_class(both, tmp_path)
    assert sorted(path.name for path in (tmp_path / "submitted").iterdir()) == ["right_other", "wrong_other"]
    assert (tmp_path / "submitted" / "right_other" / NAME / f"{NAME}.ipynb").is_file()


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("right", ALL, "the header “# style: …” is missing"),
        ("right", "# style: a\n# style: b\n" + ALL, "“style” stands there twice"),
        ("right", "# style: a\n# like: right/plain\n" + ALL, "those of right/ are adversarial, blind, style"),
        ("right", RIGHT.replace("# style", "import os\n# style"), "“import os” is no header"),
        ("right", RIGHT.replace("# %% bilan", "# %% bilans"), "there is no question “bilans”"),
        ("right", RIGHT[: RIGHT.index("# %% bilan")], "the answer to “bilan” is missing"),
        ("right", "# blind: 21\n" + RIGHT, "must be a mark between 0 and 20"),
        ("right", "# blind: a lot\n" + RIGHT, "must be a mark between 0 and 20"),
        ("right", "# adversarial: 20,5\n" + RIGHT, "must be a mark between 0 and 20"),
        ("wrong", WRONG.replace("# mistake", "# misstake"), "“# misstake: forgets it” is no header"),
        ("wrong", WRONG.replace("# question: bilan\n", ""), "the header “# question: …” is missing"),
        ("wrong", WRONG.replace("question: bilan", "question: bilans"), "there is no question “bilans”"),
        ("wrong", WRONG.replace("right/plain", "right/unknown"), "“# like: right/unknown” must name a file"),
        ("wrong", WRONG.replace("right/plain", "wrong/other"), "“# like: wrong/other” must name a file"),
        ("good", RIGHT, "a submission stands in right/ or in wrong/"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_sentence(write, kind, text, sentence):
    with pytest.raises(CorpusError) as refused:
        read(write(kind, text))
    assert str(refused.value).startswith(f"{NAME}/{kind}/other.py: ")
    assert sentence in str(refused.value)
    assert str(refused.value).count("\n") == 0
