# mistake: every final code below 400 is taken for a success, so a 304 (or a 3xx without Location) is "up" instead of "degraded"
# question: un-service
# says: Un 3xx n'est ni
# blind: 19.72
# like: right/shared_session_and_data_classes
# %% un-service
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from enum import StrEnum
from http import HTTPStatus


class Status(StrEnum):
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceResult:
    name: str
    url: str
    status: Status
    status_code: int | None = None
    latency_ms: float | None = None
    error: str | None = None
    checked_at: str = field(default_factory=_now)


def _phrase(code: int) -> str:
    try:
        return f"HTTP {code} {HTTPStatus(code).phrase}"
    except ValueError:
        return f"HTTP {code}"


def _judge(code: int, latency_ms: float, slow_ms: float) -> tuple[Status, str | None]:
    match code // 100:
        case 2 | 3 if latency_ms <= slow_ms:
            return Status.UP, None
        case 2 | 3:
            return Status.DEGRADED, f"{latency_ms:.0f} ms, seuil de {slow_ms} ms"
        case 5:
            return Status.DOWN, _phrase(code)
        case _:
            return Status.DEGRADED, _phrase(code)


def check_service(name: str, url: str, timeout: float = 5, slow_ms: float = 1000) -> dict[str, Any]:
    """Mesure un service une fois et rend son état ; ne lève jamais d'exception."""
    describe = functools.partial(ServiceResult, name=name, url=url)
    try:
        code, latency_ms = timed_get(url, timeout)
    except Exception as error:  # requests lève parfois autre chose qu'une RequestException
        logger.info("%s : %r", name, error)
        return asdict(describe(status=Status.DOWN, error=f"{type(error).__name__} : {error}"))
    status, reason = _judge(code, latency_ms, slow_ms)
    return asdict(describe(status=status, status_code=code, latency_ms=latency_ms, error=reason))
