# style: old Unix hand: plain procedural functions, while loops and explicit dictionaries, French names, time.monotonic(), no comprehension, requests.exceptions caught one by one, early returns, statistics module, pandas only at the very end
# blind: 20.0
# %% latence
import time

import requests


def timed_get(url, timeout=5):
    """Rend (status_code, latency_ms) pour une requête GET ; laisse passer les exceptions."""
    debut = time.monotonic()
    reponse = requests.get(url, timeout=timeout)
    fin = time.monotonic()
    duree_ms = (fin - debut) * 1000.0
    return (reponse.status_code, duree_ms)
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
    except requests.exceptions.ChunkedEncodingError as exception:
        return fiche_panne(name, url, "corps interrompu", exception)
    except requests.exceptions.TooManyRedirects as exception:
        return fiche_panne(name, url, "redirections sans fin", exception)
    except requests.exceptions.MissingSchema as exception:
        return fiche_panne(name, url, "URL sans protocole", exception)
    except requests.exceptions.InvalidURL as exception:
        return fiche_panne(name, url, "URL mal écrite", exception)
    except requests.exceptions.RequestException as exception:
        return fiche_panne(name, url, "erreur de requête", exception)
    except Exception as exception:
        return fiche_panne(name, url, "URL mal écrite, sans doute", exception)

    if 500 <= code <= 599:
        return fiche(name, url, "down", code, latence, "HTTP %d" % code)
    if code < 200 or code > 299:
        return fiche(name, url, "degraded", code, latence, "HTTP %d" % code)
    if latence > slow_ms:
        texte = "%.0f ms, seuil de %s ms" % (latence, slow_ms)
        return fiche(name, url, "degraded", code, latence, texte)
    return fiche(name, url, "up", code, latence, None)
# %% plusieurs-services
def check_all(services, timeout=5, slow_ms=1000):
    """Mesure chaque service une fois et rend la liste des résultats, dans l'ordre."""
    noms = list(services)
    resultats = []
    i = 0
    while i < len(noms):
        nom = noms[i]
        resultats.append(check_service(nom, services[nom], timeout, slow_ms))
        i = i + 1
    return resultats
# %% alerte
import hashlib
import hmac
import json

import requests


def signer(secret, octets):
    cle = secret.encode("utf-8")
    return hmac.new(cle, octets, hashlib.sha256).hexdigest()


def noms_en_panne(resultats):
    noms = []
    i = 0
    while i < len(resultats):
        if resultats[i]["status"] == "down":
            noms.append(resultats[i]["name"])
        i = i + 1
    return noms


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    """Envoie une alerte signée ; rend True si le destinataire l'a acceptée, False sinon."""
    en_panne = noms_en_panne(results)
    retablis = list(recovered)
    if len(en_panne) == 0 and len(retablis) == 0:
        return False

    message = {}
    message["down"] = en_panne
    message["recovered"] = retablis
    corps = json.dumps(message).encode("utf-8")

    entetes = {}
    entetes["Content-Type"] = "application/json"
    entetes["X-Signature"] = "sha256=" + signer(secret, corps)

    try:
        reponse = requests.post(webhook_url, data=corps, headers=entetes, timeout=timeout)
    except requests.exceptions.Timeout:
        return False
    except requests.exceptions.ConnectionError:
        return False
    except requests.exceptions.RequestException:
        return False
    except Exception:
        return False

    if reponse.status_code < 200:
        return False
    if reponse.status_code > 299:
        return False
    return True
# %% changements
class Monitor:
    """Surveille des services et n'alerte que lorsque quelque chose change."""

    def __init__(self, services, webhook_url, secret, timeout=5, slow_ms=1000):
        self.services = services
        self.webhook_url = webhook_url
        self.secret = secret
        self.timeout = timeout
        self.slow_ms = slow_ms
        self.history = []
        self.annonces = {}    # nom -> True si annoncé "down"

    def run_once(self):
        """Fait un tour, alerte s'il le faut et rend les résultats du tour."""
        resultats = check_all(self.services, self.timeout, self.slow_ms)

        nouveaux = []
        retablis = []
        i = 0
        while i < len(resultats):
            resultat = resultats[i]
            nom = resultat["name"]
            self.history.append(resultat)
            deja_annonce = self.annonces.get(nom, False)
            if resultat["status"] == "down":
                if not deja_annonce:
                    nouveaux.append(resultat)
            else:
                if deja_annonce:
                    retablis.append(nom)
            i = i + 1

        if len(nouveaux) == 0 and len(retablis) == 0:
            return resultats

        accepte = send_alert(self.webhook_url, nouveaux, self.secret, retablis)
        if not accepte:
            return resultats

        i = 0
        while i < len(nouveaux):
            self.annonces[nouveaux[i]["name"]] = True
            i = i + 1
        i = 0
        while i < len(retablis):
            self.annonces[retablis[i]] = False
            i = i + 1
        return resultats
# %% bilan
import math
import statistics

import pandas as pd


def centile(valeurs, part):
    """Centile avec interpolation linéaire ; NaN si la liste est vide."""
    if len(valeurs) == 0:
        return math.nan
    triees = sorted(valeurs)
    position = (len(triees) - 1) * part
    bas = math.floor(position)
    if bas + 1 >= len(triees):
        return float(triees[-1])
    fraction = position - bas
    return triees[bas] + (triees[bas + 1] - triees[bas]) * fraction


def summarize(history):
    """Rend la disponibilité, la médiane et le 95e centile des latences de chaque service."""
    total = {}
    debout = {}
    latences = {}
    i = 0
    while i < len(history):
        mesure = history[i]
        nom = mesure["name"]
        if nom not in total:
            total[nom] = 0
            debout[nom] = 0
            latences[nom] = []
        total[nom] = total[nom] + 1
        if mesure["status"] != "down":
            debout[nom] = debout[nom] + 1
        if mesure["latency_ms"] is not None:
            latences[nom].append(mesure["latency_ms"])
        i = i + 1

    noms = list(total)
    disponibilites = []
    medianes = []
    centiles = []
    i = 0
    while i < len(noms):
        nom = noms[i]
        disponibilites.append(debout[nom] / total[nom])
        if len(latences[nom]) == 0:
            medianes.append(math.nan)
        else:
            medianes.append(statistics.median(latences[nom]))
        centiles.append(centile(latences[nom], 0.95))
        i = i + 1

    colonnes = {}
    colonnes["availability"] = disponibilites
    colonnes["median_ms"] = medianes
    colonnes["p95_ms"] = centiles
    return pd.DataFrame(colonnes, index=noms, dtype=float)
