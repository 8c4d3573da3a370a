"""From how a pytest function ended to a `CheckResult`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks.explaining import explained
from grader.checks.outcome import CheckResult, Outcome
from grader.student.codec import Unacceptable, clean
from grader.student.handle import StudentError

MAX_TEXT = 600

BOUNDS = {"==": "", "is": "", "<=": "au plus ", ">=": "au moins ", "<": "moins de ", ">": "plus de "}

NAMED = {
    "NeverAnswered": (
        "Votre code attend sans limite une réponse qui ne vient jamais : donnez un timeout= à chaque requête."
    ),
    "BusyWait": (
        "Votre code tourne en boucle en relisant l'horloge, sans jamais dormir : "
        "attendez avec time.sleep(durée)."
    ),
    "EndlessWait": (
        "Votre code tourne en boucle : il attend, encore et encore, et n'en sort pas. "
        "Donnez une fin à la boucle, ou calculez ce qu'il reste à attendre et dormez une seule fois."
    ),
    "TimeLimit": "Votre code ne rend pas la main : une boucle ne s'arrête jamais.",
    "Gone": "Votre code a mis fin au programme (exit, os._exit…) ou l'a fait planter.",
    "Unacceptable": "Votre code rend une valeur trop grande, ou trop profonde, pour être vérifiée.",
    "KeyboardInterrupt": "La vérification a été interrompue.",
    "SystemExit": "Votre code appelle exit() : une fonction rend son résultat sans arrêter le programme.",
}


@dataclass(frozen=True)
class Comparison:
    """A comparison that failed: on its left what came, on its right what was expected."""

    operator: str
    left: Any
    right: Any


class Mismatch(AssertionError):
    """A comparison that failed outside of a file of checks, where pytest does not see its two sides."""

    def __init__(self, sentence: str, got: Any, expected: Any) -> None:
        super().__init__(sentence)
        self.comparison = Comparison("==", got, expected)


def judge(result: CheckResult, error: BaseException | None, compared: Comparison | None) -> None:
    """Fill in the outcome of a check.

    Args:
        result: to be filled in.
        error: what ended the check, None where it passed.
        compared: the comparison that failed, if it was one of `BOUNDS`.
    """
    if error is None:
        result.outcome = Outcome.PASSED
    elif isinstance(error, StudentError):
        _student_error(result, error)
    elif isinstance(error, Unacceptable):
        result.outcome, result.message = Outcome.FAILED, f"La valeur rendue n'est pas acceptable : {error}."
    elif isinstance(error, AssertionError):
        result.outcome, result.message = Outcome.FAILED, _sentence(error)
        if isinstance(
            error.__context__, StudentError
        ):  # the check named an exception: say where it came from
            result.message += _where(error.__context__)
        if isinstance(error, Mismatch):
            compared = error.comparison
        if compared:
            result.got = _show(compared.left)
            result.expected = BOUNDS[compared.operator] + _show(compared.right)
    else:
        result.outcome, result.message = Outcome.FAILED, _surprise(error)
    result.message = clean(result.message)


def _student_error(result: CheckResult, error: StudentError) -> None:
    kind = error.types[0]
    if kind == "NameError":
        result.missing = _missing_name(error.text)
    if kind == "NotImplementedError" and error.depth <= 1:
        result.outcome = Outcome.NOT_ATTEMPTED
        name = f"La fonction {error.function}" if error.function else "Cette réponse"
        result.message = f"{name} n'est pas encore écrite."
    elif kind == "NameError" and not error.depth:
        result.outcome = Outcome.NOT_ATTEMPTED
        name = f"« {result.missing} »" if result.missing else "La réponse"
        result.message = f"{name} n'existe pas : exécutez d'abord, jusqu'au bout, la cellule qui la définit."
    else:
        known = NAMED.get(kind) if error.cut_short or kind == "Unacceptable" else None
        raised = f"{explained(error.text, inside=error.depth > 0)} Votre code a levé {error}".strip()
        sentence = known or raised
        result.outcome, result.message = Outcome.ERROR, sentence + _where(error)
        result.traceback = error.traceback


def _missing_name(text: str) -> str:
    name = text.split("'")[1:2]
    return name[0] if name and name[0].isidentifier() else ""


def _where(error: StudentError) -> str:
    if not (error.line and error.source):
        return ""
    inside = f" de {error.function}" if error.function.isidentifier() else ""
    return f" — dans la cellule{inside}, ligne {error.line} : {error.source}"


def _sentence(error: AssertionError) -> str:
    """Return the French sentence of an ``assert``, without what pytest adds to it."""
    text = str(error)
    return "" if text.startswith("assert ") else text.split("\nassert ")[0].strip()[:MAX_TEXT]


def _surprise(error: BaseException) -> str:
    """Say what a check stumbled on: nearly always a value of another shape than the statement asks for."""
    if isinstance(error, KeyError):
        return f"Il manque le champ {error} dans ce que rend votre code."
    if isinstance(error, IndexError):
        return "Ce que rend votre code (ou la suite de ses requêtes) est plus court qu'attendu."
    if isinstance(error, TypeError | AttributeError | ValueError):
        return f"Ce que rend votre code n'a pas le type attendu ({str(error)[:MAX_TEXT]})."
    return f"La vérification n'a pas pu aboutir : {type(error).__name__}: {str(error)[:MAX_TEXT]}"


def _show(value: Any) -> str:
    if type(value).__module__.startswith("_pytest") and isinstance(value.expected, Mapping | list | tuple):
        value = value.expected  # pytest.approx of several numbers: the tolerances would hide them
    if isinstance(value, str):
        return f"« {clean(value[:MAX_TEXT])} »"
    if isinstance(value, bool | bytes | tuple) or value is None or not isinstance(value, Sequence):
        return repr(value)[:MAX_TEXT]
    return repr(list(value))[:MAX_TEXT]
