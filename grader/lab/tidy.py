"""Answers as most services give them, and the same in every process."""

from http import HTTPStatus

from flask import Response


def tidy(response: Response) -> Response:
    """Write the standard's phrase in the status line, and the headers in a fixed order."""
    response.status = f"{response.status_code} {HTTPStatus(response.status_code).phrase}"
    if response.status_code == HTTPStatus.NO_CONTENT:
        del response.headers["Content-Type"]
    if "Allow" in response.headers:  # Flask lists the methods in the order of a set
        response.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
    return response
