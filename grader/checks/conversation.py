"""The HTTP conversation of a check, told in French on the clock."""

from collections.abc import Iterator
from itertools import pairwise

from grader.checks.requested_wait import requested_wait
from grader.clock import Clock
from grader.stage import Exchange, Stage

MAX_LINES = 20
MAX_BODY = 120
EARLY = 0.001  # seconds by which a request may leave too soon: what a float loses


def conversation(stage: Stage, clock: Clock) -> list[str]:
    """Return what the stage saw and what the clock granted, in order, a line each."""
    hurried = dict(_hurried(stage.requests, clock))
    events = [
        (exchange.at, number, _exchange(exchange, stage.virtual) + hurried.get(number, ""))
        for number, exchange in enumerate(stage.requests)
    ]
    events += [
        (wait.at, len(events) + number, f"{_at(wait.at)}  attente de {seconds(wait.seconds)}")
        for number, wait in enumerate(clock.waits)
        if wait.kind == "sleep"
    ]
    lines = [line for *_, line in sorted(events)]
    if len(lines) > MAX_LINES:
        lines = [*lines[:MAX_LINES], f"… et {len(lines) - MAX_LINES} autres lignes"]
    return lines


def seconds(value: float) -> str:
    """Return seconds in French: ``0,35 s``."""
    return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",") + " s"


def _at(value: float) -> str:
    return f"[{seconds(value)}]"


def _hurried(requests: list[Exchange], clock: Clock) -> Iterator[tuple[int, str]]:
    """Yield the number of each request that left before its server wanted it again, and what is to say."""
    for number, (refused, again) in enumerate(pairwise(requests), start=1):
        wanted = requested_wait(refused, clock)
        left = again.at - refused.ended
        if wanted and (refused.method, refused.target) == (again.method, again.target):
            field, wait = wanted
            if left < wait - EARLY:
                yield number, f" ; partie après {seconds(left)}, {field} demandait {seconds(wait)}"


def _exchange(exchange: Exchange, virtual: bool) -> str:
    request = f"{_at(exchange.at)}  {exchange.method} {exchange.target}"
    if exchange.body:
        request += f"  {exchange.body[:MAX_BODY].decode('utf-8', 'replace')}"
    return f"{request} → {_end(exchange, virtual)}{_commands(exchange)}"


def _commands(exchange: Exchange) -> str:
    """Return the fields by which an answer commands a wait; a quota that is not used up commands none."""
    spent = exchange.sent.get("X-RateLimit-Remaining") == "0"
    names = ["Retry-After", *(["X-RateLimit-Remaining", "X-RateLimit-Reset"] if spent else [])]
    return "".join(f", {name}: {exchange.sent[name]}" for name in names if name in exchange.sent)


def _end(exchange: Exchange, virtual: bool) -> str:
    took = seconds(exchange.ended - exchange.at)
    if exchange.outcome == "timeout":
        return f"aucune réponse, abandon après {took}"
    if exchange.outcome == "never":
        return "aucune réponse, et aucun délai maximal (timeout)"
    limit = "sans délai maximal" if exchange.timeout is None else f"timeout={exchange.timeout:g}"
    limit = f" ({limit})" if virtual else ""  # in real time, nobody asks what the client would wait
    if exchange.fault == "drop":
        return f"connexion coupée sans réponse, après {took}{limit}"
    broken = ", corps interrompu" if exchange.fault == "cut" else ""
    return f"{exchange.status} en {took}{limit}{broken}"
