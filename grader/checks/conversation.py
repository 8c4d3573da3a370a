"""The HTTP conversation of a check, told in French on the virtual clock."""

from grader.clock import Clock
from grader.stage import Exchange, Stage

MAX_LINES = 20
MAX_BODY = 120


def conversation(stage: Stage, clock: Clock) -> list[str]:
    """Return what the stage saw and what the clock granted, in order, a line each."""
    events = [(exchange.at, number, _exchange(exchange)) for number, exchange in enumerate(stage.requests)]
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


def _exchange(exchange: Exchange) -> str:
    request = f"{_at(exchange.at)}  {exchange.method} {exchange.target}"
    if exchange.body:
        request += f"  {exchange.body[:MAX_BODY].decode('utf-8', 'replace')}"
    return f"{request} → {_end(exchange)}"


def _end(exchange: Exchange) -> str:
    took = seconds(exchange.ended - exchange.at)
    if exchange.outcome == "timeout":
        return f"aucune réponse, abandon après {took}"
    if exchange.outcome == "never":
        return "aucune réponse, et aucun délai maximal (timeout)"
    limit = "sans délai maximal" if exchange.timeout is None else f"timeout={exchange.timeout:g}"
    if exchange.fault == "drop":
        return f"connexion coupée sans réponse, après {took} ({limit})"
    broken = ", corps interrompu" if exchange.fault == "cut" else ""
    return f"{exchange.status} en {took} ({limit}){broken}"
