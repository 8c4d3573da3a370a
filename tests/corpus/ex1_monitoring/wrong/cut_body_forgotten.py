# mistake: catches the exceptions one by one without a last net and forgets ChunkedEncodingError, so a connection closed in the middle of the body raises out of check_service
# question: un-service
# says: RequestException est la famille
# blind: 19.05
# like: right/procedural_with_statistics
# %% un-service
import requests


def fiche(nom, url, etat, code, latence, erreur):
    resultat = {}
    resultat["name"] = nom
    resultat["url"] = url
    resultat["status"] = etat
    resultat["status_code"] = code
    resultat["latency_ms"] = latence
    resultat["error"] = erreur
    return resultat


def fiche_panne(nom, url, motif, exception):
    texte = "%s : %s (%s)" % (motif, exception, type(exception).__name__)
    return fiche(nom, url, "down", None, None, texte)


def check_service(name, url, timeout=5, slow_ms=1000):
    """Mesure un service une fois et rend son état ; ne lève jamais d'exception."""
    try:
        code, latence = timed_get(url, timeout)
    except requests.exceptions.Timeout as exception:
        return fiche_panne(name, url, "délai dépassé", exception)
    except requests.exceptions.ConnectionError as exception:
        return fiche_panne(name, url, "connexion impossible ou coupée", exception)
    except requests.exceptions.TooManyRedirects as exception:
        return fiche_panne(name, url, "redirections sans fin", exception)
    except requests.exceptions.MissingSchema as exception:
        return fiche_panne(name, url, "URL sans protocole", exception)
    except requests.exceptions.InvalidURL as exception:
        return fiche_panne(name, url, "URL mal écrite", exception)
    except ValueError as exception:    # InvalidSchema, http://serveur..local/ ...
        return fiche_panne(name, url, "URL mal écrite, sans doute", exception)

    if 500 <= code <= 599:
        return fiche(name, url, "down", code, latence, "HTTP %d" % code)
    if code < 200 or code > 299:
        return fiche(name, url, "degraded", code, latence, "HTTP %d" % code)
    if latence > slow_ms:
        texte = "%.0f ms, seuil de %s ms" % (latence, slow_ms)
        return fiche(name, url, "degraded", code, latence, texte)
    return fiche(name, url, "up", code, latence, None)
