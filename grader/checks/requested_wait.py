"""How long an answer asks its client to wait."""

from email.utils import parsedate_to_datetime

from grader.clock import NANO, Clock
from grader.stage import Exchange


def requested_wait(exchange: Exchange, clock: Clock) -> tuple[str, float] | None:
    """Return the field that asks for a wait after an answer, and the seconds it asks for.

    Args:
        exchange: a request that was answered.
        clock: whose wall clock the dates of the answer are read on.

    Returns:
        For example ``("Retry-After", 3.0)`` (RFC 9110, section 10.2.3: seconds or a date), or
        ``("X-RateLimit-Reset", 60.0)`` (GitHub's REST API: the second of the epoch at which the quota that
        is used up comes back); None where the answer asks for none, or in a way that cannot be read.
    """
    asked, reset = exchange.sent.get("Retry-After"), exchange.sent.get("X-RateLimit-Reset")
    wall = clock.wall_ns / NANO - clock.elapsed + exchange.ended
    try:
        if asked is not None:
            until = float(asked) if asked.isdecimal() else parsedate_to_datetime(asked).timestamp() - wall
            return "Retry-After", until
        if reset is not None and exchange.sent.get("X-RateLimit-Remaining") == "0":
            return "X-RateLimit-Reset", float(reset) - wall
    except ValueError:
        pass
    return None
