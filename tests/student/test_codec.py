"""Values that cross the boundary, and what they are on the other side."""

import collections
import dataclasses
import datetime
import enum
import math
import types

import numpy
import pandas
import pytest
from pandas.testing import assert_frame_equal

UTC = datetime.UTC


class Level(enum.IntEnum):
    LOW = 1


class Status(enum.StrEnum):
    UP = "up"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -3,
        10**3000,
        1.5,
        float("inf"),
        float("-inf"),
        "été ✔ 𝄞",
        "",
        [],
        {},
        {"a": [1, {"b": None}]},
        {1: "a", None: "b", 2.5: "c", False: "d"},
        {"$": "ref", "id": 0, "type": "x"},
        {"$": {"$": 1}},
        {("a", 1): 2, ("b", ("c",)): 3},
        set(),
        {1, "a", None},
        {(1, 2), (3, 4)},
        {frozenset({1})},
        b"\x00\xff",
        datetime.datetime(2026, 1, 5, 9, 30, 15, 123456),
        datetime.datetime(2026, 1, 5, 9, tzinfo=UTC),
        datetime.date(2026, 1, 5),
        datetime.timedelta(days=-1, microseconds=1),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_plain_value_comes_as_it_is(cross, value):
    came = cross(value)
    assert came == value
    assert type(came) is type(value)


def test_not_a_number_comes_as_such(cross):
    assert math.isnan(cross(float("nan")))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ((1, (2, 3)), [1, [2, 3]]),
        (frozenset({1}), {1}),
        (bytearray(b"abc"), b"abc"),
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        (collections.namedtuple("Pair", "x y")(1, 2), [1, 2]),
        (Level.LOW, 1),
        (Status.UP, "up"),
        (numpy.int64(3), 3),
        (numpy.float32(1.5), 1.5),
        (numpy.bool_(True), True),
        (numpy.str_("é"), "é"),
        (numpy.float64("inf"), math.inf),
        (numpy.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (numpy.array(5), 5),
        (numpy.array(["a", None], dtype=object), ["a", None]),
        (numpy.datetime64("2026-01-05T09:00", "ns"), datetime.datetime(2026, 1, 5, 9)),
        (numpy.array(["2026-01-05"], dtype="datetime64[ns]"), [datetime.datetime(2026, 1, 5)]),
        (numpy.timedelta64(1_500, "ms"), datetime.timedelta(seconds=1.5)),
        (numpy.datetime64("NaT"), None),
        (pandas.NA, None),
        (pandas.NaT, None),
        (pandas.Timedelta("2s"), datetime.timedelta(seconds=2)),
        (pandas.Timestamp("2026-01-05"), datetime.datetime(2026, 1, 5)),
        (pandas.Series([1, 2], index=["a", "b"]), [1, 2]),
        (pandas.Series(["a", "b"], dtype="category"), ["a", "b"]),
        (pandas.Series([pandas.NaT, pandas.Timestamp("2026-01-05")]), [None, datetime.datetime(2026, 1, 5)]),
        (pandas.Series([1, None], dtype="Int64"), [1, None]),
        (pandas.Index(["a", "b"]), ["a", "b"]),
        (pandas.DatetimeIndex(["2026-01-05"]), [datetime.datetime(2026, 1, 5)]),
    ],
    ids=lambda value: f"{type(value).__name__} {value!r}"[:40],
)
def test_a_value_that_is_nearly_plain_comes_plain(cross, value, plain):
    came = cross(value)
    assert came == plain
    assert type(came) is type(plain)


def test_a_timestamp_keeps_its_offset(cross):
    came = cross(pandas.Timestamp("2026-01-05 10:00", tz="Europe/Paris"))
    assert came == datetime.datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert came.utcoffset() == datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    "frame",
    [
        pandas.DataFrame({"service": ["a", "b"], "latence": [1.5, 2.5]}),
        pandas.DataFrame({"n": [1, 2]}, index=pandas.Index(["a", "b"], name="service")),
        pandas.DataFrame([[1]], columns=pandas.Index(["n"], name="mesure")),
        pandas.DataFrame(
            {"n": [1, 2]}, index=pandas.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"])
        ),
        pandas.DataFrame([[1, 2]], columns=pandas.MultiIndex.from_tuples([("n", "min"), ("n", "max")])),
        pandas.DataFrame({"quand": pandas.to_datetime(["2026-01-05 09:00"])}),
        pandas.DataFrame({"n": [1.0, None]}),
        pandas.DataFrame({"vide": []}),
        pandas.DataFrame(),
    ],
    ids=[
        "plain",
        "index",
        "columns",
        "multi-index",
        "multi-columns",
        "dates",
        "missing",
        "no rows",
        "nothing",
    ],
)
def test_a_table_comes_as_a_table(cross, frame):
    assert_frame_equal(
        cross(frame), frame, check_dtype=False, check_index_type=False, check_column_type=False
    )


def test_a_grouped_table_comes_with_its_levels(cross):
    frame = pandas.DataFrame({"s": ["a", "a", "b"], "ok": [True, False, True], "n": [1, 2, 3]})
    summary = frame.groupby(["s", "ok"]).agg({"n": ["min", "max"]})
    came = cross(summary)
    assert came.index.names == ["s", "ok"]
    assert came.loc[("a", True), ("n", "max")] == 1


@pytest.mark.parametrize("value", [object(), len, range(3), {}.values(), iter([]), Level, 1j], ids=repr)
def test_what_is_not_plain_comes_as_a_reference(cross, value):
    assert cross(value) == ("ref", type(value).__name__)


def test_objects_inside_a_plain_value_come_as_references(cross):
    @dataclasses.dataclass
    class Service:
        name: str

    assert cross({"services": [Service("a"), 1]}) == {"services": [("ref", "Service"), 1]}


def test_an_object_that_equals_everything_is_no_plain_value(cross):
    class Chameleon:
        def __eq__(self, other):
            return True

        __hash__ = object.__hash__

    assert cross([Chameleon()]) == [("ref", "Chameleon")]
    assert cross(Chameleon()) != 200


def test_a_number_that_equals_everything_crosses_as_its_value(cross):
    class Wild(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    came = cross(Wild(500))
    assert type(came) is int
    assert came != 200


def test_a_class_that_lies_about_its_subclass_crosses_as_its_own_items(cross):
    class Liar(dict):
        def __eq__(self, other):
            return True

        def get(self, key, default=None):
            return "up"

        __hash__ = None

    came = cross(Liar(status="down"))
    assert type(came) is dict
    assert came == {"status": "down"}


def test_text_that_no_file_can_hold_comes_with_question_marks(cross):
    assert cross({"\ud800a": "b\udfff"}) == {"?a": "b?"}
    assert cross("😀") == "😀"
