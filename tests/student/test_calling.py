"""What a check can do with a student's code."""

import pytest
import requests

from grader.student.handle import Reference, StudentError


def test_a_function_is_called_and_its_value_is_plain(student, write):
    write("def add(a, *, b=1): return {'sum': a + b}")
    assert student.add(2, b=3) == {"sum": 5}


def test_arguments_cross_as_they_are(student, write):
    write("def show(value): return repr(value)")
    assert student.show({"a": [1, None, "é"], 2: {3}}) == "{'a': [1, None, 'é'], 2: {3}}"


def test_an_argument_that_is_not_plain_is_refused(student, write):
    write("def show(value): return repr(value)")
    with pytest.raises(Exception, match="object"):
        student.show(object())


def test_a_variable_is_read(student, write):
    write("services = [{'name': 'a'}]")
    assert student["services"] == [{"name": "a"}]


def test_a_value_is_a_copy(student, write):
    write("services = ['a']\ndef count(): return len(services)")
    student["services"].append("b")
    assert student.count() == 1


def test_a_missing_variable_is_a_name_error(student):
    with pytest.raises(StudentError, match="name 'services' is not defined") as raised:
        student["services"]
    assert raised.value.types[0] == "NameError"
    assert raised.value.depth == 0


def test_a_missing_function_is_a_name_error(student):
    with student.raises("NameError") as caught:
        student.check_service("a")
    assert caught.error.depth == 0


def test_has_tells_what_the_notebook_defines(student, write):
    write("def check_service(): pass\nvide = None")
    assert student.has("check_service")
    assert student.has("vide")
    assert not student.has("autre")


def test_an_object_stays_on_its_side_and_is_used_from_here(student, write):
    write(
        """
        class Counter:
            step = 2
            def __init__(self, start): self.count = start
            def add(self): self.count += self.step; return self.count
        """
    )
    counter = student.Counter(5)
    assert isinstance(counter, Reference)
    assert counter.add() == 7
    assert counter.value("count") == 7
    assert repr(counter) == "un objet Counter"


def test_an_object_can_be_handed_back(student, write):
    write("class Box: n = 3\ndef total(box, boxes): return box.n + sum(b.n for b in boxes)")
    box = student.Box()
    assert student.total(box, [box, student.Box()]) == 9


def test_objects_returned_in_a_list_are_used_one_by_one(student, write):
    write("class Box:\n  def __init__(self, n): self.n = n\ndef make(): return [Box(1), Box(2)]")
    assert [box.value("n") for box in student.make()] == [1, 2]


def test_a_method_of_a_module_is_reached(student, write):
    write("import math")
    assert student.math.sqrt(9) == 3
    assert student.math.value("tau") > 6


def test_a_missing_attribute_is_an_attribute_error(student, write):
    write("class Box: pass")
    with student.raises("AttributeError"):
        student.Box().open()


def test_a_name_that_was_never_called_reads_as_what_it_is(student):
    assert repr(student.check_service) == "un objet check_service"
    assert not hasattr(student, "__len__")
    assert not hasattr(student.check_service, "__iter__")


def test_a_snippet_runs_beside_the_code_and_returns_its_last_value(student, write):
    write("n = 1")
    assert student.run("m = n + 1\nm * 10") == 20
    assert student["m"] == 2


@pytest.mark.parametrize("code", ["", "m = 3", "import os", "# rien"])
def test_a_snippet_without_a_last_expression_returns_nothing(student, code):
    assert student.run(code) is None


def test_what_calls_print_is_kept(student, write):
    write("import sys\ndef say(text): print(text); print('tu', file=sys.stderr); return 1")
    student.say("bonjour")
    student.say("salut")
    assert student.printed == "bonjour\nsalut\n"


def test_what_is_printed_before_a_failure_is_kept(student, write):
    write("def say(): print('avant'); 1 / 0")
    with student.raises("ZeroDivisionError"):
        student.say()
    assert student.printed == "avant\n"


def test_only_the_beginning_of_what_is_printed_is_kept(student, write):
    write("def say():\n  for _ in range(100): print('x' * 1000)")
    student.say()
    assert len(student.printed) == 20_000


def test_printing_does_not_reach_this_side(student, write, capsys):
    write("import sys\ndef say(): print('ici'); sys.stderr.write('là')")
    student.say()
    assert capsys.readouterr() == ("", "")


def test_requests_go_to_the_stage_on_virtual_time(student, write, stage, clock):
    write(
        """
        import requests
        def check(url):
            try:
                return requests.get(url, timeout=2).status_code
            except requests.Timeout:
                return "trop lent"
        """
    )
    assert student.check(stage.route("/", delay=30).url) == "trop lent"
    assert clock.elapsed == 2
    assert student.check(stage.route("/", status=201).url) == 201
    assert requests.get is not None


def test_a_tuple_and_a_list_are_judged_alike(student, write):
    write("def one(): return (1, 2)\ndef other(): return [1, 2]")
    assert student.one() == student.other() == [1, 2]


def test_an_object_equal_to_everything_equals_nothing_here(student, write):
    write(
        """
        class Wild:
            def __eq__(self, other): return True
            def __contains__(self, other): return True
            def __getitem__(self, key): return self
            __hash__ = object.__hash__
        def check(): return Wild()
        """
    )
    result = student.check()
    assert result != {"status": "up"}
    with pytest.raises(TypeError):
        result["status"]
    with pytest.raises(TypeError):
        _ = "status" in result


@pytest.mark.parametrize("kind", ["dict", "list", "str", "int", "float", "bool", "set", "bytes"])
def test_an_object_that_lies_about_its_class_is_no_such_value(student, write, kind):
    write(
        f"""
        class Liar:
            __class__ = {kind}
            def __eq__(self, other): return True
            __hash__ = object.__hash__
        def check(): return Liar()
        """
    )
    try:
        result = student.check()
    except StudentError:
        return
    assert result != {"status": "up"}
    assert result != 1


def test_a_value_too_large_to_cross_is_told(student, write):
    write("def much(): return list(range(10**6))")
    with student.raises("Unacceptable"):
        student.much()
