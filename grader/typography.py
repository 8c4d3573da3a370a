"""French typography for what is shown on screen."""

import codecs
import io
import re
import unicodedata
from typing import Any

_NBSP = "\u00a0"
_PLAIN = str.maketrans(
    {"«": '"', "»": '"', "–": "-", "—": "-", "’": "'", "→": "->", "•": "*", "✔": "+", "✘": "x"}
)


def typeset(text: str) -> str:
    """Put no-break spaces where French wants them: inside « », before : ; ! ? (again is harmless)."""
    text = re.sub(rf"«[ {_NBSP}]?", f"«{_NBSP}", text)
    return re.sub(r" ([»:;!?])", rf"{_NBSP}\1", text)


def number(value: float) -> str:
    """Return points as a French reader writes them: ``2,5``."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def spell_out(*streams: Any) -> None:
    """Have a terminal that is not UTF-8 show the nearest letters that it knows, instead of an error."""
    codecs.register_error("plain", _plain)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    refused = error.object[error.start : error.end].translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", refused).encode("ascii", "ignore")
    return letters.decode() or "?", error.end
