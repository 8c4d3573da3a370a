"""Data that no codec of ours made: refused, and nothing else happens."""

import json
import random

import pytest

from grader.student.codec import Unacceptable, decode

MALFORMED = [
    {"$": "unknown"},
    {"$": None},
    {"$": ["ref"]},
    {"$": "ref"},
    {"$": "ref", "id": "0", "type": "x"},
    {"$": "ref", "id": 0, "type": None},
    {"$": "ref", "id": 1.5, "type": "x"},
    {"$": "dict"},
    {"$": "dict", "items": {}},
    {"$": "dict", "items": [1]},
    {"$": "dict", "items": [[1]]},
    {"$": "dict", "items": [[1, 2, 3]]},
    {"$": "dict", "items": [[{}, 1]]},
    {"$": "dict", "items": [[[{}], 1]]},
    {"$": "set"},
    {"$": "set", "items": "abc"},
    {"$": "set", "items": [{}]},
    {"$": "set", "items": [{"$": "frame", "columns": {}, "index": {}, "data": []}]},
    {"$": "float"},
    {"$": "float", "value": 1.5},
    {"$": "float", "value": "1.5"},
    {"$": "float", "value": "__import__('os')"},
    {"$": "bytes"},
    {"$": "bytes", "base64": 5},
    {"$": "bytes", "base64": "é"},
    {"$": "bytes", "base64": "A"},
    {"$": "bytes", "base64": "AA=A"},
    {"$": "datetime"},
    {"$": "datetime", "iso": 5},
    {"$": "datetime", "iso": "demain"},
    {"$": "datetime", "iso": "99999-01-01T00:00:00"},
    {"$": "date", "iso": "2026-13-01"},
    {"$": "timedelta", "seconds": "1"},
    {"$": "timedelta", "seconds": 1e300},
    {"$": "timedelta", "seconds": float("nan")},
    {"$": "timedelta", "seconds": 10**400},
    {"$": "frame"},
    {"$": "frame", "columns": [], "index": [], "data": []},
    {"$": "frame", "columns": {}, "index": {}, "data": []},
    {
        "$": "frame",
        "columns": {"names": [None], "values": ["a"]},
        "index": {"names": 5, "values": []},
        "data": [],
    },
    {
        "$": "frame",
        "columns": {"names": [None], "values": ["a"]},
        "index": {"names": [None], "values": [0]},
        "data": [[1, 2, 3]],
    },
    {
        "$": "frame",
        "columns": {"names": [None], "values": [{}]},
        "index": {"names": [None], "values": [0]},
        "data": [[1]],
    },
    object(),
    b"abc",
    (1, 2),
]


def stand_in(number, kind):
    return f"<{kind} {number}>"


@pytest.mark.parametrize("data", MALFORMED, ids=lambda data: repr(data)[:60])
def test_malformed_data_is_refused(data):
    with pytest.raises(Unacceptable):
        decode(data, stand_in)


@pytest.mark.parametrize("data", MALFORMED, ids=lambda data: repr(data)[:60])
def test_malformed_data_is_refused_inside_other_data(data):
    with pytest.raises(Unacceptable):
        decode({"a": [1, {"$": "dict", "items": [["k", data]]}]}, stand_in)


def test_a_reference_of_any_number_is_the_affair_of_the_other_side():
    assert decode({"$": "ref", "id": -(10**30), "type": "x" * 200}, stand_in) == f"<{'x' * 80} {-(10**30)}>"


def test_a_failure_of_the_stand_in_is_a_refusal():
    def fail(number, kind):
        raise LookupError(number)

    with pytest.raises(Unacceptable):
        decode({"$": "ref", "id": 0, "type": "x"}, fail)


def test_no_class_is_ever_rebuilt():
    """Whatever arrives, only plain values, tables and stand-ins come out."""
    import datetime

    import pandas

    plain = (type(None), bool, int, float, str, bytes, list, dict, set, frozenset, tuple)
    allowed = (*plain, datetime.date, datetime.timedelta, pandas.DataFrame)
    pickled = {"$": "pickle", "data": "gASVHwAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjARlY2hvlIWUUpQu"}
    reduced = {"py/object": "os.system", "__reduce__": ["os.system", ["echo"]], "py/reduce": []}
    with pytest.raises(Unacceptable):
        decode(pickled, stand_in)
    assert isinstance(decode(reduced, stand_in), allowed)


def random_data(chance, depth=0):
    """Return JSON data that looks like the codec's, with mistakes in it."""
    tags = ["ref", "dict", "set", "float", "bytes", "datetime", "date", "timedelta", "frame", "$", 3]
    leaves = [None, True, -1, 10**40, 0.5, "nan", "2026-01-05", "QQ==", "", "\ud800", [], {}]
    if depth > 4 or chance.random() < 0.3:
        return chance.choice(leaves)
    if chance.random() < 0.4:
        return [random_data(chance, depth + 1) for _ in range(chance.randrange(4))]
    names = [
        "$",
        "id",
        "type",
        "items",
        "value",
        "base64",
        "iso",
        "seconds",
        "columns",
        "index",
        "data",
        "names",
    ]
    made = {name: random_data(chance, depth + 1) for name in chance.sample(names, chance.randrange(6))}
    return {**made, "$": chance.choice(tags)} if chance.random() < 0.8 else made


@pytest.mark.parametrize("seed", range(8))
def test_random_data_is_read_or_refused(seed):
    chance = random.Random(seed)
    for _ in range(500):
        data = json.loads(json.dumps(random_data(chance)))
        try:
            decode(data, stand_in)
        except Unacceptable:
            continue


def test_a_ragged_table_does_not_grow_to_the_square_of_what_was_sent(monkeypatch):
    built = []
    monkeypatch.setattr("pandas.DataFrame", lambda *args, **kwargs: built.append(args))
    labels = {"names": [None], "values": [0]}
    rows = [[0] * 1000, *([] for _ in range(1000))]
    with pytest.raises(Unacceptable, match="toutes ses colonnes"):
        decode({"$": "frame", "columns": labels, "index": labels, "data": rows}, lambda *_: None)
    assert built == []
