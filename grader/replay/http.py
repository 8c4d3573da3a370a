"""A request and its answer, as plain values."""

from dataclasses import dataclass, replace
from urllib.parse import SplitResult, urlsplit

Headers = tuple[tuple[str, str], ...]

# Methods that promise to change nothing (RFC 9110): repeating or skipping one is harmless.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


@dataclass(frozen=True)
class Request:
    """What a notebook sent: `url` is absolute, `body` is decoded from any transfer coding."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    @property
    def parts(self) -> SplitResult:
        """The URL, split."""
        return urlsplit(self.url)

    @property
    def host(self) -> str:
        """The host name, in lower case."""
        return self.parts.hostname or ""

    @property
    def is_safe(self) -> bool:
        """Whether the method promises to change nothing."""
        return self.method in SAFE_METHODS

    def header(self, name: str) -> str | None:
        """Return a header's value, or None."""
        return find(self.headers, name)

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


@dataclass(frozen=True)
class Answer:
    """What a service answered; `body` holds the bytes as sent, gzip included, chunks excluded."""

    status: int
    reason: str
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return a header's value, or None."""
        return find(self.headers, name)

    def with_header(self, name: str, value: str | None) -> "Answer":
        """Return a copy with this header set in its place, added at the end, or removed (None)."""
        return replace(self, headers=set_header(self.headers, name, value))


def find(headers: Headers, name: str) -> str | None:
    """Return the value of the first header of that name, whatever its case."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


def set_header(headers: Headers, name: str, value: str | None) -> Headers:
    """Return the headers with one set in its place, added at the end, or removed (None)."""
    if value is None:
        return tuple(pair for pair in headers if pair[0].lower() != name.lower())
    if find(headers, name) is None:
        return (*headers, (name, value))
    return tuple((key, value if key.lower() == name.lower() else old) for key, old in headers)
