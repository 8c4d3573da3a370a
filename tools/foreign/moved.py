"""Cells moved, deleted, copied and turned into text."""

import copy

from foreign.cells import (
    Cell,
    answer,
    answers,
    as_new,
    cell,
    checks,
    code,
    code_cells,
    copied,
    drop_ids,
    is_code,
    move_to_end,
    place,
    put_above,
    put_below,
    remove,
    stub,
)
from foreign.kind import EVERY, Notebook, keeps, loses, unnoticed

QUESTIONS = ["latence", "un-service", "plusieurs-services", "alerte", "changements", "bilan"]
WRONG = "def timed_get(url, timeout=5):\n    return 200, 0.0"


# Moved


@loses("answer moved below its check", "latence")
def answer_below(notebook: Notebook) -> None:
    moved = answer(notebook, "latence")
    remove(notebook, moved)
    put_below(notebook, cell(notebook, "latence"), moved)


@loses("all answers at the end", *QUESTIONS)
def answers_at_end(notebook: Notebook) -> None:
    move_to_end(notebook, *answers(notebook))


@loses("all answers at the end, metadata lost", *QUESTIONS)
def bare_answers_at_end(notebook: Notebook) -> None:
    move_to_end(notebook, *answers(notebook))
    as_new(notebook)


@loses("imports at the end", "imports|import hashlib")
def imports_at_end(notebook: Notebook) -> None:
    move_to_end(notebook, cell(notebook, "imports"))


@keeps("starting cell at the end")
def start_at_end(notebook: Notebook) -> None:
    move_to_end(notebook, cell(notebook, "demarrer"))


@loses("check moved above its answer", "bilan")
def check_above(notebook: Notebook) -> None:
    check = cell(notebook, "bilan")
    remove(notebook, check)
    put_above(notebook, answer(notebook, "bilan"), check)


@keeps("all checks at the end", of=EVERY)
def checks_at_end(notebook: Notebook) -> None:
    move_to_end(notebook, *checks(notebook))


@loses("all checks at the top", *QUESTIONS)
def checks_on_top(notebook: Notebook) -> None:
    first = checks(notebook)
    remove(notebook, *first)
    notebook["cells"][:0] = first


@keeps("all answers above the imports")
def answers_on_top(notebook: Notebook) -> None:
    moved = answers(notebook)
    remove(notebook, *moved)
    put_above(notebook, cell(notebook, "imports"), *moved)


@loses("two answers written in each other's cell", "latence")
def swapped(notebook: Notebook) -> None:
    first, second = answer(notebook, "latence"), answer(notebook, "un-service")
    first["source"], second["source"] = second["source"], first["source"]


@loses("a helper of an answer moved to the end", "un-service")
def helper_at_end(notebook: Notebook) -> None:
    one = answer(notebook, "un-service")
    helper, _, one["source"] = one["source"].partition("\n\n\n")
    notebook["cells"].append(code(helper))


@loses("questions in reverse order", "un-service", "plusieurs-services")
def reversed_questions(notebook: Notebook) -> None:
    first = place(notebook, cell(notebook, "question-1"))
    notebook["cells"][first:] = notebook["cells"][first:][::-1]


# Deleted


@loses("answer deleted", "latence")
def answer_deleted(notebook: Notebook) -> None:
    remove(notebook, answer(notebook, "latence"))


@keeps("check deleted", "latence")
def check_deleted(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "latence"))


@keeps("all checks deleted", "latence", "bilan")
def checks_deleted(notebook: Notebook) -> None:
    remove(notebook, *checks(notebook))


@loses("imports deleted", "imports|import hashlib")
def imports_deleted(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "imports"))


@keeps("imports deleted, and written into each answer")
def imports_in_answers(notebook: Notebook) -> None:
    imports = cell(notebook, "imports")
    remove(notebook, imports)
    for one in answers(notebook):
        one["source"] = imports["source"] + "\n\n" + one["source"]


@keeps("starting cell deleted")
def start_deleted(notebook: Notebook) -> None:
    remove(notebook, cell(notebook, "demarrer"))


@unnoticed("all text deleted")
def text_deleted(notebook: Notebook) -> None:
    notebook["cells"] = code_cells(notebook)


@unnoticed("the cells that try an answer deleted")
def trials_deleted(notebook: Notebook) -> None:
    notebook["cells"] = [one for one in notebook["cells"] if not one["id"].startswith("essayer")]


@loses("everything but the answers deleted", "imports|import hashlib")
def answers_alone(notebook: Notebook) -> None:
    notebook["cells"] = answers(notebook)


@keeps("everything but imports and answers deleted", "latence", "bilan")
def imports_and_answers(notebook: Notebook) -> None:
    notebook["cells"] = [cell(notebook, "imports"), *answers(notebook)]


@loses("every cell deleted", "latence", "bilan")
def nothing_left(notebook: Notebook) -> None:
    notebook["cells"] = []


# Copied and pasted


@keeps("answer twice: the old one, then the right one")
def old_then_right(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_above(notebook, one, copied(one, source=WRONG))


@loses("answer twice: the right one, then the old one", "latence")
def right_then_old(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_below(notebook, one, copied(one, source=WRONG))


@loses("answer written in a new cell above the stub, which undoes it", "latence")
def above_the_stub(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_above(notebook, one, code(one["source"]))
    one["source"] = stub("latence")


@unnoticed("answer written in a new cell below the stub")
def below_the_stub(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_below(notebook, one, code(one["source"]))
    one["source"] = stub("latence")


@loses("answer written in a new cell below the check", "latence")
def below_the_check(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_below(notebook, cell(notebook, "latence"), code(one["source"]))
    one["source"] = stub("latence")


@loses("answer written in a new cell at the end, its own cell emptied", "bilan")
def empty_and_at_end(notebook: Notebook) -> None:
    one = answer(notebook, "bilan")
    notebook["cells"].append(code(one["source"]))
    one["source"] = ""


@keeps("answer's cell emptied, the answer in a new cell above")
def emptied(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_above(notebook, one, code(one["source"]))
    one["source"] = ""


@keeps("check copied above its answer", "latence")
def check_copied_above(notebook: Notebook) -> None:
    put_above(notebook, answer(notebook, "latence"), copied(cell(notebook, "latence")))


@keeps("check copied below", "latence")
def check_copied_below(notebook: Notebook) -> None:
    check = cell(notebook, "latence")
    put_below(notebook, check, copied(check))


@keeps("answer written in a copy of the check", "latence")
def answer_in_copy(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    put_above(notebook, one, copied(cell(notebook, "latence"), source=one["source"]))
    remove(notebook, one)


@keeps("a helper written in a copy of the check below it", "latence")
def helper_in_copy(notebook: Notebook) -> None:
    one, check = answer(notebook, "un-service"), cell(notebook, "latence")
    helper, _, one["source"] = one["source"].partition("\n\n\n")
    put_below(notebook, check, copied(check, source=helper))


@keeps("answer written in the check, its own cell deleted", "latence")
def answer_in_check(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    cell(notebook, "latence")["source"] = one["source"]
    remove(notebook, one)


@keeps("answer written in another answer's copied cell")
def answer_in_copied_answer(notebook: Notebook) -> None:
    one = answer(notebook, "un-service")
    put_above(notebook, one, copied(answer(notebook, "latence"), source=one["source"]))
    remove(notebook, one)


@keeps("a print added to the check", "latence")
def print_in_check(notebook: Notebook) -> None:
    cell(notebook, "latence")["source"] = 'print("voyons")\ncheck("latence")'


@keeps("every cell pasted twice", "latence")
def pasted_twice(notebook: Notebook) -> None:
    notebook["cells"] += [copied(one) for one in notebook["cells"]]


@keeps("an old attempt of the whole notebook above the right one", "latence")
def old_attempt_above(notebook: Notebook) -> None:
    old = copy.deepcopy(notebook["cells"])
    for question in QUESTIONS:
        answer({"cells": old}, question)["source"] = stub(question)
    notebook["cells"][:0] = [copied(one) for one in old]


@keeps("only the code pasted into an empty notebook", of=EVERY)
def code_pasted(notebook: Notebook) -> None:
    notebook["cells"] = code_cells(notebook)
    as_new(notebook)


@keeps("imports and answers pasted into an empty notebook", "latence", "bilan")
def answers_pasted(notebook: Notebook) -> None:
    notebook["cells"] = [cell(notebook, "imports"), *answers(notebook)]
    as_new(notebook)


@keeps("pasted into an empty notebook, checks retyped in other ways")
def checks_retyped(notebook: Notebook) -> None:
    forms = [
        "check('{}')",
        'check( "{}" )',
        'check("{}")  # fait',
        'check("{}");',
        'print(check("{}"))',
        "# Q\ncheck('{}')",
    ]
    for one, form, question in zip(checks(notebook), forms, QUESTIONS, strict=True):
        one["source"] = form.format(question)
    as_new(notebook)


@keeps("the names of answers and checks in the metadata changed")
def renamed(notebook: Notebook) -> None:
    for number, one in enumerate([*answers(notebook), *checks(notebook)]):
        one["metadata"]["nbgrader"]["grade_id"] = f"cell-{number}"


@keeps("the names in the metadata changed, ids lost")
def renamed_without_ids(notebook: Notebook) -> None:
    renamed(notebook)
    drop_ids(notebook)


# Turned into text


def _turn(cells: list[Cell], kind: str) -> None:
    for one in cells:
        one["cell_type"] = kind
        one.pop("outputs", None)
        one.pop("execution_count", None)


@keeps("answer turned into Markdown", "latence")
def answer_as_markdown(notebook: Notebook) -> None:
    _turn([answer(notebook, "latence")], "markdown")


@keeps("answer turned into raw text", "latence")
def answer_as_raw(notebook: Notebook) -> None:
    _turn([answer(notebook, "latence")], "raw")


@keeps("answer turned into Markdown, id lost", "latence")
def answer_as_markdown_no_id(notebook: Notebook) -> None:
    answer_as_markdown(notebook)
    drop_ids(notebook)


@keeps("answer turned into Markdown, metadata lost and id kept", "latence")
def answer_as_markdown_no_metadata(notebook: Notebook) -> None:
    answer_as_markdown(notebook)
    answer(notebook, "latence")["metadata"] = {}


@loses("answer turned into Markdown, id and metadata lost", "latence")
def answer_as_bare_markdown(notebook: Notebook) -> None:
    one = answer(notebook, "latence")
    answer_as_markdown(notebook)
    one["metadata"] = {}
    one.pop("id")


@loses("answer turned into Markdown, between fences", "latence")
def answer_fenced(notebook: Notebook) -> None:
    answer_as_markdown(notebook)
    one = answer(notebook, "latence")
    one["source"] = f"```python\n{one['source']}\n```"


@keeps("all answers turned into raw text", *QUESTIONS)
def answers_as_raw(notebook: Notebook) -> None:
    _turn(answers(notebook), "raw")


@keeps("imports turned into Markdown", "imports|import hashlib")
def imports_as_markdown(notebook: Notebook) -> None:
    _turn([cell(notebook, "imports")], "markdown")


@keeps("starting cell turned into raw text")
def start_as_raw(notebook: Notebook) -> None:
    _turn([cell(notebook, "demarrer")], "raw")


@keeps("check turned into Markdown")
def check_as_markdown(notebook: Notebook) -> None:
    _turn([cell(notebook, "latence")], "markdown")


@keeps("all checks turned into raw text")
def checks_as_raw(notebook: Notebook) -> None:
    _turn(checks(notebook), "raw")


@loses("every code cell turned into Markdown, ids and metadata lost", "latence")
def all_as_markdown(notebook: Notebook) -> None:
    _turn([one for one in notebook["cells"] if is_code(one)], "markdown")
    as_new(notebook)
