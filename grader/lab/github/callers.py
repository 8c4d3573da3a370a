"""Who may call the stand-in, by demonstration token, and what each may still ask this hour."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flask import Request

# The stand-in's clock stands still: a recording must not depend on when it was made.
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
RESET = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


@dataclass
class Caller:
    """One caller and the state of its rate limit.

    Attributes:
        id: GitHub's number for the account; 0 for whoever shows no token.
        login: the account's name.
        limit, used: requests allowed in an hour, and those already made.
        member: belongs to the organisation, so sees its private repositories.
        may_write: its token may create what the account may create.
        hurried: GitHub has just asked it to slow down (the secondary limit).
    """

    id: int
    login: str
    limit: int = 5000
    used: int = 0
    member: bool = False
    may_write: bool = False
    hurried: bool = False

    @property
    def remaining(self) -> int:
        """Requests still allowed in this hour."""
        return max(self.limit - self.used, 0)


_ANONYMOUS = Caller(0, "anonymous", limit=60)
_BY_TOKEN = {
    "ghp_your_token_here": Caller(1001, "ada-lovelace", used=12, member=True, may_write=True),
    "ghp_lecture_seule": Caller(1002, "grace-hopper", member=True),
    "ghp_externe": Caller(1003, "prestataire", may_write=True),
    "ghp_quota_epuise": Caller(1004, "robot-bavard", used=5000, member=True),
    "ghp_trop_presse": Caller(1005, "robot-presse", used=80, member=True, hurried=True),
}

TOKENS = frozenset(_BY_TOKEN)


@dataclass
class Callers:
    """The callers of one service, each with its own count."""

    anonymous: Caller = field(default_factory=lambda: replace(_ANONYMOUS))
    known: dict[str, Caller] = field(
        default_factory=lambda: {token: replace(caller) for token, caller in _BY_TOKEN.items()}
    )

    def of(self, request: Request) -> Caller | None:
        """Return who sends a request; None when its token is nobody's.

        GitHub takes `Bearer` and its own older `token`.
        """
        scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
        if not scheme:
            return self.anonymous
        return self.known.get(token) if scheme.lower() in ("bearer", "token") else None
