"""French typography for what is shown on screen."""

import re

_NBSP = "\u00a0"


def typeset(text: str) -> str:
    """Put no-break spaces where French wants them: inside « », before : ; ! ? (again is harmless)."""
    text = re.sub(rf"«[ {_NBSP}]?", f"«{_NBSP}", text)
    return re.sub(r" ([»:;!?])", rf"{_NBSP}\1", text)


def number(value: float) -> str:
    """Return points as a French reader writes them: ``2,5``."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
