"""Plain values across the boundary: JSON with a few tags, bounded in size and depth.

`encode` runs beside the student's code and turns what was returned into plain values; `decode`
runs on the trusted side and accepts nothing else. The kernel's `check()` goes through both, so
that a trainee's own check and the marking judge alike.
"""

import base64
import datetime
import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

MAX_DEPTH = 40
MAX_NODES = 200_000
MAX_TEXT = 2_000_000

TAG = "$"
Keep = Callable[[Any], int]


class Unacceptable(ValueError):
    """A value too large, too deep or malformed to cross."""


def encode(value: Any, keep: Keep) -> Any:
    """Return ``value`` as JSON data.

    Args:
        value: anything. Tuples become lists; NumPy scalars, datetimes, sets, bytes, Series and DataFrames
            are tagged; what is not plain becomes a reference.
        keep: remembers such an object and returns its number.

    Raises:
        Unacceptable: the value is too large or too deep.
    """
    return _Encoder(keep).encode(value, 0)


class _Encoder:
    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._nodes = 0

    def encode(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise Unacceptable("la valeur est trop grande ou trop profonde")
        plain = _numpy_scalar(value)
        if plain is None or type(plain) is bool:
            return plain
        if isinstance(plain, str):
            return _text(str.__str__(plain))  # an Enum's own str() would name the member
        if isinstance(plain, int) and not isinstance(plain, bool):
            return _integer(int(plain))
        if isinstance(plain, float):
            return _float(float(plain))
        return self._compound(plain, depth + 1)

    def _compound(self, value: Any, depth: int) -> Any:
        if isinstance(value, Mapping):
            return self._mapping(value, depth)
        if isinstance(value, list | tuple):
            return [self.encode(item, depth) for item in value]
        if isinstance(value, set | frozenset):
            return {TAG: "set", "items": [self.encode(item, depth) for item in value]}
        if isinstance(value, bytes | bytearray):
            return {TAG: "bytes", "base64": base64.b64encode(_text(bytes(value))).decode()}
        if isinstance(value, datetime.datetime | datetime.date | datetime.timedelta):
            return _temporal(value)
        pandas = sys.modules.get("pandas")
        if pandas and isinstance(value, pandas.DataFrame):
            return self._frame(value, depth)
        if pandas and isinstance(value, pandas.Series | pandas.Index):
            return [self.encode(item, depth) for item in value.tolist()]
        if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
            return self.encode(value.tolist(), depth)
        return {TAG: "ref", "id": self._keep(value), "type": type(value).__name__[:80]}

    def _mapping(self, value: Mapping, depth: int) -> Any:
        if all(type(key) is str for key in value) and TAG not in value:
            return {_text(key): self.encode(item, depth) for key, item in value.items()}
        items = [[self.encode(key, depth), self.encode(item, depth)] for key, item in value.items()]
        return {TAG: "dict", "items": items}

    def _frame(self, frame: Any, depth: int) -> dict:
        return {
            TAG: "frame",
            "columns": [self.encode(name, depth) for name in frame.columns.tolist()],
            "index": [self.encode(label, depth) for label in frame.index.tolist()],
            "index_name": self.encode(frame.index.name, depth),
            "data": [
                [self.encode(item, depth) for item in row] for row in frame.astype(object).values.tolist()
            ],
        }


def _numpy_scalar(value: Any) -> Any:
    """Return the Python number behind a NumPy scalar, and None for pandas' missing values."""
    kind = type(value)
    if kind.__module__ == "numpy" and hasattr(value, "item") and getattr(value, "shape", None) == ():
        return value.item()
    if kind.__name__ in ("NAType", "NaTType") and kind.__module__.startswith("pandas"):
        return None
    return value


def _text(value: Any) -> Any:
    if len(value) > MAX_TEXT:
        raise Unacceptable("le texte est trop long")
    return value


def _integer(value: int) -> Any:
    if value.bit_length() > 10_000:
        raise Unacceptable("le nombre est trop grand")
    return value


def _float(value: float) -> Any:
    return value if math.isfinite(value) else {TAG: "float", "value": repr(value)}


def _temporal(value: Any) -> dict:
    if isinstance(value, datetime.timedelta):
        return {TAG: "timedelta", "seconds": value.total_seconds()}
    if isinstance(value, datetime.datetime):
        return {TAG: "datetime", "iso": datetime.datetime.isoformat(value)}
    return {TAG: "date", "iso": value.isoformat()}


def decode(data: Any, refer: Callable[[int, str], Any]) -> Any:
    """Return the value behind JSON data that came from the other side.

    Args:
        data: what `encode` made, or anything at all: nothing is trusted.
        refer: makes the stand-in of an object kept on the other side, from its number and type name.

    Raises:
        Unacceptable: the data is malformed, too large or too deep.
    """
    decoder = _Decoder(refer)
    try:
        return decoder.decode(data, 0)
    except Unacceptable:
        raise
    except Exception as error:
        raise Unacceptable("valeur mal formée") from error


class _Decoder:
    def __init__(self, refer: Callable[[int, str], Any]) -> None:
        self._refer = refer
        self._nodes = 0

    def decode(self, data: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise Unacceptable("valeur trop grande ou trop profonde")
        if data is None or isinstance(data, bool | int | float | str):
            return data
        if isinstance(data, list):
            return [self.decode(item, depth + 1) for item in data]
        if TAG in data:
            return self._tagged(data, depth + 1)
        return {key: self.decode(item, depth + 1) for key, item in data.items()}

    def _tagged(self, data: dict, depth: int) -> Any:
        match data:
            case {"$": "ref", "id": int() as number, "type": str() as type_name}:
                return self._refer(number, type_name[:80])
            case {"$": "dict", "items": list() as items}:
                return {self.decode(key, depth): self.decode(item, depth) for key, item in items}
            case {"$": "set", "items": list() as items}:
                return {self.decode(item, depth) for item in items}
            case {"$": "float", "value": "nan" | "inf" | "-inf" as text}:
                return float(text)
            case {"$": "bytes", "base64": str() as text}:
                return base64.b64decode(text, validate=True)
            case {"$": "datetime", "iso": str() as text}:
                return datetime.datetime.fromisoformat(text)
            case {"$": "date", "iso": str() as text}:
                return datetime.date.fromisoformat(text)
            case {"$": "timedelta", "seconds": float() | int() as seconds}:
                return datetime.timedelta(seconds=seconds)
            case {"$": "frame"}:
                return self._frame(data, depth)
        raise Unacceptable("étiquette inconnue")

    def _frame(self, data: dict, depth: int) -> Any:
        import pandas

        index = pandas.Index(self.decode(data["index"], depth), name=self.decode(data["index_name"], depth))
        rows = [[self.decode(item, depth) for item in row] for row in data["data"]]
        return pandas.DataFrame(rows, index=index, columns=self.decode(data["columns"], depth))
