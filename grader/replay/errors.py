"""The exception of a request that has no recorded answer: what it was, what comes nearest, and why."""

from grader.replay.cassette import Interaction
from grader.replay.http import Request
from grader.replay.matching import differences
from grader.typography import typeset

_WIDTH = 110
_ROOM = 75  # of a line, once its first and last words are there
_ADVICE = "Pour essayer librement : https://api.example.com répond en direct à toute requête."


class NotRecorded(Exception):
    """A request that the cassette cannot answer.

    It is no RequestException, so that the code that handles network errors does not take it for one.
    """

    def __init__(self, request: Request, nearest: Interaction | None) -> None:
        self.request = request
        super().__init__("\n".join(_short(typeset(line)) for line in _lines(request, nearest)))

    def _render_traceback_(self) -> list[str]:
        """Give IPython the message alone: the traceback would only show the HTTP library."""
        return str(self).splitlines()


def _lines(request: Request, nearest: Interaction | None) -> list[str]:
    first = f"Requête non enregistrée : {request}"
    why = "Le cours se suit hors ligne : seules les requêtes enregistrées ont une réponse."
    if nearest is None:
        return [first, why, "Aucune requête enregistrée ne lui ressemble.", _ADVICE]
    recorded = nearest.request
    known = f"La plus proche : {recorded} (cellule « {nearest.cell} »)"
    return [first, why, known, f"Ce qui diffère : {_fitting(differences(request, recorded))}", _ADVICE]


def _fitting(found: list[str]) -> str:
    """Join the differences that fit on one line, whole, and count the others."""
    said = found[0]
    for number, difference in enumerate(found[1:], start=1):
        if len(said) + len(difference) > _ROOM:
            left = len(found) - number
            return f"{said} ; et {left} autre{'s' if left > 1 else ''}"
        said += f" ; {difference}"
    return said


def _short(line: str) -> str:
    if len(line) <= _WIDTH:
        return line
    kept = line[: _WIDTH - 2]
    # A word is left out whole, unless it is as long as an address.
    words, _, _ = kept.rpartition(" ")
    return f"{words} …" if len(words) > _WIDTH // 2 else f"{kept}…"
