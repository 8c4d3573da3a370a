# style: PyGithub (Github, Auth.Token, Requester.requestJson with its cnx= hook) for every exchange, tenacity for the waits, pandas for the files
# blind: 20.0
# %% lister
import json
import logging
from collections import namedtuple
from contextlib import closing
from urllib.parse import urljoin

import github
import requests
from github.Requester import HTTPSRequestsConnectionClass, Requester, RequestsResponse
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


class Verbatim(HTTPSRequestsConnectionClass):
    """Connexion de PyGithub qui envoie les adresses telles quelles et suit les redirections comme requests.

    Sans elle, PyGithub trie les paramètres de next, perd ceux des redirections 301, ne suit pas les 307,
    et recommence sans fin après un 202.
    """

    def __init__(self, base_url, timeout):
        super().__init__("", timeout=timeout, retry=0)
        origin = parse_url(base_url)
        self.origin = f"{origin.scheme}://{origin.netloc}"
        self.session.trust_env = False  # pas de ~/.netrc à la place du jeton
        self.verbatim = None

    def getresponse(self):
        address = self.verbatim or self.origin + self.url
        response = self.session.get(address, headers=self.headers, timeout=self.timeout)
        response.encoding = "utf-8"
        if response.status_code == 202:
            raise github.GithubException(202)
        return RequestsResponse(response)


def ask(client, connection, url, params=None, headers=None):
    """Envoie une requête, une fois ; ne lève rien, pour que rien ne cite le jeton."""
    headers = {"Accept": "application/vnd.github+json", **(headers or {})}
    connection.verbatim = None if url.startswith("/") else url
    try:
        return Answer(*client.requester.requestJson("GET", url, params, headers, cnx=connection))
    except github.GithubException as error:
        return Answer(error.status)
    except (requests.RequestException, Urllib3Error, UnicodeError) as error:
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
    with closing(client), closing(Verbatim(base_url, timeout)) as connection:
        answer = first = send(client, connection, f"/repos/{repo}/issues", params, headers)
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
            answer = send(client, connection, url)


def fetch_issues(repo, token, base_url="https://api.github.com", timeout=10):
    """Rend toutes les issues ouvertes d'un dépôt, pull requests comprises."""
    items, first = read_pages(repo, token, base_url, timeout, {"state": "open", "per_page": 100})
    if items is None:
        refuse("status", first)
    return items

# %% tableau
import pandas as pd

TEXTS = ["title", "state", "author", "body", "url"]
LISTS = ["labels", "assignees"]
INTEGERS = ["number", "comments"]
DATES = ["created_at", "updated_at", "closed_at"]
COLUMNS = ["number", "title", "state", "author", "labels", "assignees", "comments", *DATES, "body", "url"]


def typed(rows):
    """Rend le tableau de ces lignes, avec les types voulus, même s'il n'y en a aucune."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype(dict.fromkeys(INTEGERS, "int64") | dict.fromkeys(TEXTS, "str") | dict.fromkeys(LISTS, object))
    for name in DATES:
        table[name] = pd.to_datetime(table[name], utc=True, format="ISO8601").dt.as_unit("us")
    return table


def to_table(items):
    """Rend un tableau des issues, pull requests exclues."""
    return typed([
        {
            "number": item["number"],
            "title": item["title"],
            "state": item["state"],
            "author": item["user"]["login"] if item.get("user") else None,
            "labels": [label["name"] for label in item.get("labels") or []],
            "assignees": [person["login"] for person in item.get("assignees") or []],
            "comments": item["comments"],
            "created_at": item["created_at"],
            "updated_at": item["updated_at"],
            "closed_at": item.get("closed_at"),
            "body": item.get("body"),
            "url": item["html_url"],
        }
        for item in items
        if "pull_request" not in item
    ])

# %% exporter
import json
import os
import shutil
import uuid

import pandas as pd

RISKY = ("=", "+", "-", "@", "'", "\t")


def write_atomically(path, text):
    """Écrit un texte en UTF-8 : le fichier entier, ou rien."""
    provisional = f"{path}.{uuid.uuid4().hex}.tmp"
    try:
        with open(provisional, "x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(path):
            shutil.copymode(path, provisional)
        os.replace(provisional, path)
    except BaseException:
        if os.path.lexists(provisional):
            os.unlink(provisional)
        raise


def as_json(table):
    return table.to_json(orient="records", date_format="iso", date_unit="us", force_ascii=False, indent=1)


def export_json(table, path):
    """Écrit le tableau en JSON."""
    write_atomically(path, as_json(table))


def load_json(path):
    """Rend le tableau qu'un fichier JSON contient."""
    # pd.read_json prendrait « 007 » ou une date pour autre chose qu'un texte
    with open(path, encoding="utf-8") as file:
        return typed(json.load(file))


def protect(text):
    return "'" + text if text == "" or text.startswith(RISKY) else text


def export_csv(table, path):
    """Écrit le tableau en CSV."""
    table = table.copy()
    for name in TEXTS:
        table[name] = table[name].map(protect, na_action="ignore")
    for name in LISTS:
        table[name] = [json.dumps(list(names), ensure_ascii=False) for names in table[name]]
    # avec "\r\n", un "\r" isolé met aussi le champ entre guillemets
    write_atomically(path, table.to_csv(index=False, lineterminator="\r\n"))


def load_csv(path):
    """Rend le tableau qu'un fichier CSV contient."""
    table = pd.read_csv(path, dtype=str, na_filter=False, encoding="utf-8", compression=None)
    rows = table.astype(object).to_dict("records")
    for row in rows:
        for name in TEXTS + DATES:
            row[name] = row[name].removeprefix("'") if row[name] else None
        for name in LISTS:
            row[name] = json.loads(row[name])
    return typed(rows)

# %% erreurs
import time
from datetime import UTC

import requests
from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_exponential

BREAKDOWNS = {500, 502, 503, 504}
CUT = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


def is_limit(answer):
    return answer.status in (403, 429) and (
        "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining", "").strip() == "0"
    )


def is_breakdown(answer):
    return answer.status in BREAKDOWNS or (answer.failure is not None and issubclass(answer.failure, CUT))


def wait_as_told(state):
    """La durée de l'attente avant le prochain essai."""
    answer = state.outcome.result()
    if not is_limit(answer):
        return wait_exponential(multiplier=1)(state)
    if "retry-after" in answer.headers:
        return max(0.0, float(answer.headers["retry-after"]))
    remaining = float(answer.headers.get("x-ratelimit-reset", 0)) - time.time()
    return remaining + 0.2 if remaining > 0 else 0.0


def ask_patiently(*args):
    """Envoie une requête, quatre fois au plus."""
    retrying = Retrying(
        stop=stop_after_attempt(4),
        wait=wait_as_told,
        retry=retry_if_result(lambda answer: is_limit(answer) or is_breakdown(answer)),
        retry_error_callback=lambda state: state.outcome.result(),
    )
    return retrying(ask, *args)


def refuse_precisely(reason, answer):
    """Lève l'exception que l'énoncé prévoit."""
    if reason == "body":
        raise BadAnswer("la réponse n'est pas une liste d'issues")
    if reason == "next":
        raise BadAnswer("la page suivante est sur un autre serveur")
    if reason == "token" or answer.status == 401:
        raise BadToken("GitHub refuse le jeton")
    if answer.status == 404:
        raise NotFound("dépôt introuvable, ou invisible pour ce jeton")
    if is_limit(answer):
        raise RateLimited("limite de débit toujours atteinte après quatre essais")
    if answer.status == 403:
        raise Forbidden("le jeton n'a pas ce droit")
    if is_breakdown(answer):
        raise Unavailable(f"GitHub en panne ({answer.status or answer.failure.__name__})")
    if answer.failure is not None:
        raise GitHubError(f"requête impossible ({answer.failure.__name__})")
    raise GitHubError(f"réponse inattendue : HTTP {answer.status}")


def fetch_changes(repo, token, since=None, etag=None, base_url="https://api.github.com", timeout=10):
    """Rend (items, etag) : ce qui a changé depuis since, ou None si rien n'a changé depuis etag."""
    params = {"state": "all", "sort": "updated", "direction": "desc", "per_page": 100}
    if since is not None:
        since = since.replace(tzinfo=UTC) if since.tzinfo is None else since.astimezone(UTC)
        params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = {} if etag is None else {"If-None-Match": etag}
    items, first = read_pages(repo, token, base_url, timeout, params, headers, ask_patiently, refuse_precisely)
    return items, (etag if items is None else first.headers.get("etag"))

# %% synchroniser
import json
import os


def records(table):
    """Les lignes d'un tableau, par numéro, dans une forme qui se compare."""
    return {row["number"]: row for row in json.loads(as_json(table))}


def sync(repo, token, folder, base_url="https://api.github.com", timeout=10):
    """Met à jour le dossier et rend les numéros des issues ajoutées, modifiées et fermées."""
    json_path, csv_path, state_path = (os.path.join(folder, name) for name in ("issues.json", "issues.csv", "sync.json"))

    known, since, etag = {}, None, None
    if os.path.exists(json_path):
        table = load_json(json_path)
        known = records(table)
        if known:
            since = table["updated_at"].max().to_pydatetime()
        if os.path.exists(state_path):
            with open(state_path, encoding="utf-8") as file:
                state = json.load(file)
            if state["since"] == (since and since.isoformat()):
                etag = state["etag"]

    items, etag = fetch_changes(repo, token, since=since, etag=etag, base_url=base_url, timeout=timeout)
    received = records(to_table(items or []))

    report = {"added": [], "updated": [], "closed": []}
    for number, row in sorted(received.items()):
        before = known.get(number)
        if before is None:
            report["added"].append(number)
        elif before["state"] == "open" and row["state"] == "closed":
            report["closed"].append(number)
        elif before != row:
            report["updated"].append(number)

    table = typed([row for _, row in sorted((known | received).items())])
    export_csv(table, csv_path)
    export_json(table, json_path)
    # en dernier : si l'écriture a échoué plus haut, la prochaine fois redemande la même chose
    write_atomically(state_path, json.dumps({"since": since and since.isoformat(), "etag": etag}))
    return report
