"""Pages of a list: `per_page` and `page`, and the `Link` header that names the other pages."""

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from grader.lab.github.rendering import rendered

_DEFAULT, _LARGEST = 30, 100
_Row = TypeVar("_Row")


def page_of(rows: Sequence[_Row], address: str) -> tuple[Sequence[_Row], str]:
    """Return the rows of the page that is asked for, and its `Link` header ("" when all is said).

    Args:
        rows: the whole list.
        address: the list's own address, by number, which GitHub uses in its links.
    """
    size = min(_number("per_page", _DEFAULT), _LARGEST)
    page, last = _number("page", 1), max(-(-len(rows) // size), 1)
    return rows[(page - 1) * size : page * size], _link(address, page, last)


def listed(items: Sequence[Any], link: str) -> Response:
    """Build the answer that lists some items."""
    headers = {"Link": link} if link else None
    return answer(list(items), headers=headers)


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Build an answer in JSON."""
    return Response(rendered(body), status, headers, content_type="application/json; charset=utf-8")


def _number(name: str, default: int) -> int:
    """Read a number of the query, as GitHub does: what is none, or too small, is the default."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) < 10**9 else default


def _link(address: str, page: int, last: int) -> str:
    wanted: list[tuple[str, int]] = []
    if page > 1:
        wanted += [("prev", min(page - 1, last))]
    if page < last:
        wanted += [("next", page + 1), ("last", last)]
    if page > 1:
        wanted += [("first", 1)]
    return ", ".join(f'<{_url(address, number)}>; rel="{rel}"' for rel, number in wanted)


def _url(address: str, page: int) -> str:
    query = {**request.args.to_dict(), "page": str(page)}
    query["page"] = query.pop("page")  # at the end, where GitHub puts it
    return f"{address}?{urlencode(query)}"
