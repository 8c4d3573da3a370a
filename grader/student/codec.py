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
MAX_TEXT = 2_000_000  # characters, in all of a value's texts
MAX_BITS = 10_000

TAG = "$"
Keep = Callable[[Any], int]


class Unacceptable(ValueError):
    """A value too large, too deep or malformed to cross."""


def encode(value: Any, keep: Keep) -> Any:
    """Return ``value`` as JSON data.

    Args:
        value: anything. Tuples, arrays and Series become lists; datetimes, sets, bytes and DataFrames are
            tagged; what is not plain becomes a reference.
        keep: remembers such an object and returns its number.

    Raises:
        Unacceptable: the value is too large or too deep.
    """
    return _Encoder(keep).encode(value, 0)


class _Encoder:
    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._nodes = 0
        self._room = MAX_TEXT

    def encode(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise Unacceptable("la valeur est trop grande ou trop profonde")
        plain = _numpy_scalar(value)
        if plain is None or type(plain) is bool:
            return plain
        if isinstance(plain, str):
            return self._text(str.__str__(plain))  # an Enum's own str() would name the member
        if isinstance(plain, int):
            return self._integer(int(plain))
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
            return {TAG: "bytes", "base64": base64.b64encode(self._text(bytes(value))).decode()}
        if isinstance(value, datetime.datetime | datetime.date | datetime.timedelta):
            return _temporal(value)
        pandas = sys.modules.get("pandas")
        if pandas and isinstance(value, pandas.DataFrame):
            return self._frame(value, depth)
        if pandas and isinstance(value, pandas.Series | pandas.Index):
            return [self.encode(item, depth) for item in value.tolist()]
        if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
            return self.encode(_microseconds(value).tolist(), depth)
        return {TAG: "ref", "id": self._keep(value), "type": type(value).__name__[:80]}

    def _mapping(self, value: Mapping, depth: int) -> Any:
        if all(type(key) is str for key in value) and TAG not in value:
            return {self._text(key): self.encode(item, depth) for key, item in value.items()}
        items = [[self.encode(key, depth), self.encode(item, depth)] for key, item in value.items()]
        return {TAG: "dict", "items": items}

    def _frame(self, frame: Any, depth: int) -> dict:
        return {
            TAG: "frame",
            "columns": self._labels(frame.columns, depth),
            "index": self._labels(frame.index, depth),
            "data": self.encode(frame.astype(object).values.tolist(), depth),
        }

    def _labels(self, index: Any, depth: int) -> dict:
        return {"names": self.encode(list(index.names), depth), "values": self.encode(index.tolist(), depth)}

    def _text(self, value: Any) -> Any:
        self._spend(len(value))
        return value

    def _integer(self, value: int) -> int:
        if value.bit_length() > MAX_BITS:
            raise Unacceptable("le nombre est trop grand")
        self._spend(value.bit_length() // 4)
        return value

    def _spend(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise Unacceptable("le texte est trop long")


def _numpy_scalar(value: Any) -> Any:
    """Return the Python number behind a NumPy scalar, and None for pandas' missing values."""
    kind = type(value)
    if kind.__module__ == "numpy" and hasattr(value, "item") and getattr(value, "shape", None) == ():
        return _microseconds(value).item()
    if kind.__name__ in ("NAType", "NaTType") and kind.__module__.startswith("pandas"):
        return None
    return value


def _microseconds(value: Any) -> Any:
    """Round what NumPy counts in nanoseconds: its plain value would be a number, not a datetime."""
    dtype = value.dtype.str
    return value.astype(dtype.replace("[ns]", "[us]")) if dtype.endswith("8[ns]") else value


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
        if isinstance(data, str):
            return clean(data)
        if data is None or isinstance(data, bool | int | float):
            return data
        if isinstance(data, list):
            return [self.decode(item, depth + 1) for item in data]
        if TAG in data:
            return self._tagged(data, depth + 1)
        return {clean(key): self.decode(item, depth + 1) for key, item in data.items()}

    def _tagged(self, data: dict, depth: int) -> Any:
        match data:
            case {"$": "ref", "id": int() as number, "type": str() as type_name}:
                return self._refer(number, type_name[:80])
            case {"$": "dict", "items": list() as items}:
                return {self._key(key, depth): self.decode(item, depth) for key, item in items}
            case {"$": "set", "items": list() as items}:
                return {self._key(item, depth) for item in items}
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
            case {"$": "frame", "index": dict(), "columns": dict(), "data": list() as rows}:
                return self._frame(data, self.decode(rows, depth), depth)
        raise Unacceptable("étiquette inconnue")

    def _key(self, data: Any, depth: int) -> Any:
        key = _hashable(self.decode(data, depth))
        hash(key)  # pandas would take a label that has none
        return key

    def _frame(self, data: dict, rows: list, depth: int) -> Any:
        import pandas

        index, columns = self._labels(data["index"], depth), self._labels(data["columns"], depth)
        if any(type(row) is not list or len(row) != len(columns) for row in rows):
            raise Unacceptable(
                "les lignes d'un tableau n'ont pas toutes ses colonnes"
            )  # pandas would fill them
        return pandas.DataFrame(rows, index=index, columns=columns)

    def _labels(self, data: dict, depth: int) -> Any:
        import pandas

        labels = pandas.Index([self._key(label, depth) for label in data["values"]])
        names = self.decode(data["names"], depth)
        return labels.set_names(names) if len(names) == labels.nlevels else labels


def _hashable(value: Any) -> Any:
    """Return a key as the student's code had it: its tuples crossed as lists."""
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    return frozenset(value) if isinstance(value, set) else value


def clean(text: str) -> str:
    """Return ``text`` without lone surrogates, which no file or page can hold."""
    return text.encode("utf-8", "replace").decode()
