"""The visible checks of exercise 2, the GitHub that they stage, and the services to try the code on."""

import csv
import hashlib
import io
import itertools
import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from grader.checks import question
from grader.checks.conversation import seconds
from grader.checks.diagnosis import NO_REQUEST, first_request, named
from grader.stage import Answer
from grader.student.handle import StudentError

REPO = "myorg/infra"
TOKEN = "ghp_unJetonQueNulNeDoitVoir"
TEXTS = ("title", "state", "author", "body", "url")
LISTS = ("labels", "assignees")
NUMBERS = ("number", "comments")
DATES = ("created_at", "updated_at", "closed_at")
COLUMNS = {*TEXTS, *LISTS, *NUMBERS, *DATES}
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
# GitHub says with every answer how many requests are left, and when the count starts again.
LIMITS = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4987", "X-RateLimit-Reset": "4102444800"}
DOWN = Answer(status=502, text="Bad Gateway")
SECOND = 1 / 3600  # in hours


# --- A GitHub of one repository -----------------------------------------------------------------------


def moment(hour, day=5):
    """Return a time of January 2026, as GitHub writes it: its seconds matter."""
    minute, second = divmod(round(hour * 3600) + 17, 60)
    return f"2026-01-{day:02d}T{minute // 60:02d}:{minute % 60:02d}:{second:02d}Z"


def person(login):
    """Return an account, as GitHub shows it inside an issue."""
    return {"login": login, "id": 1000 + len(login), "type": "User", "site_admin": False}


def label(name):
    """Return a label, as GitHub shows it inside an issue."""
    return {"id": 7, "name": name, "color": "d73a4a", "default": False, "description": None}


def issue(number, hour=8.0, **changes):
    """Return an open issue last modified at this hour of 5 January 2026, as GitHub shows it."""
    return {
        "url": f"https://api.github.com/repos/{REPO}/issues/{number}",
        "html_url": f"https://github.com/{REPO}/issues/{number}",
        "id": 70_012_000 + number,
        "number": number,
        "title": f"Le disque de srv-{number:03d} est plein",
        "user": person("ada-lovelace"),
        "labels": [],
        "state": "open",
        "locked": False,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": number % 4,
        "created_at": moment(number % 24, day=1 + number % 3),
        "updated_at": moment(hour),
        "closed_at": None,
        "body": f"Constaté sur srv-{number:03d}.",
        **changes,
    }


def closed(number, hour=8.0, **changes):
    """Return a closed issue."""
    return issue(number, hour, **{"state": "closed", "closed_at": moment(hour), **changes})


def pull(number, hour=8.0, **changes):
    """Return a pull request, as it stands among the issues."""
    place = {"url": f"https://api.github.com/repos/{REPO}/pulls/{number}", "merged_at": None}
    page = f"https://github.com/{REPO}/pull/{number}"
    return issue(number, hour, **{"draft": False, "pull_request": place, "html_url": page, **changes})


class GitHub:
    """A repository's list of issues, on the stage: its pages are where its links lead, and nowhere else.

    Attributes:
        items: the issues and pull requests, by number.
        pages: the pages to give whatever is asked; None to answer from `items`.
        size: how many items a page holds at most.
        faults: what comes in place of each answer in turn; None for none.
        stage: where it stands.
        links: the target of each link given so far, in order.
        etags: the ETag of each first page given so far, in order.
    """

    def __init__(self, stage, *items, pages=None, size=100, faults=(), repo=REPO, prefix=""):
        self.items = {item["number"]: item for item in items}
        self.pages = pages
        self.size = size
        self.faults = iter(faults)
        self.links = []
        self.etags = []
        self.base_url = stage.url + prefix
        self.stage = stage
        self._origin = stage.url
        self._following = f"{prefix}/repositories/70012/issues"
        self._cursors = {}
        stage.route(f"{prefix}/repos/{repo}/issues", respond=self._first, method="GET")
        stage.route(self._following, respond=self._next, method="GET")

    def lost(self):
        """Say whether the last request asked for an address that is none of its own."""
        return [exchange.status for exchange in self.stage.requests[-1:]] == [404]

    def change(self, *items):
        """Put items in the place of those of the same number."""
        self.items |= {item["number"]: item for item in items}

    def _first(self, exchange):
        pages = self.pages or self._selected(exchange.query)
        return self._page(exchange, pages, int(exchange.query.get("page", ["1"])[0]) - 1)

    def _next(self, exchange):
        known = self._cursors.get(exchange.query.get("after", [""])[0])
        return self._page(exchange, *known) if known else Answer(status=404, json={"message": "Not Found"})

    def _page(self, exchange, pages, rank):
        if fault := next(self.faults, None):
            return fault
        items = pages[rank] if rank < len(pages) else []
        headers = {**LIMITS, "ETag": etag_of([exchange.target, items])}
        self.etags += [headers["ETag"]] if rank == 0 else []
        if exchange.headers.get("If-None-Match") == headers["ETag"]:
            return Answer(status=304, headers=headers)
        if rank + 1 < len(pages):
            headers["Link"] = f'<{self._origin}/>; rel="first", <{self._link(pages, rank + 1)}>; rel="next"'
        return Answer(json=items, headers=headers)

    def _link(self, pages, rank):
        cursor = hashlib.sha256(f"{len(self.links)} {rank}".encode()).hexdigest()[:16] + "=="
        self._cursors[cursor] = (pages, rank)
        self.links.append(f"{self._following}?after={cursor.replace('=', '%3D')}&per_page=100")
        return self._origin + self.links[-1]

    def _selected(self, query):
        """Return what the query asks for, as GitHub does, cut into pages."""
        asked = {name: values[-1] for name, values in query.items()}
        state, since = asked.get("state", "open"), asked.get("since")
        order = "updated_at" if asked.get("sort") == "updated" else "created_at"
        items = [item for item in self.items.values() if state in ("all", item["state"])]
        if since and is_moment(since):
            items = [item for item in items if instant(item["updated_at"]) >= instant(since)]
        items.sort(key=lambda item: (item[order], item["number"]), reverse=asked.get("direction") != "asc")
        size = min(int(asked.get("per_page", 30)), self.size)
        return [items[first : first + size] for first in range(0, max(len(items), 1), size)]


def etag_of(content):
    """Return the ETag of an answer."""
    return f'W/"{hashlib.sha256(json.dumps(content).encode()).hexdigest()}"'


def instant(text):
    """Return the moment that a text tells; without a zone it is UTC, as GitHub takes it.

    Raises:
        ValueError: it tells none.
    """
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_moment(text):
    """Say whether a text tells a moment."""
    try:
        return bool(instant(text))
    except ValueError:
        return False


class LivingGitHub(GitHub):
    """A repository where one issue is opened, one modified and one closed after each reading."""

    def _first(self, exchange):
        answer = super()._first(exchange)
        if answer.status == 200:
            still_open = [item for item in self.items.values() if _is_open_issue(item)]
            first, second = (item["number"] for item in still_open[:2])
            number, hour = max(self.items) + 1, 9 + len(self.items) / 60
            self.change(closed(first, hour), issue(second, hour, title="Titre corrigé"), issue(number, hour))
        return answer


def _is_open_issue(item):
    return item["state"] == "open" and "pull_request" not in item


def demonstration(stage):
    """Script the notebook's services on ``stage`` and return their addresses by name."""
    repo = "ada-lovelace/astreinte"
    items = [pull(number) if number % 5 == 2 else issue(number) for number in range(1, 13)]
    slow_down = Answer(status=403, headers={**LIMITS, "Retry-After": "2"}, json={"message": "Slow down."})
    faults = {
        "instable": itertools.cycle([DOWN, DOWN, None]),
        "presse": itertools.cycle([slow_down, None]),
        "coupe": itertools.repeat(Answer(json=items, cut=2000)),
    }
    for name, answers in faults.items():
        GitHub(stage, *items, size=5, faults=answers, repo=repo, prefix=f"/{name}")
    LivingGitHub(stage, *items, repo=repo, prefix="/vivant")
    return {name: f"{stage.url}/{name}" for name in (*faults, "vivant")}


# --- What the checks of several questions look at -----------------------------------------------------

LEAK = """
import contextlib as _contextlib, io as _io, logging as _logging, traceback as _traceback

def _shown_by(call):
    shown, root = _io.StringIO(), _logging.getLogger()
    handler, level = _logging.StreamHandler(shown), root.level
    root.addHandler(handler)
    root.setLevel(_logging.DEBUG)
    try:
        with _contextlib.redirect_stdout(shown), _contextlib.redirect_stderr(shown):
            call()
    except BaseException as error:
        shown.write(repr(error) + "".join(_traceback.format_exception(error)))
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return shown.getvalue()

"""
ECHO = f"<h1>Bad Gateway</h1><pre>GET /issues\nAuthorization: Bearer {TOKEN}</pre>"


def shown_by(student, call):
    """Return all that a call shows: what it prints and logs, and the exception that comes out of it."""
    return student.run(f"{LEAK}_shown_by(lambda: {call})")


def assert_secret(shown, where):
    """Assert that the token is not in what was shown."""
    lines = [line.strip() for line in shown.splitlines() if TOKEN in line]
    cut = [line.replace(TOKEN, "…LE JETON…")[:200] for line in lines[:1]]
    assert not cut, f"Le jeton apparaît {where} : {''.join(cut)}"


def recognised(otherwise, *mistakes):
    """Return the sentence of the first mistake that is there, else ``otherwise``."""
    return next((sentence for there, sentence in mistakes if there), otherwise)


def assert_followed(stage, github):
    """Assert that the requests after the first went to the links, each once; a query's order is free."""
    got = [one_way(exchange.target) for exchange in stage.requests[1:]]
    expected = [one_way(link) for link in github.links]
    same_paths = [target.split("?")[0] for target in got] == [target.split("?")[0] for target in expected]
    assert got == expected, recognised(
        "Les requêtes qui suivent la première vont aux adresses « next », chacune une fois.",
        (
            any("page" in exchange.query for exchange in stage.requests),
            "Vous comptez les pages : suivez plutôt l'adresse « next » de l'en-tête Link, telle quelle.",
        ),
        (not got, "Une seule requête est partie : la liste a d'autres pages, que donne l'en-tête Link."),
        (
            got[: len(expected)] == expected,
            "Une requête part après la dernière page : une réponse sans « next » est la dernière.",
        ),
        (
            any(">" in exchange.path or "%3E" in exchange.target for exchange in stage.requests),
            "L'adresse demandée est un morceau de l'en-tête Link : response.links le découpe pour vous.",
        ),
        (
            stage.requests[-1].path == "/",
            "L'adresse suivie n'est pas celle que Link nomme « next » : chacune y porte son nom (rel).",
        ),
        (
            same_paths,
            "Une adresse « next » porte déjà tous ses paramètres : ne redonnez pas params= en la suivant.",
        ),
    )


def one_way(target):
    """Write a target in one way only, whatever the order of its query."""
    parts = urlsplit(target)
    return f"{parts.path}?{shown_query(parse_qs(parts.query, keep_blank_values=True))}"


def shown_query(query):
    """Write a query in one way only."""
    return "&".join(f"{name}={value}" for name in sorted(query) for value in sorted(query[name]))


def assert_query(query, expected):
    """Assert that the first request has these parameters, and no others."""
    absent = sorted(set(expected) - set(query))
    extra = sorted(set(query) - set(expected))
    other = sorted(name for name in expected if name in query and query[name] != expected[name])
    assert shown_query(query) == shown_query(expected), recognised(
        "La première requête n'a pas exactement les paramètres demandés.",
        (absent, f"Il manque à la première requête le paramètre {', '.join(absent)}."),
        (other, f"Dans la première requête, {', '.join(other)} n'a pas la valeur demandée."),
        (extra, f"La première requête a un paramètre de trop : {', '.join(extra)}."),
    )


def assert_headers(exchanges):
    """Assert that every request carries the headers of the statement."""
    assert exchanges, NO_REQUEST
    for rank, exchange in enumerate(exchanges, start=1):
        which = f"la requête {rank}"
        authorization = exchange.headers.get("Authorization", "")
        scheme, _, secret = authorization.partition(" ")
        basic = f"Authorization de {which} est « Basic », comme avec auth=(…, …) : il faut « Bearer »."
        assert scheme != "Basic", basic
        assert secret.strip() == TOKEN, f"Le jeton n'est pas dans l'en-tête Authorization de {which}."
        assert scheme.lower() in ("bearer", "token"), f"Authorization de {which} : « Bearer », puis le jeton."
        for name, value in HEADERS.items():
            assert exchange.headers.get(name) == value, (
                f"L'en-tête {name} de {which} n'est pas celui demandé."
            )


def assert_timeouts(exchanges, expected):
    """Assert that every request has the time-out that was asked for."""
    assert exchanges, NO_REQUEST
    for rank, exchange in enumerate(exchanges, start=1):
        assert exchange.timeout is not None, f"La requête {rank} n'a pas de délai maximal (timeout)."
        assert exchange.timeout == pytest.approx(expected, abs=0.01), (
            f"Le délai maximal de la requête {rank} n'est pas timeout."
        )


def assert_numbers(items, expected):
    """Assert that a list holds these issues, each once."""
    assert isinstance(items, list), "Le résultat doit être une liste."
    assert all(isinstance(item, dict) for item in items), "La liste doit contenir des dictionnaires."
    got = sorted(item["number"] for item in items)
    assert got == sorted(expected), recognised(
        "Ce ne sont pas toutes les issues, une fois chacune.",
        (
            len(set(got)) < len(got),
            "Une issue est dans la liste plusieurs fois : gardez-la une fois par numéro.",
        ),
    )


def raised_by(call, *arguments, **options):
    """Return the classes of the exception that a call raises, none where it raises nothing.

    Raises:
        StudentError: the code was stopped, or is not written yet: the session says so.
    """
    try:
        call(*arguments, **options)
    except StudentError as error:
        if error.cut_short:
            raise
        return error.types
    return []


@contextmanager
def expecting_no_exception(sentence):
    """Say ``sentence`` of an exception that the student's code raises; ``{}`` is its class."""
    try:
        yield
    except StudentError as error:
        if error.cut_short:
            raise
        raise AssertionError(sentence.format(error.types[0])) from None


# --- 1. lister ----------------------------------------------------------------------------------------

lister = question(
    "lister",
    lesson="05a_github",
    hints=[
        "Une boucle : tant qu'il y a une adresse, demandez-la, gardez ses issues, prenez l'adresse suivante.",
        'response.links.get("next", {}).get("url") donne l\'adresse suivante, ou None. '
        "Les params ne servent qu'à la première requête.",
        "Pour les doublons, un dictionnaire : la clé est le numéro, la valeur la version la plus récente. "
        "Les dates de GitHub se comparent comme des textes.",
        "urlsplit(url)[:2] est le couple (protocole, hôte et port) d'une adresse.",
    ],
)
OPEN = {"state": ["open"], "per_page": ["100"]}


def list_issues(student, github, token=TOKEN, **options):
    """Return what fetch_issues returned, unless it asked for an address that no answer gave."""
    try:
        return student.fetch_issues(REPO, token, base_url=github.base_url, **options)
    except StudentError:
        if github.lost():
            assert_followed(github.stage, github)
        raise


@lister
def test_all_pages(student, stage):
    """Trois pages : toutes les issues, en suivant les adresses « next »"""
    github = GitHub(stage, *map(issue, range(1, 25)), *map(pull, (30, 31)), closed(40), size=10)
    items = list_issues(student, github)
    first = first_request(stage, "GET", f"/repos/{REPO}/issues")
    assert_query(first.query, OPEN)
    assert_followed(stage, github)
    assert_numbers(items, [*range(1, 25), 30, 31])


@lister
def test_headers(student, stage):
    """Chaque requête porte le jeton et les deux autres en-têtes"""
    github = GitHub(stage, *map(issue, range(1, 8)), size=3)
    try:
        list_issues(student, github, token=f"{TOKEN}\n")
    except StudentError as error:
        if "InvalidHeader" not in error.types:
            raise
        raise AssertionError("Le jeton reçu finit par un saut de ligne : retirez-le (strip).") from None
    assert_headers(stage.requests)


@lister
def test_every_request_has_a_timeout(student, stage):
    """Chaque requête a le délai maximal demandé"""
    list_issues(student, GitHub(stage, *map(issue, range(1, 8)), size=3), timeout=4)
    assert_timeouts(stage.requests, 4)


@lister
def test_empty_repository(student, stage):
    """Un dépôt sans issue : une liste vide, une requête"""
    assert_numbers(list_issues(student, GitHub(stage)), [])
    assert len(stage.requests) == 1, "Une réponse sans « next » est la dernière."


@lister
def test_page_that_comes_twice(student, stage):
    """La même page arrive deux fois : chaque issue une seule fois"""
    first, second = [issue(3), issue(2)], [issue(1)]
    github = GitHub(stage, pages=[first, first, second])
    assert_numbers(list_issues(student, github), [1, 2, 3])


@lister
def test_issue_that_moves(student, stage):
    """Une issue modifiée pendant la lecture : sa version la plus récente"""
    github = GitHub(
        stage,
        pages=[[issue(9), issue(5, 8, title="Ancien")], [issue(5, 8 + SECOND, title="Nouveau"), issue(2)]],
    )
    items = list_issues(student, github)
    assert_numbers(items, [2, 5, 9])
    titles = [item["title"] for item in items if item["number"] == 5]
    assert titles == ["Nouveau"], named(
        titles,
        "L'issue 5 n'est pas celle reçue.",
        (["Ancien"], "Gardez la version dont updated_at est le plus récent."),
    )


@lister
def test_other_server(student, stage):
    """Une page suivante sur un autre serveur : une exception, et le jeton n'y part pas"""
    away = stage.url.replace("127.0.0.1", "localhost") + "/ailleurs"
    stage.route("/ailleurs", json=[issue(2)])
    stage.route(f"/repos/{REPO}/issues", json=[issue(1)], headers={"Link": f'<{away}>; rel="next"'})
    raised = raises_anything(student, "fetch_issues", stage)
    first_request(stage, "GET", f"/repos/{REPO}/issues")
    assert [exchange.path for exchange in stage.requests] == [f"/repos/{REPO}/issues"], (
        "Une requête est partie vers un autre serveur que celui de base_url, avec le jeton."
    )
    assert raised, "La suite de la liste manque : fetch_issues doit lever une exception."


def raises_anything(student, function, stage):
    """Call a fetching function, see that it sends a request, and say whether it raised."""
    raised = raised_by(student[function], REPO, TOKEN, base_url=stage.url)
    assert stage.requests, NO_REQUEST
    return bool(raised)


@lister
def test_token_is_not_shown(student, stage):
    """Le jeton n'apparaît nulle part, même quand le serveur le répète"""
    github = GitHub(stage, *map(issue, range(1, 8)), size=3)
    raises_anything(student, "fetch_issues", stage)  # what sends nothing shows nothing either
    call = f"fetch_issues({REPO!r}, {TOKEN + chr(10)!r}, base_url={github.base_url!r})"
    assert_secret(shown_by(student, call), "pendant une lecture réussie")
    github.faults = iter([None, Answer(status=502, text=ECHO)])
    assert_secret(shown_by(student, call), "quand le serveur répond 502 en répétant la requête")


# --- 2. tableau ---------------------------------------------------------------------------------------

tableau = question(
    "tableau",
    lesson="05a_github",
    hints=[
        "Une issue est une pull request quand elle a la clé « pull_request ».",
        "Faites d'abord une liste de dictionnaires, un par issue, puis pd.DataFrame(rows, columns=[…]) : "
        "les colonnes existent même sans ligne.",
        'user peut valoir None : (item["user"] or {}).get("login").',
        'pd.to_datetime(…, utc=True) et .astype("int64") donnent leurs types aux colonnes, vides comprises.',
    ],
)


def facts(item):
    """Return the row that an issue must give."""
    dates = {name: item[name] and instant(item[name]) for name in DATES}
    return {
        **{name: item[name] for name in ("number", "title", "state", "comments", "body")},
        **dates,
        "author": item["user"] and item["user"]["login"],
        "labels": [label["name"] for label in item["labels"]],
        "assignees": [person["login"] for person in item["assignees"]],
        "url": item["html_url"],
    }


def rows_of(frame):
    """Return the rows of a table that crossed, values that are missing as None."""
    assert isinstance(frame, pd.DataFrame), "Le résultat doit être un DataFrame."
    names = list(frame.columns)
    assert len(set(names)) == len(names), "Une colonne est là deux fois."
    missing, extra = COLUMNS - set(names), set(map(str, names)) - COLUMNS
    assert not missing, f"Il manque des colonnes : {', '.join(sorted(missing))}."
    assert not extra, f"Des colonnes sont de trop : {', '.join(sorted(extra))}."
    rows = frame.astype(object).values.tolist()
    return [{name: plain(value) for name, value in zip(names, row, strict=True)} for row in rows]


def plain(value):
    """Return a cell's value, None where it is missing."""
    if isinstance(value, list):
        return value
    missing = pd.isna(value)
    return None if missing is True or missing is pd.NA else value


def assert_rows(rows, expected):
    """Assert that rows are those expected, in any order."""
    found = {row["number"]: row for row in rows}
    assert sorted(row["number"] for row in rows) == sorted(row["number"] for row in expected), (
        "Le tableau n'a pas une ligne pour chaque issue, et pour elles seules."
    )
    for row in expected:
        assert_row(found[row["number"]], row)


def assert_row(got, expected):
    """Assert that a row is the one expected."""
    for name, value in expected.items():
        place = f"Issue {expected['number']}, colonne « {name} »"
        assert got[name] == value, f"{place} : {what_is_wrong(got[name], value)}"


def what_is_wrong(got, value):
    """Say what became of a cell's value, as far as a known mistake explains it."""
    texts = isinstance(got, str) and isinstance(value, str)
    return recognised(
        "la valeur n'est pas la bonne.",
        ((got, value) in (("", None), (None, "")), EMPTY),
        (isinstance(got, datetime) and not got.tzinfo, "la date n'a pas de fuseau."),
        (isinstance(value, list) and isinstance(got, str), "il faut une liste de textes, et non un texte."),
        (isinstance(value, list) and got != value and has_objects(got), "gardez le nom de chaque élément."),
        (
            isinstance(value, list)
            and isinstance(got, list)
            and sorted(got, key=repr) == sorted(value, key=repr),
            "les éléments ne sont plus dans l'ordre reçu.",
        ),
        (isinstance(value, str) and got is None, "ce texte a été pris pour une valeur absente."),
        (isinstance(value, str) and not isinstance(got, str), "ce texte a été pris pour autre chose."),
        (value is None and texts_of_nothing(got), "une valeur absente est devenue un texte."),
        (texts and number_of(got) == number_of(value) is not None, "ce texte a été pris pour un nombre."),
        (texts and got == f"'{value}", "l'apostrophe est à retirer."),
        (texts and f"'{got}" == value, "une apostrophe manque au début."),
        (texts and got.split() == value.split(), "les espaces ou les sauts de ligne ont changé."),
        (isinstance(value, datetime) and isinstance(got, int), "il faut une date au format ISO 8601."),
        (isinstance(value, datetime) and isinstance(got, str), "il faut une date, avec son fuseau."),
    )


EMPTY = "un texte vide n'est pas une valeur absente."


def number_of(text):
    """Return the number that a text looks like, None if it looks like none."""
    return float(text) if re.fullmatch(r"\d+(\.\d+)?(e\d+)?", text) else None


def has_objects(value):
    """Say whether a list holds what GitHub sent, not names."""
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def texts_of_nothing(value):
    """Say whether a text is how Python writes a missing value."""
    return value in ("None", "nan", "NaN", "NaT", "null", "<NA>")


def types_of(student, expression):
    """Return the types of a table's columns, as pandas names them."""
    return student.run(f"{{str(name): str(kind) for name, kind in ({expression}).dtypes.items()}}")


def assert_types(types):
    """Assert that numbers are integers and dates in UTC."""
    for name in NUMBERS:
        assert types.get(name, "").lower().lstrip("u").startswith("int"), (
            f"La colonne « {name} » est de type {types.get(name)} : il faut un type entier."
        )
    for name in DATES:
        kind = types.get(name, "")
        assert re.fullmatch(r"datetime64\[.*UTC.*\]", kind), (
            f"La colonne « {name} » est de type {kind} : il faut un datetime64 en UTC."
        )


@tableau
def test_pull_requests_are_left_out(student):
    """Les pull requests sont exclues"""
    rows = rows_of(student.to_table([issue(4), pull(5), issue(6), pull(7)]))
    numbers = sorted(row["number"] for row in rows)
    assert numbers == [4, 6], named(
        numbers,
        "Le tableau a une ligne par issue.",
        ([4, 5, 6, 7], "Les pull requests ne sont pas des issues : écartez-les."),
    )


@tableau
def test_every_column(student):
    """Chaque colonne a ce que dit l'énoncé"""
    items = [
        issue(7, 9.5, labels=[label("bug"), label("stockage")], comments=2),
        closed(
            3,
            10,
            assignees=[person("ines-benali"), person("grace-hopper")],
            html_url="https://github.com/a/b/issues/3",
        ),
    ]
    assert_rows(rows_of(student.to_table(items)), [facts(item) for item in items])


@tableau
def test_what_is_missing(student):
    """Auteur supprimé, texte absent ou vide, aucune étiquette"""
    items = [issue(1, user=None), issue(2, body=None), issue(3, body="")]
    assert_rows(rows_of(student.to_table(items)), [facts(item) for item in items])


@tableau
def test_types(student):
    """Des entiers et des dates en UTC"""
    items = [issue(1), closed(2)]
    rows_of(student.to_table(items))
    assert_types(types_of(student, f"to_table({items!r})"))


@tableau
def test_empty_table(student):
    """Aucune issue : les mêmes colonnes et les mêmes types"""
    assert rows_of(student.to_table([])) == [], "Sans issue, le tableau n'a pas de ligne."
    assert_types(types_of(student, "to_table([])"))


# --- 3. exporter --------------------------------------------------------------------------------------

exporter = question(
    "exporter",
    needs=["tableau"],
    lesson="05a_github",
    hints=[
        'table.to_dict("records") donne une liste de dictionnaires : convertissez chaque valeur, '
        "puis json.dumps.",
        "Pour relire, les textes d'abord : csv.DictReader ne devine rien. "
        "Avec pandas, read_csv(path, dtype=str, keep_default_na=False).",
        'Ouvrez les fichiers CSV avec newline="" : sinon Python remplace les \\r\\n par des \\n.',
        "Écrivez dans un fichier provisoire du même dossier, puis os.replace(provisoire, path) ; "
        "en cas d'exception, effacez le provisoire et relancez-la avec raise.",
    ],
)
AWKWARD = [
    issue(1, title="Réseau : « perte » de paquets 🚨", body='Le message : "disk full", puis ; rien.'),
    issue(2, title='=HYPERLINK("http://example.com";"Cliquez ici")', body="Ligne 1\nLigne 2\r\nLigne 3\tfin"),
    issue(3, title="+33 : le préfixe n'est pas reconnu", body=""),
    issue(4, title="-- séparateur", body=None, user=None),
    closed(5, title="@ada a raison", body="'entre apostrophes'"),
    issue(6, title="007", body="null", labels=[label("dette, technique"), label("réseau")]),
    issue(7, title="NA", body="2026-01-05", assignees=[person("ines-benali")]),
    issue(8, title="\ttabulation", body=" espaces  "),
]


def temporary_folder(student, inside=None):
    """Make a folder beside the student's code, which goes when the check is over, and return its path."""
    options = f"ignore_cleanup_errors=True, dir={inside!r}"
    return student.run(f"__import__('tempfile').TemporaryDirectory({options})").value("name")


class File:
    """A file that the student's functions write and read, in a folder of its own."""

    def __init__(self, student, kind, inside=None):
        self._student = student
        self._kind = kind
        self.folder = temporary_folder(student, inside)
        self.path = student.run(f"__import__('os').path.join({self.folder!r}, 'issues.{kind}')")

    def export(self, items):
        """Export the table of some issues."""
        self._student.run(f"export_{self._kind}(to_table({items!r}), {self.path!r})")

    def export_until_it_fails(self, items):
        """Export a table whose last text cannot be written; say whether that raised."""
        call = f"export_{self._kind}(_spoilt(to_table({items!r})), {self.path!r})"
        return bool(raised_by(self._student.run, f"{UNWRITABLE}{call}"))

    def load(self):
        """Return the rows of the table that the file holds."""
        return rows_of(self._student.run(f"load_{self._kind}({self.path!r})"))

    def types(self):
        """Return the types of the columns that are loaded."""
        return types_of(self._student, f"load_{self._kind}({self.path!r})")

    def content(self):
        """Return its bytes."""
        assert self.beside().count(f"issues.{self._kind}"), (
            "L'ancien fichier a disparu, ou rien n'a été écrit."
        )
        return self._student.read(self.path)

    def beside(self):
        """Return the names of the files in its folder."""
        return sorted(self._student.run(f"__import__('os').listdir({self.folder!r})"))


UNWRITABLE = """
class _Unwritable:
    def _fail(self, *_):
        raise RuntimeError("cette valeur ne peut pas s'écrire")
    __str__ = __repr__ = __format__ = __iter__ = __len__ = __getitem__ = _fail

def _spoilt(table):
    table["body"] = table["body"].astype(object)
    table.iat[len(table) - 1, list(table.columns).index("body")] = _Unwritable()
    return table

"""


def field_of(value):
    """Return the field of the CSV that a text must give."""
    if value is None:
        return ""
    return f"'{value}" if value == "" or value[0] in "=+-@'\t" else value


def json_rows(content):
    """Read a JSON file as the statement describes it."""
    text = decoded(content)
    try:
        rows = json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise AssertionError(f"Le fichier n'est pas du JSON : {error}.") from None
    assert isinstance(rows, list), "Le JSON doit être une liste d'objets, un par issue."
    assert all(isinstance(row, dict) for row in rows), "Le JSON doit être une liste d'objets."
    for row in rows:
        assert set(row) == COLUMNS, "Les clés de chaque objet sont les colonnes du tableau."
    return [
        {name: read_date(value) if name in DATES else value for name, value in row.items()} for row in rows
    ]


def csv_rows(content):
    """Read a CSV file as the statement describes it; texts stay as they stand in it."""
    text = decoded(content).removeprefix("\ufeff")
    lines = [line for line in csv.reader(io.StringIO(text, newline="")) if line]
    assert lines, "Le CSV n'a pas de première ligne, celle des noms des colonnes."
    header = lines[0]
    unnamed = "Une colonne sans nom est de trop : l'index de pandas ? to_csv(…, index=False) l'omet."
    semicolons = "Les champs sont séparés par des virgules, et non par des points-virgules."
    assert sorted(header) == sorted(COLUMNS), recognised(
        "La première ligne porte les noms des colonnes.",
        ("" in header, unnamed),
        (len(header) == 1 and ";" in header[0], semicolons),
    )
    rows = []
    for line in lines[1:]:
        assert len(line) == len(header), "Une ligne du CSV n'a pas autant de champs que la première."
        row = dict(zip(header, line, strict=True))
        rows.append({name: csv_value(name, value) for name, value in row.items()})
    return rows


def csv_value(name, value):
    """Return what a field holds, except for texts."""
    try:
        if name in NUMBERS:
            return int(float(value))
        if name in LISTS:
            return json.loads(value)
        return read_date(value or None) if name in DATES else value
    except ValueError:
        return value


def decoded(content):
    """Return the text of a file in UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise AssertionError("Le fichier n'est pas encodé en UTF-8.") from None


def _no_constant(name):
    raise AssertionError(f"« {name} » n'existe pas en JSON : une valeur absente est null.")


def read_date(value):
    """Return the moment that a file tells; what is none stays as it is, for the message."""
    if not isinstance(value, str):
        return value
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return found if found.tzinfo else value


def assert_same(file, items):
    """Assert that what is loaded is what was exported, in order."""
    rows = file.load()
    expected = [facts(item) for item in items]
    assert [row["number"] for row in rows] == [row["number"] for row in expected], (
        "Les lignes relues ne sont pas celles du tableau, dans le même ordre."
    )
    for got, wanted in zip(rows, expected, strict=True):
        assert_row(got, wanted)
    assert_types(file.types())


@exporter
def test_json_comes_back(student):
    """JSON : ce que l'on relit est ce que l'on a écrit"""
    file = File(student, "json")
    file.export(AWKWARD)
    assert_same(file, AWKWARD)


@exporter
def test_csv_comes_back(student):
    """CSV : ce que l'on relit est ce que l'on a écrit"""
    file = File(student, "csv")
    file.export(AWKWARD)
    assert_same(file, AWKWARD)


@exporter
def test_json_file(student):
    """Le JSON est celui de l'énoncé"""
    file = File(student, "json")
    file.export(AWKWARD)
    assert_rows(json_rows(file.content()), [facts(item) for item in AWKWARD])


@exporter
def test_csv_file(student):
    """Le CSV est celui de l'énoncé, formules neutralisées"""
    file = File(student, "csv")
    file.export(AWKWARD)
    assert_csv(file, AWKWARD)


def assert_csv(file, items):
    """Assert that a CSV file is the one that the statement asks for."""
    expected = [facts(item) for item in items]
    for row in expected:
        row.update({name: field_of(row[name]) for name in TEXTS})
    rows = {row["number"]: row for row in csv_rows(file.content())}
    assert sorted(rows) == sorted(row["number"] for row in expected), "Le CSV a une ligne par issue."
    for row in expected:
        for name, value in row.items():
            got = rows[row["number"]][name]
            place = f"Issue {row['number']}, colonne « {name} » du CSV"
            otherwise = what_is_wrong(got, value)
            no_json = name in LISTS and isinstance(got, str)
            assert got == value, f"{place} : {'il faut une liste JSON.' if no_json else otherwise}"


@exporter
def test_empty_tables_come_back(student):
    """Un tableau vide revient avec ses colonnes et leurs types"""
    for kind in ("json", "csv"):
        file = File(student, kind)
        file.export([])
        assert_same(file, [])


@exporter
def test_interrupted_export(student):
    """Une valeur qui ne peut pas s'écrire : l'ancien fichier reste"""
    for kind in ("json", "csv"):
        file = File(student, kind)
        file.export(AWKWARD[:1])
        before = file.content()
        if file.export_until_it_fails([issue(number) for number in range(1, 60)]):
            assert file.content() == before, (
                f"L'export en {kind.upper()} s'est arrêté au milieu : l'ancien fichier est perdu."
            )
        assert file.beside() == [f"issues.{kind}"], "Il reste un fichier provisoire dans le dossier."


# --- 4. erreurs ---------------------------------------------------------------------------------------

erreurs = question(
    "erreurs",
    lesson="04_client_robuste",
    hints=[
        "Séparez deux choses : obtenir une réponse acceptable pour une adresse, essais compris, "
        "et parcourir les pages.",
        "Pour une adresse : for attempt in range(4), une requête, puis selon le code : "
        "rendre, lever, ou attendre.",
        "GitHub envoie X-RateLimit-Reset avec toutes ses réponses : "
        "un 403 n'est une limite qu'avec Retry-After ou X-RateLimit-Remaining: 0.",
        'int(response.headers["X-RateLimit-Reset"]) - time.time() est le nombre de secondes à attendre.',
        "raise Unavailable(…) from None remplace l'exception de requests ; n'y recopiez pas response.text.",
    ],
)
CHANGED = {"state": ["all"], "sort": ["updated"], "direction": ["desc"], "per_page": ["100"]}
SLOW_DOWN = Answer(
    status=403,
    json={"message": "You have exceeded a secondary rate limit."},
    headers={**LIMITS, "Retry-After": "30"},
)


def changes(student, github, **options):
    """Return the pair that fetch_changes returned, where nothing prevents it."""
    try:
        pair = student.fetch_changes(REPO, TOKEN, base_url=github.base_url, **options)
    except StudentError as error:
        if error.types[0] not in GIVEN_UP:
            raise
        raise AssertionError(GIVEN_UP[error.types[0]]) from None
    assert isinstance(pair, list), "fetch_changes doit rendre un couple (items, etag)."
    assert len(pair) == 2, "fetch_changes doit rendre deux valeurs : items et etag."
    return pair


_LIMIT = "Une limite se reconnaît à Retry-After, ou à X-RateLimit-Remaining: 0, avec un 403 comme avec un 429"
GIVEN_UP = {
    "Forbidden": f"{_LIMIT} : attendez, puis réessayez, au lieu de lever Forbidden.",
    "RateLimited": f"{_LIMIT} : attendez, puis réessayez, quatre envois au plus pour chaque requête.",
    "Unavailable": "Une panne (500, 502, 503, 504) se réessaie : quatre envois au plus pour chaque requête.",
}


def lasting(*answers):
    """Return faults that last beyond the fourth attempt; who never gives up is answered in the end."""
    return list(answers) * (8 // len(answers))


def assert_refused(student, github, expected, about=""):
    """Assert that fetch_changes raises the exception of the statement.

    Args:
        student: whose function it is.
        github: its address and its stage.
        expected: the class of the exception.
        about: the sentence that says why, if it is to be said.
    """
    got, otherwise = "aucune exception", f"fetch_changes a rendu un résultat ; elle doit lever {expected}."
    before, stopped = len(github.stage.requests), None
    try:
        student.fetch_changes(REPO, TOKEN, base_url=github.base_url)
    except StudentError as error:
        stopped = error if error.cut_short else None
        got = expected if expected in error.types else error.types[0]
        where = f", ligne {error.line} ({error.source})" if error.source else ""
        own = "GitHubError" in error.types
        foreign = f"L'exception {got} sort telle quelle{where} : levez {expected} à sa place."
        otherwise = f"L'exception attendue est {expected}." if own else foreign
    assert_four_sends(github.stage.requests[before:])
    if stopped:  # no time-out, a loop without end, not written yet: the session says so
        raise stopped
    assert got == expected, f"{about} {otherwise}".strip()


def assert_four_sends(requests):
    """Assert that no request was sent a fifth time."""
    sends = [len(list(same)) for _, same in itertools.groupby(exchange.target for exchange in requests)]
    assert max(sends, default=0) <= 4, (
        "Chaque requête est envoyée quatre fois au plus ; la vôtre repart encore."
    )


@erreurs
def test_what_has_changed(student, stage):
    """Les changements depuis une date, sur plusieurs pages"""
    github = GitHub(stage, issue(1, 7), *(issue(number, 10) for number in range(2, 8)), closed(8, 11), size=3)
    items, etag = changes(student, github, since=instant(moment(9)), timeout=4)
    assert_first_request(stage.requests[0], since=moment(9))
    assert_followed(stage, github)
    assert_numbers(items, range(2, 9))
    assert_headers(stage.requests)
    assert_timeouts(stage.requests, 4)
    assert etag == github.etags[0], "etag est l'en-tête ETag de la première page, tel quel."


def assert_first_request(exchange, since=None):
    """Assert that a request asks for what changed since then, as the statement says."""
    query = dict(exchange.query)
    sent = query.pop("since", [])
    assert_query(query, CHANGED)
    if since is None:
        assert sent == [], "Le paramètre since n'est pas demandé ici."
        return
    assert sent, "Le paramètre since manque."
    right = is_moment(sent[0]) and instant(sent[0]) == instant(since)
    assert right, f"since vaut « {sent[0]} » ; l'instant demandé est {since}."


@erreurs
def test_not_modified(student, stage):
    """Rien n'a changé : If-None-Match, 304, et None"""
    github = GitHub(stage, issue(1), closed(2))
    _, etag = changes(student, github)
    try:
        answer = changes(student, github, etag=etag)
    except StudentError:
        unread = "Un 304 n'a pas de corps : rendez (None, etag) sans le lire."
        assert stage.requests[-1].status != 304, unread
        raise
    sent = stage.requests[-1].headers.get("If-None-Match")
    assert sent == etag, "L'en-tête If-None-Match porte l'etag reçu en paramètre, tel quel."
    assert answer == [None, etag], "Avec 304, fetch_changes rend (None, etag)."
    assert "If-None-Match" not in stage.requests[0].headers, (
        "Sans etag, il n'y a pas d'en-tête If-None-Match."
    )


@erreurs
def test_refusals(student, stage):
    """401, 404 et un 403 de permission : l'exception de l'énoncé, sans réessayer"""
    for status, name in ((401, "BadToken"), (404, "NotFound"), (403, "Forbidden"), (422, "GitHubError")):
        before = len(stage.requests)
        refusal = Answer(status=status, headers=LIMITS, json={"message": "Non."})
        github = GitHub(stage, issue(1), faults=lasting(refusal))
        assert_refused(student, github, name, f"GitHub a répondu {status}.")
        assert len(stage.requests) - before == 1, f"Un {status} est définitif : pas de nouvelle tentative."


@erreurs
def test_retry_after(student, stage):
    """Une limite avec Retry-After : 30 s d'attente, puis la même requête"""
    github = GitHub(stage, *map(issue, range(1, 6)), size=3, faults=[None, SLOW_DOWN])
    items, _ = changes(student, github)
    assert_numbers(items, range(1, 6))
    assert_again(stage.requests, 1)
    assert_waited(stage.requests[2].at - stage.requests[1].ended, 30, RETRY_AFTER_FIRST)


def assert_again(requests, rank):
    """Assert that the request of this rank was sent again as it was, just after."""
    targets = [one_way(exchange.target) for exchange in requests]
    again = "".join(targets[rank + 1 : rank + 2])
    assert again == targets[rank], recognised(
        "La même requête est à renvoyer.",
        (
            again == targets[0] and rank > 0,
            "Vous recommencez à la première page : renvoyez la requête refusée.",
        ),
    )


def assert_waited(waited, wanted, too_long=""):
    """Assert that a limit was waited for: never less, and at most two seconds more.

    Args:
        waited: how long the new request took to leave, in seconds.
        wanted: how long it had to.
        too_long: the sentence for a wait of months.
    """
    length = f"au bout de {seconds(waited)}, il en fallait {seconds(wanted)}."
    early = f"La nouvelle requête est partie trop tôt : {length}"
    fraction = "Une fraction de seconde est perdue : n'arrondissez pas l'attente à la seconde inférieure."
    assert waited >= wanted - 0.01, recognised(early, (waited > wanted - 1, f"{early} {fraction}"))
    late = f"La nouvelle requête est partie trop tard : {length}"
    assert waited <= wanted + 2, recognised(late, (waited > 10**7, f"{late} {too_long}"))


RETRY_AFTER_FIRST = "Retry-After passe avant X-RateLimit-Reset, que GitHub ajoute à toutes ses réponses."
RESET_IS_A_MOMENT = "X-RateLimit-Reset est un instant, et non une durée : retranchez-en time.time()."


def limit_until(student, clock, duration, status=403):
    """Return a limit whose reset is so many whole seconds away, and how many it really is.

    The machine's clock shows a fraction of a second, as clocks do.
    """
    clock.wait(0.4, "idle")
    now = student.run("__import__('time').time()")
    reset = int(now) + duration
    spent = {**LIMITS, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    return Answer(status=status, headers=spent, json={"message": "API rate limit exceeded."}), reset - now


@erreurs
def test_rate_limit_reset(student, stage, clock):
    """La limite de l'heure : l'attente va jusqu'à X-RateLimit-Reset"""
    refusal, wanted = limit_until(student, clock, 1200)
    items, _ = changes(student, GitHub(stage, issue(1), faults=[refusal]))
    assert_numbers(items, [1])
    assert_waited(stage.requests[1].at - stage.requests[0].ended, wanted, RESET_IS_A_MOMENT)


@erreurs
def test_server_recovers(student, stage):
    """Deux 502, puis GitHub revient"""
    items, _ = changes(student, GitHub(stage, issue(1), faults=[DOWN, DOWN]))
    assert_numbers(items, [1])
    assert len(stage.requests) == 3, "Une panne se réessaie, et rien d'autre ne part."


@erreurs
def test_server_stays_down(student, stage):
    """Une panne qui dure : quatre essais, puis Unavailable"""
    assert_refused(student, GitHub(stage, issue(1), faults=lasting(DOWN)), "Unavailable")
    assert len(stage.requests) == 4, (
        "Chaque requête est envoyée quatre fois au plus, et pas moins en cas de panne."
    )
    spent = stage.requests[3].at - stage.requests[0].at
    assert spent >= 3 - 0.01, (
        "Les quatre essais sont trop rapprochés : trois secondes au moins du premier au dernier."
    )
    assert spent <= 60, "Les quatre essais sont trop espacés : une minute au plus du premier au dernier."


@erreurs
def test_broken_answers(student, stage):
    """Un corps illisible, ou d'une autre forme : BadAnswer"""
    tagged = {"ETag": '"1"'}
    for answer in (
        Answer(text="<h1>Maintenance</h1>", headers=tagged),
        Answer(json={"message": "Bonjour"}, headers=tagged),
    ):
        assert_refused(student, GitHub(stage, faults=[answer]), "BadAnswer")


@erreurs
def test_cut_page(student, stage):
    """La connexion se ferme chaque fois au milieu de la page 2 : Unavailable"""
    faults = [None, *lasting(Answer(json=[issue(2)], cut=100))]
    github = GitHub(stage, *map(issue, range(1, 6)), size=3, faults=faults)
    assert_refused(student, github, "Unavailable")


@erreurs
def test_token_is_not_shown_when_it_fails(student, stage):
    """Le jeton n'apparaît pas dans les exceptions, même quand le serveur le répète"""
    GitHub(stage)
    raises_anything(student, "fetch_changes", stage)  # what sends nothing shows nothing either
    for status in (401, 502):
        github = GitHub(stage, faults=lasting(Answer(status=status, text=ECHO)))
        call = f"fetch_changes({REPO!r}, {TOKEN + chr(10)!r}, base_url={github.base_url!r})"
        assert_secret(shown_by(student, call), f"quand le serveur répond {status} en répétant la requête")


# --- 5. synchroniser ----------------------------------------------------------------------------------

synchroniser = question(
    "synchroniser",
    needs=["exporter", "erreurs"],
    lesson="05a_github",
    hints=[
        "Lisez le dossier, demandez les changements, comparez ligne à ligne par numéro, puis écrivez.",
        "Un petit fichier, state.json par exemple, retient since et etag. "
        "Tant qu'il n'existe pas, demandez tout.",
        "Un dictionnaire des lignes connues, par numéro, se met à jour avec les lignes reçues.",
        "Deux NaN ne sont jamais égaux : "
        "remplacez les valeurs absentes par None avant de comparer deux lignes.",
        "L'etag reçu ne sert que si since ne change pas : sinon, retenez None.",
    ],
)


class Folder:
    """A folder that sync keeps up to date."""

    def __init__(self, student, github):
        self._student = student
        self._github = github
        self.path = temporary_folder(student)

    def sync(self, **options):
        """Synchronise once and return the report."""
        try:
            report = self._student.sync(REPO, TOKEN, self.path, base_url=self._github.base_url, **options)
        except StudentError as error:
            absent = "FileNotFoundError" in error.types and "issues.json" in error.text
            assert not absent, ABSENT
            raise
        assert isinstance(report, dict), "sync doit rendre un dictionnaire."
        assert set(report) == {"added", "updated", "closed"}, (
            "Le bilan a trois clés : added, updated et closed."
        )
        return report

    def fails(self):
        """Synchronise and return the classes of the exception that this raises, as `raised_by` does."""
        return raised_by(self._student.sync, REPO, TOKEN, self.path, base_url=self._github.base_url)

    def place(self, name):
        """Return the path of a file of the folder."""
        return self._student.run(f"__import__('os').path.join({self.path!r}, {name!r})")

    def files(self):
        """Return the bytes of each file."""
        names = self._student.run(f"[e.name for e in __import__('os').scandir({self.path!r}) if e.is_file()]")
        return {name: self._student.read(self.place(name)) for name in sorted(names)}


ABSENT = (
    "sync lit un issues.json qui n'existe pas. La première fois, folder est vide ; "
    "tout ce que sync retient est dans folder, et nulle part ailleurs."
)


def report(added=(), updated=(), closed=()):
    """Return the report of a synchronisation."""
    return {"added": list(added), "updated": list(updated), "closed": list(closed)}


def assert_report(got, expected, sentence):
    """Assert that a report is the one expected."""
    numbers = [number for name in got for number in got[name]]
    unchanged = set(numbers) - {number for name in expected for number in expected[name]}
    assert got == expected, recognised(
        sentence,
        (
            {name: sorted(got[name]) for name in got} == expected,
            "Dans le bilan, les numéros sont dans l'ordre croissant.",
        ),
        (
            len(set(numbers)) < len(numbers),
            "Une issue figure dans une liste du bilan au plus : celle qui est fermée n'est que dans closed.",
        ),
        (
            unchanged and unchanged <= set(got["updated"]),
            "GitHub renvoie aussi des issues inchangées, la plus récente au moins : "
            "comparez-les à ce que vous aviez avant de les dire modifiées.",
        ),
        (
            set(expected["closed"]) - set(got["closed"]),
            "Une issue qui était ouverte et ne l'est plus est dans closed, même si son titre a changé aussi.",
        ),
        (
            set(got["closed"]) - set(expected["closed"]),
            "closed n'a que les issues qui étaient ouvertes dans le dossier, et ne le sont plus.",
        ),
        (
            set(expected["updated"]) - set(got["updated"]),
            "Tout changement compte dans updated : titre, texte, étiquettes, réouverture, updated_at…",
        ),
    )


def assert_files(folder, *items):
    """Assert that both files hold these issues."""
    files = folder.files()
    for name, read in (("issues.json", json_rows), ("issues.csv", csv_rows)):
        assert name in files, f"Il manque le fichier {name}."
        rows = {row["number"]: row for row in read(files[name])}
        assert sorted(rows) == sorted(item["number"] for item in items), (
            f"{name} n'a pas toutes les issues connues."
        )
        for item in items:
            row, wanted = rows[item["number"]], facts(item)
            for field in ("title", "state", "labels", "updated_at", "closed_at"):
                assert row[field] == wanted[field], (
                    f"{name}, issue {item['number']} : « {field} » n'est pas à jour."
                )


@synchroniser
def test_first_synchronisation(student, stage):
    """La première fois : tout, sans since, dans les deux fichiers"""
    items = [issue(1, 10), closed(2, 11), *(issue(number, 12) for number in range(4, 9))]
    folder = Folder(student, GitHub(stage, *items, pull(3, 13), size=3))
    got = folder.sync(timeout=4)
    assert_report(got, report(added=[1, 2, 4, 5, 6, 7, 8]), "Toutes les issues sont nouvelles.")
    assert_first_request(stage.requests[0])
    assert_timeouts(stage.requests, 4)
    assert_files(folder, *items)


@synchroniser
def test_opened_modified_closed(student, stage):
    """Une issue ouverte, une modifiée, une fermée"""
    github = GitHub(stage, issue(1, 10), issue(2, 11), issue(3, 12), issue(4, 13))
    folder = Folder(student, github)
    folder.sync()
    github.change(closed(1, 15), issue(2, 16, title="Nouveau titre"), issue(5, 17))
    assert_report(folder.sync(), report(added=[5], updated=[2], closed=[1]), "Ce n'est pas ce qui a changé.")
    assert_first_request(stage.requests[1], since=moment(13))
    assert_files(folder, *github.items.values())


@synchroniser
def test_nothing_new(student, stage):
    """Rien de nouveau : un bilan vide, puis un 304"""
    folder = Folder(student, GitHub(stage, issue(1, 10), issue(2, 11)))
    folder.sync()
    assert_report(
        folder.sync(), report(), "GitHub renvoie l'issue 2, inchangée : elle n'est pas dans le bilan."
    )
    assert_report(folder.sync(), report(), "Rien n'a changé.")
    assert_files(folder, issue(1, 10), issue(2, 11))
    statuses = [exchange.status for exchange in stage.requests]
    assert statuses == [200, 200, 304], (
        "La troisième demande est la même que la deuxième : elle porte l'etag reçu alors, "
        "et GitHub répond 304."
    )


@synchroniser
def test_failure_in_the_middle(student, stage):
    """Une panne à la page 2 : rien ne change, et la fois suivante rattrape tout"""
    github = GitHub(stage, *(issue(number, 10) for number in range(1, 5)), size=3)
    folder = Folder(student, github)
    folder.sync()
    before = folder.files()
    github.change(closed(1, 15), issue(2, 16), issue(5, 17), issue(6, 18), issue(7, 18))
    github.faults = iter([None, Answer(status=401, json={"message": "Bad credentials"})])
    assert "BadToken" in folder.fails(), "L'exception de fetch_changes sort de sync."
    assert folder.files() == before, "Après une panne, les fichiers du dossier restent tels qu'ils étaient."
    assert_report(
        folder.sync(), report(added=[5, 6, 7], updated=[2], closed=[1]), "La fois suivante rattrape tout."
    )
    assert_files(folder, *github.items.values())


@synchroniser
def test_token_is_not_kept(student, stage):
    """Le jeton n'est ni affiché ni dans les fichiers"""
    folder = Folder(student, GitHub(stage, issue(1, 10)))
    call = f"sync({REPO!r}, {TOKEN!r}, {folder.path!r}, base_url={stage.url!r})"
    assert_secret(shown_by(student, call), "pendant une synchronisation")
    student.run(call)
    files = folder.files()
    assert files, "sync n'a rien écrit dans le dossier."
    for name, content in files.items():
        assert TOKEN.encode() not in content, f"Le jeton est dans le fichier {name}."
