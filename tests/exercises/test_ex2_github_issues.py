"""Exercise 2: its own answers get everything, each mistake is noticed, and no check is idle."""

import os
import shutil
from pathlib import Path

import nbformat
import pytest

from grader.execution import execute
from grader.notebook.rerun import NESTED
from grader.paths import notebooks

NAME = "ex2_github_issues"
POINTS = {"lister": 5, "tableau": 3, "exporter": 4, "erreurs": 4, "synchroniser": 4}

# Question, what is changed in its answer, what it becomes, and the checks that must notice.
MISTAKES = [
    (
        "lister",
        "urlsplit(url)[:2] != urlsplit(base_url)[:2]",
        "not url.startswith(base_url)",
        "server_whose_name_begins_alike",
    ),
    ("lister", '"state": "open", ', "", "all_pages"),
    ("lister", '"per_page": 100', '"per_page": 30', "all_pages full_page"),
    ("lister", '"per_page": 100', '"per_page": 100, "sort": "created"', "all_pages"),
    ("lister", '.get("url"), None', '.get("url"), params', "all_pages last_page_of_one"),
    (
        "lister",
        'response.links.get("next", {}).get("url")',
        "None",
        "all_pages page_that_comes_twice enterprise_server",
    ),
    (
        "lister",
        'response.links.get("next", {}).get("url")',
        'response.links["next"]["url"] if len(response.json()) == 100 else None',
        "all_pages full_page",
    ),
    ("lister", "token.strip()", "token", "headers token_is_not_shown spaces_around_the_token"),
    ("lister", "Bearer ", "Basic ", "headers"),
    ("lister", '"X-GitHub-Api-Version": "2022-11-28",', "", "headers"),
    ("lister", "application/vnd.github+json", "application/json", "headers"),
    ("lister", ", timeout=timeout", "", "every_request_has_a_timeout enterprise_server"),
    ("lister", "timeout=timeout", "timeout=30", "every_request_has_a_timeout enterprise_server"),
    ("lister", "list(latest.values())", "list(latest.values()) or None", "empty_repository"),
    (
        "lister",
        'latest[item["number"]] = item',
        "latest[len(latest)] = item",
        "page_that_comes_twice issue_that_moves",
    ),
    ("lister", 'item["updated_at"] > known["updated_at"]', "True", "older_version_comes_last"),
    ("lister", 'item["updated_at"] > known["updated_at"]', "False", "issue_that_moves"),
    (
        "lister",
        "if urlsplit(url)[:2] != urlsplit(base_url)[:2]:",
        "if False:",
        "other_server",
    ),
    ("lister", "response.raise_for_status()", "if not response.ok:\n                break", "all_or_nothing"),
    (
        "lister",
        "for item in response.json():",
        'for item in response.json() if "json" in response.headers["Content-Type"] else []:',
        "all_or_nothing",
    ),
    (
        "lister",
        "response.raise_for_status()",
        "if response.status_code == 404:\n                break\n            response.raise_for_status()",
        "all_or_nothing",
    ),
    (
        "lister",
        'item["updated_at"] > known["updated_at"]',
        'item["updated_at"][:16] > known["updated_at"][:16]',
        "issue_that_moves",
    ),
    ("lister", "timeout=timeout)", "timeout=timeout, allow_redirects=False)", "renamed_repository"),
    ("lister", "{base_url}/repos", "https://api.github.com/repos", "all_pages enterprise_server"),
    (
        "lister",
        "response.raise_for_status()",
        'if not response.ok:\n                raise RuntimeError(f"GitHub : {response.text}")',
        "token_is_not_shown",
    ),
    ("lister", "while url:", "print(headers)\n        while url:", "token_is_not_shown"),
    ("tableau", 'if "pull_request" not in item', "", "pull_requests_are_left_out only_pull_requests"),
    ("tableau", 'item["html_url"]', 'item["url"]', "every_column"),
    ("tableau", '(item["user"] or {}).get("login")', 'item["user"]["login"]', "what_is_missing"),
    (
        "tableau",
        '[label["name"] for label in item["labels"]]',
        'item["labels"]',
        "every_column texts_are_kept",
    ),
    (
        "tableau",
        '[label["name"] for label in item["labels"]]',
        'sorted(label["name"] for label in item["labels"])',
        "texts_are_kept",
    ),
    (
        "tableau",
        '[label["name"] for label in item["labels"]]',
        '", ".join(label["name"] for label in item["labels"])',
        "every_column what_is_missing",
    ),
    (
        "tableau",
        "return table",
        'table["body"] = table["body"].fillna("")\n    return table',
        "what_is_missing",
    ),
    (
        "tableau",
        "return table",
        'table["body"] = table["body"].str.strip()\n    return table',
        "texts_are_kept",
    ),
    (
        "tableau",
        "pd.to_datetime(table[name], utc=True)",
        "table[name]",
        "types every_column empty_table nothing_closed",
    ),
    (
        "tableau",
        "pd.to_datetime(table[name], utc=True)",
        "pd.to_datetime(table[name]).dt.tz_localize(None)",
        "types every_column",
    ),
    (
        "tableau",
        "pd.DataFrame(rows, columns=columns)",
        "pd.DataFrame(rows)\n    if not rows:\n        return table",
        "empty_table only_pull_requests",
    ),
    (
        "tableau",
        "pd.to_datetime(table[name], utc=True)",
        'pd.to_datetime(table[name], utc=True).dt.floor("min")',
        "every_column what_is_missing texts_are_kept nothing_closed",
    ),
    ("tableau", 'astype("int64")', 'astype("float64")', "types empty_table"),
    (
        "tableau",
        "rows = [",
        'items[:] = [item for item in items if "pull_request" not in item]\n    rows = [',
        "items_are_left_as_they_are",
    ),
    (
        "exporter",
        'with open(path, encoding="utf-8", newline="")',
        'with open(path, encoding="utf-8")',
        "csv_comes_back strange_texts_come_back",
    ),
    (
        "exporter",
        'encoding="utf-8", newline="") as file:  #',
        'encoding="latin-1", errors="replace", newline="") as file:  #',
        "json_comes_back json_file",
    ),
    (
        "exporter",
        "if pd.isna(value):\n            return None",
        "if value is None:\n            return None",
        "json_file missing_everywhere",
    ),
    (
        "exporter",
        '"=+-@\'\\t"',
        '"=+-@\\t"',
        "csv_comes_back csv_file strange_texts_come_back strange_texts_in_the_csv",
    ),
    (
        "exporter",
        "if isinstance(value, str) and (not value or ",
        "if isinstance(value, str) and value and (",
        "csv_comes_back csv_file",
    ),
    ("exporter", '"=+-@\'\\t"', '"=+-@\'\\t\\r"', "strange_texts_in_the_csv"),
    ("exporter", '(not value or value[0] in "=+-@\'\\t")', "False", "csv_file strange_texts_in_the_csv"),
    ("exporter", 'value.removeprefix("\'")', 'value.lstrip("\'")', "strange_texts_come_back"),
    ("exporter", 'value.removeprefix("\'")', "value", "csv_comes_back strange_texts_come_back"),
    (
        "exporter",
        'value.removeprefix("\'")',
        'value.removeprefix("\'").lstrip("0")',
        "csv_comes_back texts_that_all_look_like_numbers",
    ),
    ("exporter", 'None if value == "" else', "", "csv_comes_back missing_everywhere"),
    ("exporter", 'None if value == ""', 'None if value in ("", "null", "NA", "nan")', "csv_comes_back"),
    ("exporter", "return json.dumps(value, ensure_ascii=False)", 'return ";".join(value)', "csv_file"),
    (
        "exporter",
        'table.to_dict("records")',
        'table.sort_values("number").to_dict("records")',
        "strange_texts_come_back",
    ),
    (
        "exporter",
        "    rows = json.loads(Path",
        "    if Path(path).read_text() == '[]':\n        return pd.DataFrame()\n    rows = json.loads(Path",
        "empty_tables_come_back",
    ),
    (
        "exporter",
        "writer.writerow(table.columns)",
        'table["body"] = table["body"].fillna("")\n    writer.writerow(table.columns)',
        "table_is_left_as_it_is",
    ),
    ("exporter", "        os.unlink(temporary)\n", "", "full_disk full_disk_the_first_time"),
    (
        "exporter",
        "write_atomically(path, json.dumps(rows, ensure_ascii=False, indent=1))",
        'with open(path, "w", encoding="utf-8") as file:\n        json.dump(rows, file)',
        "interrupted_export full_disk",
    ),
    (
        "exporter",
        "write_atomically(path, json.dumps(rows, ensure_ascii=False, indent=1))",
        'Path(path).write_text(json.dumps(rows), encoding="utf-8")',
        "full_disk full_disk_the_first_time",
    ),
    (
        "exporter",
        "write_atomically(path, json.dumps(rows, ensure_ascii=False, indent=1))",
        "try:\n        write_atomically(path, json.dumps(rows))\n    except OSError:\n        pass",
        "full_disk",
    ),
    (
        "exporter",
        "os.replace(temporary, path)",
        'open(path, "ab").write(Path(temporary).read_bytes())\n        os.unlink(temporary)',
        "new_export_replaces_the_old_one",
    ),
    ("erreurs", '"state": "all", ', "", "what_has_changed first_time"),
    ("erreurs", '"direction": "desc", ', "", "what_has_changed first_time"),
    (
        "erreurs",
        'params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")',
        'params["since"] = since.date().isoformat()',
        "what_has_changed",
    ),
    ("erreurs", 'params["since"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")', "pass", "what_has_changed"),
    ("erreurs", '{"If-None-Match": etag}', "{}", "not_modified"),
    ("erreurs", '{"If-None-Match": etag}', '{"If-None-Match": etag.removeprefix("W/")}', "not_modified"),
    (
        "erreurs",
        '{} if etag is None else {"If-None-Match": etag}',
        '{"If-None-Match": etag or "None"}',
        "not_modified",
    ),
    ("erreurs", "return None, etag", "return [], etag", "not_modified"),
    ("erreurs", "return None, etag", "return None, None", "not_modified"),
    ("erreurs", ", None, {}\n", ", None, headers\n", "condition_on_the_first_page_only"),
    (
        "erreurs",
        "if params is not None:\n                new_etag",
        "if True:\n                new_etag",
        "what_has_changed",
    ),
    ("erreurs", 'response.headers.get("ETag")', 'response.headers["ETag"]', "no_etag"),
    ("erreurs", "(500, 502, 503, 504)", "(500, 502, 503, 504, 401, 404)", "refusals"),
    ("erreurs", "401: BadToken, ", "", "refusals"),
    ("erreurs", "404: NotFound", "404: Unavailable", "refusals"),
    (
        "erreurs",
        'response.headers.get("X-RateLimit-Remaining") == "0"',
        '"X-RateLimit-Reset" in response.headers',
        "refusals",
    ),
    ("erreurs", 'if "Retry-After" in response.headers:', "if False:", "retry_after secondary_limit_429"),
    ("erreurs", 'int(response.headers["Retry-After"])', "2**attempt", "retry_after secondary_limit_429"),
    (
        "erreurs",
        'int(response.headers["Retry-After"])',
        'min(int(response.headers["Retry-After"]), 60)',
        "secondary_limit_429",
    ),
    ("erreurs", "in (403, 429)", "== 403", "secondary_limit_429 reset_429"),
    ("erreurs", "in (403, 429)", "== 429", "retry_after rate_limit_reset"),
    (
        "erreurs",
        'max(0, int(response.headers["X-RateLimit-Reset"]) - time.time())',
        'int(response.headers["X-RateLimit-Reset"])',
        "rate_limit_reset",
    ),
    (
        "erreurs",
        'max(0, int(response.headers["X-RateLimit-Reset"]) - time.time())',
        'int(response.headers["X-RateLimit-Reset"]) - time.time()',
        "reset_already_past",
    ),
    (
        "erreurs",
        'max(0, int(response.headers["X-RateLimit-Reset"]) - time.time())',
        "3600",
        "rate_limit_reset reset_429",
    ),
    (
        "erreurs",
        'int(response.headers["X-RateLimit-Reset"]) - time.time()',
        'int(response.headers["X-RateLimit-Reset"]) - time.perf_counter()',
        "rate_limit_reset",
    ),
    (
        "erreurs",
        "return 2**attempt",
        "return None",
        "server_recovers server_stays_down attempts_are_for_each_page",
    ),
    ("erreurs", "return 2**attempt", "return 0.1", "server_stays_down"),
    ("erreurs", "return 2**attempt", "return 60", "server_stays_down"),
    ("erreurs", "range(4)", "range(3)", "server_stays_down limit_that_stays attempts_are_for_each_page"),
    ("erreurs", "range(4)", "range(10)", "server_stays_down limit_that_stays"),
    (
        "erreurs",
        "kind = Unavailable if status >= 500 else RateLimited",
        "kind = Unavailable",
        "limit_that_stays",
    ),
    (
        "erreurs",
        "kind = Unavailable if status >= 500 else RateLimited",
        "kind = RateLimited",
        "server_stays_down failure_on_the_last_page",
    ),
    ("erreurs", "except requests.RequestException", "except requests.Timeout", "cut_page no_connection"),
    (
        "erreurs",
        "except requests.RequestException",
        "except requests.ConnectionError",
        "cut_page no_connection",
    ),
    ("erreurs", ", timeout=timeout)", ")", "no_connection what_has_changed"),
    ("erreurs", "timeout=timeout", "timeout=10", "what_has_changed"),
    ("erreurs", "%H:%M:%SZ", "%H:%M:00Z", "what_has_changed"),
    (
        "erreurs",
        'int(response.headers["X-RateLimit-Reset"]) - time.time()',
        'int(int(response.headers["X-RateLimit-Reset"]) - time.time())',
        "rate_limit_reset reset_429",
    ),
    ("erreurs", "(500, 502, 503, 504)", "range(500, 600)", "unexpected_code"),
    ("erreurs", "not isinstance(page, list)", "isinstance(page, dict)", "broken_second_page"),
    (
        "erreurs",
        'item["updated_at"] > known["updated_at"]',
        'item["updated_at"][:16] > known["updated_at"][:16]',
        "first_time",
    ),
    (
        "erreurs",
        'except ValueError:\n            raise BadAnswer("Le corps n\'est pas du JSON") from None',
        "except ValueError:\n            return []",
        "broken_answers broken_second_page",
    ),
    ("erreurs", "except ValueError:", "except KeyError:", "broken_answers broken_second_page"),
    (
        "erreurs",
        "if not isinstance(page, list) or not all(isinstance(item, dict) for item in page):",
        "if False:",
        "broken_answers broken_second_page",
    ),
    (
        "erreurs",
        "if urlsplit(url)[:2] != urlsplit(base_url)[:2]:",
        "if False:",
        "next_page_elsewhere next_page_on_another_port",
    ),
    (
        "erreurs",
        "if urlsplit(url)[:2] != urlsplit(base_url)[:2]:",
        "if urlsplit(url).hostname != urlsplit(base_url).hostname:",
        "next_page_on_another_port",
    ),
    (
        "erreurs",
        "timeout=timeout)",
        "timeout=timeout, allow_redirects=False)",
        "renamed_repository_changes",
    ),
    ("erreurs", "token.strip()", "token", "token_from_a_file"),
    ("erreurs", "if status in (200, 304):", "if status in (200, 203, 304, 410, 418):", "unexpected_code"),
    (
        "erreurs",
        '        if response.status_code in (403, 429):\n            if "Retry',
        '        if response.status_code in (403, 404, 429):\n            if "Retry',
        "nothing_left_is_no_limit",
    ),
    ("erreurs", 'item["updated_at"] > known["updated_at"]', "True", "first_time"),
    (
        "erreurs",
        'raise refusals.get(status, GitHubError)(f"GitHub a répondu {status}")',
        "raise refusals.get(status, GitHubError)(response.text)",
        "token_is_not_shown_when_it_fails",
    ),
    (
        "erreurs",
        'raise BadAnswer("Le corps n\'est pas du JSON") from None',
        "raise BadAnswer(response.text) from None",
        "token_is_not_shown_by_other_failures",
    ),
    (
        "synchroniser",
        "    export_csv(table, csv_path)\n",
        '    early = state["since"] or max((item["updated_at"] for item in items), default=None)\n'
        '    write_atomically(state_path, json.dumps({"since": early, "etag": etag}))\n'
        "    export_csv(table, csv_path)\n",
        "file_that_cannot_be_written file_that_cannot_be_written_at_the_same_moment",
    ),
    (
        "synchroniser",
        "since = None if state",
        "since = None if True or state",
        "opened_modified_closed timeline",
    ),
    (
        "synchroniser",
        'told = newest or state["since"]',
        "told = datetime.now(UTC).isoformat()",
        "opened_modified_closed timeline",
    ),
    (
        "synchroniser",
        'max((item["updated_at"] for item in items), default=None)',
        'min((item["updated_at"] for item in items), default=None)',
        "opened_modified_closed timeline",
    ),
    ("synchroniser", 'etag if told == state["since"] else None', "None", "nothing_new timeline"),
    ("synchroniser", 'etag if told == state["since"] else None', "etag", "timeline"),
    (
        "synchroniser",
        'etag if told == state["since"] else None',
        '(state["etag"] or etag) if told == state["since"] else None',
        "same_moment",
    ),
    (
        "synchroniser",
        'since, state["etag"], base_url',
        'since, state["etag"] if since else None, base_url',
        "empty_repository_then_one",
    ),
    (
        "synchroniser",
        'state["etag"], base_url, timeout)',
        'state["etag"], base_url)',
        "first_synchronisation",
    ),
    (
        "synchroniser",
        "for item in items), default=None)",
        'for item in items if item["state"] == "open"), default=None)',
        "closed_and_changed",
    ),
    (
        "synchroniser",
        "elif before != row:",
        'elif any(before[name] != row[name] for name in ("title", "body", "labels", "updated_at")):',
        "closed_and_changed",
    ),
    ("synchroniser", "elif before != row:", "else:", "nothing_new same_moment"),
    ("synchroniser", "elif before != row:", "elif before['title'] != row['title']:", "closed_and_changed"),
    ("synchroniser", "sorted(numbers)", "numbers", "first_synchronisation timeline"),
    (
        "synchroniser",
        'elif before["state"] == "open" and row["state"] == "closed":',
        'elif row["state"] == "closed":',
        "closed_and_changed",
    ),
    (
        "synchroniser",
        "if before is None:",
        'if before is None and row["state"] == "open":',
        "first_synchronisation",
    ),
    (
        "synchroniser",
        "        rows[row[",
        "        if row['state'] == 'closed':\n            continue\n        rows[row[",
        "opened_modified_closed",
    ),
    ("synchroniser", "    export_csv(table, csv_path)\n", "", "first_synchronisation"),
    (
        "synchroniser",
        "    export_json(table, json_path)\n",
        "    newest = max([item['updated_at'] for item in items], default=None)\n"
        "    Path(state_path).write_text(json.dumps({'since': newest, 'etag': None}))\n"
        "    export_json(table, json_path)\n",
        "disk_full",
    ),
    ("synchroniser", "None if pd.isna(v) else v", "v", "nothing_new same_moment"),
    (
        "synchroniser",
        "    items, etag = fetch",
        "    export_json(known, json_path)\n    items, etag = fetch",
        "failed_first_time",
    ),
    (
        "synchroniser",
        '    items, etag = fetch_changes(repo, token, since, state["etag"], base_url, timeout)',
        "    try:\n"
        "        items, etag = fetch_changes(repo, token, since, state['etag'], base_url, timeout)\n"
        "    except GitHubError:\n        return {'added': [], 'updated': [], 'closed': []}",
        "failure_in_the_middle failed_first_time",
    ),
    ("synchroniser", ", default=None)", ")", "empty_repository_then_one"),
    (
        "synchroniser",
        "to_table(items).to_dict",
        "to_table([i for i in items if i['updated_at'] > (state['since'] or '')]).to_dict",
        "same_moment",
    ),
    (
        "synchroniser",
        '"state.json")\n    )',
        '"state.json")\n    )\n    state_path = globals().setdefault("_place", state_path)',
        "folder_that_moves two_folders",
    ),
    (
        "synchroniser",
        "    export_json(table, json_path)",
        "    if not any(report.values()):\n        return report\n    export_json(table, json_path)",
        "file_that_cannot_be_written nothing_new",
    ),
    (
        "synchroniser",
        "json.dumps(kept)",
        'json.dumps({**kept, "token": token})',
        "token_is_not_kept token_is_not_shown",
    ),
    (
        "synchroniser",
        "for row in map(facts, to_table(items)",
        "[item.pop('pull_request', None) for item in items]\n    for row in map(facts, to_table(items)",
        "first_synchronisation pull_requests_stay_out",
    ),
]


def test_points_are_those_of_the_release(exercise) -> None:
    assert exercise.points() == POINTS
    assert sum(POINTS.values()) == 20


@pytest.mark.parametrize("question", POINTS)
def test_every_question_has_visible_and_hidden_checks(judged, question) -> None:
    hidden = [result.hidden for result in judged["source"].of(question)]
    assert hidden.count(False) >= 3
    assert hidden.count(True) >= 3


@pytest.mark.parametrize("question", POINTS)
def test_titles_of_a_question_differ(judged, question) -> None:
    titles = [result.title for result in judged["source"].of(question)]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if title.startswith("test_") or title.endswith(".")]


def test_source_gets_everything(judged) -> None:
    assert judged["source"].failed == set()


@pytest.mark.parametrize(("question", "old", "new", "noticed"), MISTAKES)
def test_mistake_is_noticed(judged, question, old, new, noticed) -> None:
    assert judged[question, old, new].failed == set(noticed.split())


def test_every_check_notices_a_mistake(judged) -> None:
    noticing = {f"test_{name}" for *_, noticed in MISTAKES for name in noticed.split()}
    assert noticing == {result.name for result in judged["source"].results}


def test_failed_checks_say_why(judged) -> None:
    silent = [
        result.name
        for verdict in judged.values()
        for result in verdict.results
        if result.outcome.name != "PASSED" and not result.message
    ]
    assert silent == []


@pytest.fixture(scope="module")
def temporary(tmp_path_factory) -> Path:
    """Return the folder where `executed` has its temporary files."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def executed(exercise, temporary, tmp_path_factory) -> dict[str, list]:
    """Return what each cell of the release shows in a kernel, once the source's answers stand in it."""
    folder = tmp_path_factory.mktemp("course") / NAME  # progress is kept beside the notebooks
    shutil.copytree(notebooks() / NAME, folder)
    notebook = nbformat.read(folder / f"{NAME}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = exercise.answers.get(cell.id.removeprefix("reponse-"), cell.source)
        if cell.id in POINTS:
            cell.source = f'check("{cell.id}")'
    ran = execute(notebook, cwd=folder, env={**os.environ, NESTED: "1", "TMPDIR": str(temporary)})
    return {cell.id: cell.outputs for cell in ran.cells if cell.cell_type == "code"}


def test_released_notebook_gives_full_points_in_a_kernel(executed) -> None:
    shown = {question: executed[question][0].data["text/plain"] for question in POINTS}
    assert shown == {question: str(float(points)) for question, points in POINTS.items()}


def test_checks_leave_no_files_behind(executed, temporary) -> None:
    assert list(temporary.iterdir()) == []


def test_what_one_tries_is_recorded_or_served(executed) -> None:
    tried = {name: outputs for name, outputs in executed.items() if name.startswith("essayer-")}
    failures = [output for outputs in tried.values() for output in outputs if output.output_type == "error"]
    assert failures == []
    printed = {name: "".join(o.get("text", "") for o in outputs) for name, outputs in tried.items()}
    assert "210 éléments, dont 42 pull requests" in printed["essayer-lister"]
    assert printed["essayer-refus"].splitlines()[:2] == [
        "BadToken : GitHub a répondu 401",
        "NotFound : GitHub a répondu 404",
    ]
    assert "(None, " in printed["essayer-refus"]
    failed = [line[:19] for line in printed["essayer-pannes"].splitlines() if "Unavailable" in line]
    assert failed == ["coupe : Unavailable"]
    assert printed["essayer-synchroniser"].count("'closed': [") == 4
