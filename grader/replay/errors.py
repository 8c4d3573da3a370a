"""The exception of a request that has no recorded answer: what it was, what comes nearest, and why."""

from grader.replay.cassette import Interaction
from grader.replay.http import Request
from grader.replay.matching import differences
from grader.typography import typeset

_WIDTH = 110
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
    found = " ; ".join(differences(request, recorded))
    known = f"La plus proche : {recorded} (cellule « {nearest.cell} »)"
    return [first, why, known, f"Ce qui diffère : {found}", _ADVICE]


def _short(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
