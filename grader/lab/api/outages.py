"""Two pages that are out of order on purpose, each for another reason, so that lessons meet a real 5xx.

- `GET /statistics`: 500, a bug.
- `GET /licences`: 502, a gateway whose server does not answer.
"""

from flask import Blueprint, Response

from grader.lab.api.problems import problem

pages = Blueprint("outages", __name__)


@pages.get("/statistics")
def show_statistics() -> Response:
    """Answer as a service that stumbles on its own bug."""
    return problem(500, "Le calcul a échoué : erreur du programme, signalée à son équipe.")


@pages.get("/licences")
def show_licences() -> Response:
    """Answer as a gateway before a server that is down."""
    return problem(502, "La passerelle fonctionne, mais le serveur de licences ne lui répond pas.")
