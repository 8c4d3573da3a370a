"""Every refusal of api.example.com as a problem body (RFC 9457), in the words of an API that helps."""

from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Response, json
from werkzeug.exceptions import HTTPException, abort

TITLES = {
    400: "Requête invalide",
    401: "Authentification requise",
    403: "Accès refusé",
    404: "Ressource introuvable",
    405: "Méthode non autorisée",
    406: "Représentation indisponible",
    409: "Conflit",
    412: "Précondition non remplie",
    413: "Contenu trop volumineux",
    415: "Type de contenu non pris en charge",
    416: "Plage impossible",
    422: "Données invalides",
    429: "Trop de requêtes",
    500: "Erreur interne",
    502: "Mauvaise passerelle",
    503: "Service indisponible",
}

_DETAILS = {
    404: "Aucune ressource ne se trouve à cette adresse.",
    405: "Cette ressource n'accepte pas cette méthode : voir l'en-tête Allow.",
    413: "La requête dépasse la taille que ce service accepte.",
    416: "La plage demandée n'est pas dans le fichier : voir l'en-tête Content-Range.",
    500: "Le service a rencontré une erreur inattendue.",
}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **extra: Any) -> Response:
    """Build the answer that reports a refusal; `extra` are members of the body that programs can read."""
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail, **extra}
    text = json.dumps(body, indent=2, sort_keys=False) + "\n"
    return Response(text, status, headers, content_type="application/problem+json")


def refuse(status: int, detail: str, headers: Mapping[str, str] | None = None, **extra: Any) -> NoReturn:
    """Stop the request here with a problem body."""
    abort(problem(status, detail, headers, **extra))


def as_problem(error: HTTPException) -> Response | HTTPException:
    """Give the framework's own refusals (404, 405…) a problem body, keeping their headers."""
    if error.response is not None or error.code not in TITLES:
        return error
    kept = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return problem(error.code, _DETAILS.get(error.code, TITLES[error.code] + "."), kept)
