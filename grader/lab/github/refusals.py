"""GitHub's refusals: a `message`, the page that explains it, the status as a text, the errors in detail."""

from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Response
from werkzeug.exceptions import abort

from grader.lab.github.rendering import rendered

_REST = "https://docs.github.com/rest"
_LIMITS = f"{_REST}/using-the-rest-api/rate-limits-for-the-rest-api"


def refusal(
    status: int,
    message: str,
    page: str = _REST,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Build the answer that refuses a request."""
    body: dict[str, Any] = {"message": message, "documentation_url": page, "status": str(status)}
    if errors is not None:
        body = {"message": message, "errors": errors, "documentation_url": page, "status": str(status)}
    return Response(rendered(body), status, headers, content_type="application/json; charset=utf-8")


def refuse(status: int, message: str, page: str = _REST, **details: Any) -> NoReturn:
    """Stop the request here; `details` are those of `refusal`."""
    abort(refusal(status, message, page, **details))


def not_found(page: str = _REST) -> NoReturn:
    """Say that there is nothing, or nothing that this caller may know of: GitHub makes no difference."""
    refuse(404, "Not Found", page)


def bad_credentials() -> NoReturn:
    """Refuse a token that is nobody's."""
    refuse(401, "Bad credentials")


def over_the_limit(user: int) -> NoReturn:
    """Refuse a caller whose requests of the hour are used up."""
    who = f"user ID {user}" if user else "203.0.113.7"
    refuse(403, f"API rate limit exceeded for {who}.", _LIMITS)


def too_fast() -> NoReturn:
    """Refuse a caller who sends too many requests at a time (the secondary limit)."""
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    refuse(429, message, f"{_LIMITS}#about-secondary-rate-limits", headers={"Retry-After": "30"})


def invalid(resource: str, field: str, code: str, page: str) -> NoReturn:
    """Refuse a field, as GitHub names it: which resource, which field, which of its codes."""
    refuse(422, "Validation Failed", page, errors=[{"resource": resource, "field": field, "code": code}])
