"""The wall clock as `time`, `datetime` and pandas tell it: in a check, as late as `time.time` says.

The wrapper of `time.time` knows which thread lives in virtual time, so nothing here has to.
"""

import datetime as datetime_module
import sys
import time
from collections.abc import Callable
from typing import Any

_REAL_CALENDAR = {
    name: getattr(time, name) for name in ("localtime", "gmtime", "ctime", "asctime", "strftime")
}
_REAL_DATETIME = datetime_module.datetime
_real_timestamp: dict[str, Any] = {}  # the methods of pandas.Timestamp, while others stand for them


def replace(namespace: dict[str, Any]) -> None:
    """Have the classes read `time.time`, for the time of a check; doing it twice changes nothing.

    Not for longer: pandas cannot be imported while ``datetime.datetime`` is another class.

    Args:
        namespace: the student's names; ``from datetime import datetime`` may have bound one of them.
    """
    _swap_datetime(namespace, _REAL_DATETIME, _Datetime)
    if "pandas" in sys.modules and not _real_timestamp:
        timestamp = sys.modules["pandas"].Timestamp
        _real_timestamp.update({name: vars(timestamp)[name] for name in _TIMESTAMP})
        for name, method in _TIMESTAMP.items():
            setattr(timestamp, name, classmethod(method))


def restore(namespace: dict[str, Any]) -> None:
    """Give the real classes back."""
    _swap_datetime(namespace, _Datetime, _REAL_DATETIME)
    for name, method in _real_timestamp.items():
        setattr(sys.modules["pandas"].Timestamp, name, method)
    _real_timestamp.clear()


def calendar_functions() -> dict[str, Callable]:
    """Return the functions of `time` that read the wall clock unless they are given a time."""

    def of_seconds(name: str) -> Callable:
        def convert(seconds: float | None = None, /) -> Any:
            return _REAL_CALENDAR[name](time.time() if seconds is None else seconds)

        return convert

    def asctime(moment: Any = None, /) -> str:
        return _REAL_CALENDAR["asctime"](time.localtime() if moment is None else moment)

    def strftime(text: str, moment: Any = None, /) -> str:
        return _REAL_CALENDAR["strftime"](text, time.localtime() if moment is None else moment)

    conversions = {name: of_seconds(name) for name in ("localtime", "gmtime", "ctime")}
    return {**conversions, "asctime": asctime, "strftime": strftime}


def _swap_datetime(namespace: dict[str, Any], old: type, new: type) -> None:
    datetime_module.datetime = new  # type: ignore[misc, assignment]
    for name, value in list(namespace.items()):
        if value is old:
            namespace[name] = new


class _DatetimeType(type):
    """Makes the stand-in below answer for the real class."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _REAL_DATETIME)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, _REAL_DATETIME)


class _Datetime(_REAL_DATETIME, metaclass=_DatetimeType):
    """``datetime.datetime`` whose ``now`` reads the virtual wall clock; it only ever makes real datetimes."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return _REAL_DATETIME.__new__(_REAL_DATETIME, *args, **kwargs)

    @classmethod
    def now(cls, tz: datetime_module.tzinfo | None = None) -> Any:
        return _REAL_DATETIME.fromtimestamp(time.time(), tz)

    @classmethod
    def today(cls) -> Any:
        return cls.now()

    @classmethod
    def utcnow(cls) -> Any:
        return cls.now(datetime_module.UTC).replace(tzinfo=None)


_Datetime.__name__ = _Datetime.__qualname__ = "datetime"
_Datetime.__module__ = "datetime"


def _timestamp_now(cls: Any, tz: Any = None) -> Any:
    return cls.fromtimestamp(time.time(), tz)


def _timestamp_utcnow(cls: Any) -> Any:
    return cls.fromtimestamp(time.time(), "UTC")


_TIMESTAMP = {"now": _timestamp_now, "today": _timestamp_now, "utcnow": _timestamp_utcnow}
