"""The pace of a rate limiter: when calls must leave, and the sentence of each usual mistake."""

from collections.abc import Callable, Sequence
from typing import Any

from grader.checks.diagnosis import named
from grader.checks.verdict import Mismatch
from grader.clock import Clock

# Seconds that a wait may be off by: too short by none and too long by 100 ms, as the statement says, and a
# millisecond for what a sum of floats loses.
EARLY, LATE = 0.001, 0.101
OTHERWISE = (
    "Ce ne sont pas les départs attendus : un départ a lieu dès que la fenêtre glissante le permet, "
    "et pas avant."
)
BEYOND = (
    "Une attente dépasse de plus de 100 ms ce qu'il faut : un départ a lieu dès que la fenêtre glissante le "
    "permet, à une petite marge près."
)
HASTY = (
    "Un départ a lieu un instant trop tôt : une attente n'est jamais plus courte qu'il ne faut, même d'un "
    "arrondi."
)

Leave = Callable[[float], float]


def hold_the_pace(
    acquire: Callable[[], Any], clock: Clock, rate: int, period: float, pauses: Sequence[float]
) -> None:
    """Assert that calls of ``acquire`` leave as soon as the limit allows, and not before.

    Args:
        acquire: the limiter's method; a call leaves when it returns.
        clock: the check's clock.
        rate, period: the limit.
        pauses: seconds before each call, since the one before has left.
    """
    start = clock.elapsed
    asked, left = [], []
    for pause in pauses:
        clock.wait(pause, "idle")
        asked.append(clock.elapsed - start)
        acquire()
        left.append(clock.elapsed - start)
    due = _due(asked, left, rate, period)
    if not _near(left, due):
        expected, got = _shown(_departures(pauses, _sliding(rate, period))), _shown(left)
        mistakes = _mistakes(got, expected, rate, period, pauses)
        raise Mismatch(named(got, _otherwise(left, due), *mistakes), got, expected)


def _due(asked: list[float], left: list[float], rate: int, period: float) -> list[float]:
    """Return when each departure was due, after those that really preceded it."""
    free = [0.0] * rate + [moment + period for moment in left]
    return [max(pair) for pair in zip(asked, free, strict=False)]


def _otherwise(left: list[float], due: list[float]) -> str:
    """Say what is wrong with departures that no known mistake explains."""
    gaps = [moment - right for moment, right in zip(left, due, strict=True)]
    if min(gaps) >= -EARLY:
        return BEYOND
    return HASTY if min(gaps) >= -0.01 and max(gaps) <= LATE else OTHERWISE


def _mistakes(
    got: list[float], expected: list[float], rate: int, period: float, pauses: Sequence[float]
) -> list[tuple[list[float], str]]:
    """Return the sentence of each usual mistake, beside the departures by which ``got`` shows it."""
    mistakes = [(_shown(_departures(pauses, model(rate, period))), text) for model, text in MISTAKES]
    return [(got if _near(got, value) else value, text) for value, text in mistakes if value != expected]


def _near(got: list[float], value: list[float]) -> bool:
    """Say whether departures are those, but for the margin that a wait may have."""
    return all(-EARLY <= moment - other <= LATE for moment, other in zip(got, value, strict=True))


def _departures(pauses: Sequence[float], leave: Leave) -> list[float]:
    left = [0.0]
    for pause in pauses:
        left.append(leave(left[-1] + pause))
    return left[1:]


def _shown(moments: list[float]) -> list[float]:
    return [round(moment, 2) for moment in moments]


def _sliding(rate: int, period: float) -> Leave:
    log = [-period] * rate

    def leave(now: float) -> float:
        log.append(max(now, log[-rate] + period))
        return log[-1]

    return leave


def _no_wait(rate: int, period: float) -> Leave:
    return lambda now: now


def _spaced(rate: int, period: float) -> Leave:
    return _sliding(1, period / rate)


def _wait_first(rate: int, period: float) -> Leave:
    return lambda now: now + period / rate


def _one_less(rate: int, period: float) -> Leave:
    return _sliding(rate - 1, period) if rate > 1 else _no_wait(rate, period)


def _one_more(rate: int, period: float) -> Leave:
    return _sliding(rate + 1, period)


def _one_second(rate: int, period: float) -> Leave:
    return _sliding(rate, 1)


def _whole_seconds(rate: int, period: float) -> Leave:
    return _sliding(rate, max(1, int(period)))


def _credit(rate: int, period: float) -> Leave:
    planned: list[float] = []

    def leave(now: float) -> float:
        planned.append(planned[-rate] + period if len(planned) >= rate else now)
        return max(now, planned[-1])

    return leave


def _waits_not_counted(rate: int, period: float) -> Leave:
    log: list[float] = []

    def leave(now: float) -> float:
        if len(log) >= rate and log[-rate] + period > now:
            return log[-rate] + period
        log.append(now)
        return now

    return leave


def _by_batches(rate: int, period: float) -> Leave:
    calls = 0

    def leave(now: float) -> float:
        nonlocal calls
        calls += 1
        return now + period if calls > 1 and calls % rate == 1 % rate else now

    return leave


def _batch_end(rate: int, period: float) -> Leave:
    calls = 0

    def leave(now: float) -> float:
        nonlocal calls
        calls += 1
        return now if calls % rate else now + period

    return leave


def _never_reset(rate: int, period: float) -> Leave:
    calls = 0

    def leave(now: float) -> float:
        nonlocal calls
        calls += 1
        return now if calls <= rate else now + period

    return leave


def _whole_period(rate: int, period: float) -> Leave:
    log: list[float] = []

    def leave(now: float) -> float:
        full = len([moment for moment in log if moment > now - period]) >= rate
        log.append(now + period if full else now)
        return log[-1]

    return leave


def _asked_not_left(rate: int, period: float) -> Leave:
    log = [-period] * rate

    def leave(now: float) -> float:
        right = max(now, log[-rate] + period)
        log.append(now)
        return right

    return leave


def _fixed(rate: int, period: float, start: Callable[[float, float], float]) -> Leave:
    begin, count = 0.0, 0

    def leave(now: float) -> float:
        nonlocal begin, count
        if count == rate and now < begin + period:
            now = begin + period
        if not count or now >= begin + period:
            begin, count = start(now, period), 0
        count += 1
        return now

    return leave


def _fixed_since_first(rate: int, period: float) -> Leave:
    return _fixed(rate, period, lambda now, _: now)


def _fixed_on_the_clock(rate: int, period: float) -> Leave:
    return _fixed(rate, period, lambda now, period: now // period * period)


def _bucket(rate: int, period: float) -> Leave:
    tokens, last = float(rate), 0.0

    def leave(now: float) -> float:
        nonlocal tokens, last
        tokens = min(rate, tokens + (now - last) * rate / period)
        now += max(0.0, 1 - tokens) * period / rate
        tokens, last = max(1.0, tokens) - 1, now
        return now

    return leave


FIXED = (
    "C'est une fenêtre fixe : le compteur repart de zéro à heure fixe, et près de ce moment plus de rate "
    "requêtes partent en moins de period secondes. La fenêtre doit glisser : comparez avec le départ qui a "
    "eu lieu rate départs plus tôt."
)
MISTAKES: list[tuple[Callable[[int, float], Leave], str]] = [
    (_no_wait, "Rien n'attend : tous les départs ont lieu dès l'appel."),
    (
        _spaced,
        "Les départs sont espacés de period / rate : l'énoncé laisse partir rate requêtes à la suite, "
        "sans attendre.",
    ),
    (
        _wait_first,
        "Chaque appel attend period / rate, même le premier : il ne faut attendre que si la fenêtre est "
        "pleine.",
    ),
    (_one_less, "Un départ de moins que permis par fenêtre : la limite est rate, pas rate - 1."),
    (_one_more, "Un départ de trop par fenêtre : quand rate départs y sont déjà, le suivant attend."),
    (_one_second, "La fenêtre dure une seconde, quelle que soit period : period est la durée de la fenêtre."),
    (
        _whole_seconds,
        "period est coupée à un nombre entier de secondes : une période dure 0,5 s ou 2,5 s aussi.",
    ),
    (
        _credit,
        "L'inactivité donne un crédit : chaque départ est prévu d'après une heure prévue, et non d'après "
        "l'heure où le départ a vraiment eu lieu.",
    ),
    (
        _by_batches,
        "acquire dort period secondes après chaque lot de rate appels, même si du temps a déjà passé "
        "depuis : n'attendez que ce qui manque.",
    ),
    (
        _batch_end,
        "acquire dort dès le rate-ième appel de chaque lot : c'est le suivant qui doit attendre, s'il "
        "vient trop tôt.",
    ),
    (
        _never_reset,
        "Une fois rate appels faits, chaque appel attend : votre compte ne redescend jamais. Oubliez les "
        "départs qui ont quitté la fenêtre.",
    ),
    (
        _whole_period,
        "Quand la fenêtre est pleine, acquire attend period secondes entières : n'attendez que jusqu'à ce "
        "que le plus ancien de ses départs en sorte.",
    ),
    (
        _asked_not_left,
        "Vous notez l'heure de l'appel, lue avant l'attente, et non celle du départ : relisez l'horloge "
        "après avoir dormi.",
    ),
    (_waits_not_counted, "Les départs qui ont attendu ne sont pas comptés : notez aussi leur heure."),
    (_fixed_since_first, FIXED),
    (_fixed_on_the_clock, FIXED),
    (
        _bucket,
        "C'est un seau à jetons qui se remplit pendant que les requêtes partent : il en laisse passer plus "
        "de rate en period secondes.",
    ),
]
