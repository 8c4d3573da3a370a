"""JSON as this service writes it: an item of a list, or a field of an object, to a line.

GitHub sends it all on one line, which nobody could read in a cassette.
"""

import json
from typing import Any


def rendered(value: Any) -> str:
    """Return the JSON text of a body; "" (no body) stays empty."""
    if value == "":
        return ""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_line(item) for item in value) + "\n]\n"
    if isinstance(value, dict) and value:
        fields = (f"{json.dumps(name)}: {_line(field)}" for name, field in value.items())
        return "{\n" + ",\n".join(fields) + "\n}\n"
    return _line(value) + "\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
