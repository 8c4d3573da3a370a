"""The API's own clock: the same at every start, whatever the day; what is made takes it a minute."""

from datetime import UTC, datetime, timedelta

_OPENING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def minute(number: int) -> str:
    """Return the time `number` minutes after the API opened, as the API writes it (RFC 3339)."""
    return f"{_OPENING + timedelta(minutes=number):%Y-%m-%dT%H:%M:%SZ}"
