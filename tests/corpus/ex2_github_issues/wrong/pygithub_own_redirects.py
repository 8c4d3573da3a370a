# mistake: leaves redirections to PyGithub's Requester, which drops the query of a 301 and follows neither 302, 307 nor 308
# question: erreurs
# says: les paramètres de son adresse se sont perdus
# blind: 20.0
# like: right/pygithub_throughout
# %% lister
import json
import logging
from collections import namedtuple
from contextlib import closing
from urllib.parse import urljoin

import github
import requests
from github.Requester import Requester
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.util import parse_url

# PyGithub journalise au niveau DEBUG le corps des réponses, où un mandataire recopie parfois le jeton.
silent = logging.Logger("muet")
silent.disabled = True
Requester.injectLogger(silent)

Answer = namedtuple("Answer", "status headers body failure", defaults=[{}, "", None])
DEFAULT_PORTS = {"http": 80, "https": 443}


class Bearer(github.Auth.Token):
    """PyGithub écrit « token … » ; les réponses enregistrées du cours attendent « Bearer … »."""

    @property
    def token_type(self):
        return "Bearer"


def ask(client, url, params=None, headers=None):
    """Envoie une requête, une fois ; ne lève rien, pour que rien ne cite le jeton."""
    headers = {"Accept": "application/vnd.github+json", **(headers or {})}
    try:
        return Answer(*client.requester.requestJson("GET", url, params, headers))
    except github.GithubException as error:
        return Answer(error.status)
    except (requests.RequestException, Urllib3Error, UnicodeError, RuntimeError) as error:
        return Answer(None, failure=type(error))


def server(url):
    """Le protocole, l'hôte et le port d'une adresse, comme urllib3 les comprendra."""
    try:
        parts = parse_url(url)
    except Urllib3Error:
        return None
    return parts.scheme, parts.host, parts.port or DEFAULT_PORTS.get(parts.scheme)


def next_url(answer, base_url):
    for link in requests.utils.parse_header_links(answer.headers.get("link", "")):
        if "next" in link.get("rel", "").split():
            url = link["url"]
            return url if "://" in url else urljoin(base_url, url)
    return None


def issues_of(answer):
    """Les issues d'une page, ou None si le corps n'en est pas une liste."""
    try:
        items = json.loads(answer.body)
    except ValueError:
        return None
    if isinstance(items, list) and all(isinstance(item, dict) and "number" in item for item in items):
        return items
    return None


def refuse(reason, answer):
    """Lève l'exception qui convient à une réponse."""
    raise github.GithubException(answer.status or 0, message=f"refus de GitHub ({reason})")


def read_pages(repo, token, base_url, timeout, params, headers=None, send=ask, refuse=refuse):
    """Rend (items, première réponse) ; items vaut None si la première réponse est un 304."""
    latest = {}
    token = token.strip()
    if not token:
        refuse("token", Answer(None))
    client = github.Github(
        auth=Bearer(token), base_url=base_url, timeout=timeout, retry=None,
        seconds_between_requests=None, api_version="2022-11-28",
    )
    with closing(client):
        answer = first = send(client, f"/repos/{repo}/issues", params, headers)
        if first.status == 304:
            return None, first
        while True:
            if answer.status != 200:
                refuse("status", answer)
            items = issues_of(answer)
            if items is None:
                refuse("body", answer)
            for item in items:
                known = latest.get(item["number"])
                if known is None or known["updated_at"] <= item["updated_at"]:
                    latest[item["number"]] = item
            url = next_url(answer, base_url)
            if url is None:
                return list(latest.values()), first
            if server(url) != server(base_url):
                refuse("next", answer)
            answer = send(client, url)


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""
    items, first = read_pages(repo, token, base_url, timeout, {"state": "open", "per_page": 100})
    if items is None:
        refuse("status", first)
    return items
