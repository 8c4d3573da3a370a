"""What is too large or too deep to cross, on either side."""

import itertools

import pandas
import pytest

from grader.student.codec import MAX_DEPTH, MAX_NODES, MAX_TEXT, Unacceptable, decode, encode


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def refuse(item):
    raise AssertionError("no reference was expected")


@pytest.mark.parametrize("depth", [0, MAX_DEPTH - 1, MAX_DEPTH])
def test_depth_up_to_the_limit_crosses(depth):
    assert decode(encode(nested(depth), refuse), refuse) == nested(depth)


def test_one_level_more_is_too_deep():
    with pytest.raises(Unacceptable):
        encode(nested(MAX_DEPTH + 1), refuse)
    with pytest.raises(Unacceptable):
        decode(nested(MAX_DEPTH + 1), refuse)


@pytest.mark.parametrize("make", [lambda item: [item], lambda item: {"a": item}, lambda item: {1: item}])
def test_a_value_that_contains_itself_is_too_deep(make):
    box = []
    box.append(make(box))
    with pytest.raises(Unacceptable):
        encode(box, refuse)


def test_as_many_nodes_as_allowed_cross():
    value = [0] * (MAX_NODES - 1)
    assert decode(encode(value, refuse), refuse) == value


def test_one_node_more_is_too_many():
    with pytest.raises(Unacceptable):
        encode([0] * MAX_NODES, refuse)
    with pytest.raises(Unacceptable):
        decode([0] * MAX_NODES, refuse)


def test_a_list_without_end_is_too_long():
    class Endless(list):
        def __iter__(self):
            return itertools.count()

    with pytest.raises(Unacceptable):
        encode(Endless(), refuse)


def test_a_table_counts_all_its_cells():
    with pytest.raises(Unacceptable):
        encode(pandas.DataFrame({"a": range(MAX_NODES)}), refuse)


def test_as_much_text_as_allowed_crosses():
    text = "x" * MAX_TEXT
    assert decode(encode(text, refuse), refuse) == text


@pytest.mark.parametrize(
    "value",
    [
        "x" * (MAX_TEXT + 1),
        b"x" * (MAX_TEXT + 1),
        ["x" * (MAX_TEXT // 2 + 1)] * 2,
        {"x" * (MAX_TEXT // 2 + 1): "x" * (MAX_TEXT // 2)},
        [1 << 9_999] * (MAX_TEXT // 2_000),
    ],
    ids=["text", "bytes", "several", "keys", "numbers"],
)
def test_more_text_is_too_much(value):
    with pytest.raises(Unacceptable):
        encode(value, refuse)


def test_a_number_of_thousands_of_digits_is_too_large():
    assert encode(1 << 9_999, refuse) == 1 << 9_999
    with pytest.raises(Unacceptable):
        encode(1 << 10_000, refuse)
