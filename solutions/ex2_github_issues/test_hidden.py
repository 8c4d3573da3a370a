"""The hidden checks of exercise 2: the same statement, with other repositories, texts and failures."""

import itertools
import runpy
from pathlib import Path
from types import SimpleNamespace

from grader.checks import question
from grader.checks.diagnosis import asking, named
from grader.stage import Answer
from grader.student.handle import StudentError

visible = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("test_visible.py"))))
GitHub, issue, closed, pull, label, person, lasting = (
    getattr(visible, name) for name in ("GitHub", "issue", "closed", "pull", "label", "person", "lasting")
)
REPO, TOKEN, LIMITS, DOWN = visible.REPO, visible.TOKEN, visible.LIMITS, visible.DOWN
FIRST = f"/repos/{REPO}/issues"


# --- 1. lister ----------------------------------------------------------------------------------------

lister = question("lister")


@lister
def test_full_page(student, stage):
    """Cent issues tout juste : une page pleine, une seule requête"""
    github = GitHub(stage, *map(issue, range(1, 101)))
    visible.assert_numbers(visible.list_issues(student, github), range(1, 101))
    assert len(stage.requests) == 1, "Une réponse sans « next » est la dernière, même pleine."


@lister
def test_last_page_of_one(student, stage):
    """201 issues : la dernière page n'en a qu'une"""
    github = GitHub(stage, *map(issue, range(1, 202)))
    visible.assert_numbers(visible.list_issues(student, github), range(1, 202))
    visible.assert_followed(stage, github)


@lister
def test_older_version_comes_last(student, stage):
    """La version la plus récente arrive d'abord, l'ancienne ensuite"""
    new, old = issue(5, 9.5, title="Nouveau"), issue(5, 9, title="Ancien")
    items = visible.list_issues(student, GitHub(stage, pages=[[new, issue(3)], [issue(2), old]]))
    visible.assert_numbers(items, [2, 3, 5])
    titles = [item["title"] for item in items if item["number"] == 5]
    last = (
        "Vous gardez la version arrivée la dernière : c'est updated_at qui dit laquelle est la plus récente."
    )
    assert titles == ["Nouveau"], named(titles, "L'issue 5 n'est pas celle reçue.", (["Ancien"], last))


@lister
def test_enterprise_server(student, stage):
    """GitHub Enterprise : l'adresse de base a un chemin"""
    github = GitHub(stage, *map(issue, range(1, 5)), size=2, prefix="/api/v3", repo="equipe/outils.web")
    with asking(stage, "GET", "/api/v3/repos/equipe/outils.web/issues"):
        items = student.fetch_issues("equipe/outils.web", TOKEN, base_url=github.base_url)
    visible.assert_numbers(items, [1, 2, 3, 4])
    visible.assert_followed(stage, github)
    visible.assert_timeouts(stage.requests, 10)


@lister
def test_renamed_repository(student, stage):
    """Un dépôt renommé : la redirection est suivie"""
    GitHub(stage, issue(1), issue(2), repo="myorg/nouveau")
    items = redirected(student, stage, "fetch_issues", "state=open&per_page=100")
    visible.assert_numbers(items, [1, 2])


@lister
def test_server_whose_name_begins_alike(student, stage):
    """L'adresse de la page suivante commence comme base_url, et mène ailleurs"""
    alike(stage)
    visible.raises_anything(student, "fetch_issues", stage)
    assert len(stage.requests) == 1, ALIKE


ALIKE = (
    "Une requête est partie vers un autre serveur, avec le jeton. Une adresse qui commence comme base_url "
    "peut mener ailleurs : comparez ses parties (urlsplit), et non le début du texte."
)


def alike(stage):
    """Have the first page lead to an address whose server is what follows the @ (RFC 3986, 3.2)."""
    away = f"{stage.url}@localhost:{stage.port}/ailleurs"
    stage.route("/ailleurs", json=[issue(2)])
    stage.route(FIRST, json=[issue(1)], headers={"ETag": '"1"', "Link": f'<{away}>; rel="next"'})


def redirected(student, stage, function, query):
    """Return what a fetching function gives, whose first answer is a redirection."""
    place = f"{stage.url}/repos/myorg/nouveau/issues?{query}"
    stage.route(FIRST, status=301, headers={"Location": place}, json={"message": "Moved Permanently"})
    try:
        return student[function](REPO, TOKEN, base_url=stage.url)
    except StudentError as error:
        if error.cut_short or len(stage.requests) > 1:
            raise
        raise AssertionError(f"La redirection n'est pas suivie : {error.types[0]} est levée.") from None


@lister
def test_spaces_around_the_token(student, stage):
    """Le jeton vient d'un fichier : un saut de ligne et des espaces l'entourent"""
    assert_stripped(student, stage, "fetch_issues")


def assert_stripped(student, stage, function):
    """Assert that a fetching function removes what stands around the token."""
    github = GitHub(stage, issue(1))
    try:
        student[function](REPO, f" {TOKEN} \r\n", base_url=github.base_url)
    except StudentError as error:
        if error.cut_short or stage.requests:
            raise
        around = "Retirez les espaces et les sauts de ligne autour du jeton (strip)"
        raise AssertionError(f"{around} : sans cela, {error.types[0]} est levée.") from None
    visible.assert_headers(stage.requests)


@lister
def test_all_or_nothing(student, stage):
    """La dernière page ne vient pas : une exception, pas une partie de la liste"""
    for what, answer in (
        ("répond 500", Answer(status=500, json={"message": "Oups"})),
        ("répond 404", Answer(status=404, json={"message": "Not Found"})),
        ("est coupée au milieu", Answer(json=[issue(7)], cut=100)),
        ("n'est pas du JSON", Answer(text="<h1>Maintenance</h1>")),
    ):
        faults = itertools.chain([None, None], itertools.repeat(answer))
        GitHub(stage, *map(issue, range(1, 8)), size=3, faults=faults)
        raised = visible.raises_anything(student, "fetch_issues", stage)
        assert raised, f"La dernière page {what} : fetch_issues doit lever une exception."


# --- 2. tableau ---------------------------------------------------------------------------------------

tableau = question("tableau")


@tableau
def test_texts_are_kept(student):
    """Les textes restent tels quels"""
    items = [
        issue(11, title="  Espaces  ", body="\r\nfin\r\n"),
        issue(12, title="Œuvre « à l'écart » 🚨", body="NaN", labels=[label("à, faire"), label("P1")]),
        issue(13, title="007", body="nan", labels=[label("P1"), label("à, faire")]),
    ]
    visible.assert_rows(visible.rows_of(student.to_table(items)), [visible.facts(item) for item in items])


@tableau
def test_only_pull_requests(student):
    """Seulement des pull requests : un tableau vide, bien typé"""
    items = [pull(2), pull(3)]
    with visible.expecting_no_exception(
        "La liste n'est pas vide, mais il n'en reste aucune ligne : {} est levée."
    ):
        table = student.to_table(items)
    assert visible.rows_of(table) == [], "Une pull request n'a pas de ligne."
    visible.assert_types(visible.types_of(student, f"to_table({items!r})"))


@tableau
def test_nothing_closed(student):
    """Aucune issue fermée : la date de fermeture reste une date"""
    items = [issue(1), issue(2)]
    visible.assert_rows(visible.rows_of(student.to_table(items)), [visible.facts(item) for item in items])
    visible.assert_types(visible.types_of(student, f"to_table({items!r})"))


@tableau
def test_items_are_left_as_they_are(student):
    """La liste reçue n'est pas modifiée"""
    items = [issue(1, labels=[label("bug")]), pull(2), closed(3, user=None)]
    student.run(f"_items = {items!r}\n_table = to_table(_items)")
    assert student.run("hasattr(_table, 'columns')"), "to_table ne rend pas de tableau."
    assert student["_items"] == items, "to_table a modifié la liste qu'elle a reçue."


# --- 3. exporter --------------------------------------------------------------------------------------

exporter = question("exporter")
STRANGE = [
    closed(31, title="=1+1", body="=SOMME(A1:A9)", user=person("marie-noëlle")),
    issue(8, title="-", body="'"),
    issue(30, title="''double", body="'=piégé"),
    issue(9, title="None", body="", labels=[label('de "guillemets"'), label("l'apostrophe"), label("a;b")]),
    issue(10, title="1e5", body=None, labels=[label("[]")], assignees=[person("a-b"), person("c")]),
    issue(11, title="True", body='a,b\r\n"c"\n\n\n', user=None, comments=12_345),
    issue(12, title="#REF! \\n n'est pas un saut de ligne", body="nan\n"),
    issue(13, title="Un texte", body="\r\nqui commence par un saut de ligne", user=person("-")),
]


@exporter
def test_strange_texts_come_back(student):
    """D'autres textes reviennent, en JSON et en CSV"""
    for kind in ("json", "csv"):
        file = visible.File(student, kind)
        file.export(STRANGE)
        visible.assert_same(file, STRANGE)


@exporter
def test_strange_texts_in_the_csv(student):
    """Le CSV suit la règle de l'apostrophe pour d'autres textes"""
    file = visible.File(student, "csv")
    file.export(STRANGE)
    visible.assert_csv(file, STRANGE)


@exporter
def test_texts_that_all_look_like_numbers(student):
    """Des colonnes dont tous les textes ressemblent à des nombres ou à des dates"""
    items = [issue(1, title="007", body="2026-01-05"), issue(2, title="1e3", body="2026-01-06")]
    guessed = "Une colonne de textes a été prise pour des nombres, et {} est levée : lisez tout en texte."
    for kind in ("json", "csv"):
        file = visible.File(student, kind)
        file.export(items)
        with visible.expecting_no_exception(guessed):
            visible.assert_same(file, items)


@exporter
def test_missing_everywhere(student):
    """Une colonne dont toutes les valeurs sont absentes"""
    items = [issue(1, body=None, user=None), issue(2, body=None, user=None)]
    for kind in ("json", "csv"):
        file = visible.File(student, kind)
        file.export(items)
        visible.assert_same(file, items)


@exporter
def test_table_is_left_as_it_is(student):
    """Le tableau exporté n'est pas modifié"""
    for kind in ("json", "csv"):
        file = visible.File(student, kind)
        code = f"_exported = to_table({STRANGE!r})\nexport_{kind}(_exported, {file.path!r})\n_exported"
        rows = visible.rows_of(student.run(code))
        expected = [visible.facts(item) for item in STRANGE]
        try:
            visible.assert_rows(rows, expected)
        except AssertionError as error:
            raise AssertionError(f"export_{kind} a modifié le tableau reçu. {error}") from None
        assert file.content(), f"export_{kind} a laissé le fichier vide."


OTHER_DISK = "/dev/shm"  # of its own in the sandbox, and on most Linux machines


@exporter
def test_new_export_replaces_the_old_one(student):
    """Un second export, plus court, remplace le premier, sur un autre disque que /tmp aussi"""
    for kind, disk in (("json", None), ("csv", None), ("json", OTHER_DISK), ("csv", OTHER_DISK)):
        file = visible.File(student, kind, disk)
        try:
            file.export(STRANGE)
        except StudentError as error:
            elsewhere = disk and "OSError" in error.types
            assert not elsewhere, ELSEWHERE
            raise
        file.export(STRANGE[:2])
        visible.assert_same(file, STRANGE[:2])
        assert file.beside() == [f"issues.{kind}"], "Il reste un fichier provisoire dans le dossier."


ELSEWHERE = (
    "os.replace ne passe pas d'un disque à l'autre : "
    "le fichier provisoire est à écrire dans le dossier du fichier demandé."
)
FULL_DISK = """
import resource as _resource
_limits = _resource.getrlimit(_resource.RLIMIT_FSIZE)
_resource.setrlimit(_resource.RLIMIT_FSIZE, (20_000, _limits[1]))
"""
ROOM_AGAIN = "_resource.setrlimit(_resource.RLIMIT_FSIZE, _limits)"
MANY = [issue(number, body="Un texte assez long. " * 9) for number in range(1, 301)]


@exporter(weight=2)
def test_full_disk(student):
    """Le disque est plein au milieu de l'export : l'ancien fichier reste, l'exception sort"""
    for kind in ("json", "csv"):
        file = visible.File(student, kind)
        file.export(STRANGE)
        before = file.content()
        assert fails_on_a_full_disk(student, file), "Le disque est plein : l'exception doit sortir."
        assert file.content() == before, (
            f"L'ancien fichier {kind.upper()} est perdu : écrivez d'abord à côté."
        )
        assert file.beside() == [f"issues.{kind}"], "Il reste un fichier provisoire dans le dossier."


@exporter
def test_full_disk_the_first_time(student):
    """Le disque est plein au premier export : il n'y a pas de fichier"""
    for kind in ("json", "csv"):
        visible.File(student, kind).export([issue(1)])  # where there is room, nothing is raised
        file = visible.File(student, kind)
        assert fails_on_a_full_disk(student, file), "Le disque est plein : l'exception doit sortir."
        assert file.beside() == [], "Un export interrompu ne laisse aucun fichier."
        half = [issue(1), issue(2, title="\ud83d")]  # of a pair of surrogates: UTF-8 has no bytes for it
        if visible.raised_by(file.export, half):
            assert file.beside() == [], LEFT
        other = visible.File(student, kind)
        student.run(f"__import__('os').mkdir({other.path!r})")  # os.replace fails, shutil.move goes inside
        visible.raised_by(other.export, [issue(1)])
        assert other.beside() == [f"issues.{kind}"], LEFT


LEFT = "Un export qui échoue laisse un fichier provisoire : retirez-le quoi qu'il arrive (try, finally)."


def fails_on_a_full_disk(student, file):
    """Export a long table where files cannot grow beyond 20 kB; say whether that raised."""
    student.run(f"_many = to_table({MANY!r})")
    student.run(FULL_DISK)
    try:
        return bool(visible.raised_by(student.run, f"export_{file._kind}(_many, {file.path!r})"))
    finally:
        student.run(ROOM_AGAIN)


# --- 4. erreurs ---------------------------------------------------------------------------------------

erreurs = question("erreurs")


@erreurs
def test_first_time(student, stage):
    """Sans since : toutes les issues, ouvertes et fermées, une fois chacune"""
    later = 11 + visible.SECOND
    pages = [
        [issue(9, 12), closed(4, 11)],
        [closed(4, 10), issue(2, 11)],
        [issue(2, later), pull(1, 8)],
    ]
    items, etag = visible.changes(student, GitHub(stage, pages=pages))
    visible.assert_numbers(items, [1, 2, 4, 9])
    visible.assert_first_request(stage.requests[0])
    kept = {item["number"]: item["updated_at"] for item in items}
    newest = "Gardez la version dont updated_at est le plus récent, à la seconde près."
    assert (kept[4], kept[2]) == (visible.moment(11), visible.moment(later)), newest
    assert isinstance(etag, str), "etag est l'en-tête ETag de la première page."


@erreurs
def test_condition_on_the_first_page_only(student, stage):
    """If-None-Match ne part qu'à la première page, et n'empêche pas de lire ce qui a changé"""
    github = GitHub(stage, *map(issue, range(1, 8)), size=3)
    items, etag = visible.changes(student, github, etag='W/"ancien"')
    visible.assert_numbers(items, range(1, 8))
    sent = [exchange.headers.get("If-None-Match") for exchange in stage.requests]
    assert sent == ['W/"ancien"', None, None], "If-None-Match est pour la première page, et pour elle seule."
    assert etag == github.etags[0], "etag est l'en-tête ETag de la première page, tel quel."


@erreurs
def test_no_etag(student, stage):
    """Un serveur sans ETag : None ; un 304 : l'etag reçu en paramètre"""
    stage.route(FIRST, json=[issue(1)])
    none = "Sans en-tête ETag, etag vaut None"
    with asking(stage, "GET", FIRST, KeyError=f'{none} : response.headers.get("ETag") le donne.'):
        etag = student.fetch_changes(REPO, TOKEN, base_url=stage.url)[1]
    assert etag is None, f"{none}."
    stage.route(FIRST, status=304, headers={"ETag": 'W/"1"'})
    answer = student.fetch_changes(REPO, TOKEN, etag='"1"', base_url=stage.url)
    theirs = "Avec 304, l'etag à rendre est celui reçu en paramètre, et non celui de la réponse."
    assert answer == [None, '"1"'], theirs


@erreurs
def test_secondary_limit_429(student, stage):
    """Un 429 avec Retry-After, deux fois de suite, quoi que dise X-RateLimit-Reset"""
    spent = {**LIMITS, "X-RateLimit-Remaining": "0"}  # its reset is far away
    busy = [Answer(status=429, headers={**spent, "Retry-After": str(wait)}) for wait in (7, 61)]
    items, _ = visible.changes(student, GitHub(stage, issue(1), faults=busy))
    visible.assert_numbers(items, [1])
    assert len(stage.requests) == 3, "Chaque limite est suivie d'un nouvel essai."
    visible.assert_waited(stage.requests[1].at - stage.requests[0].ended, 7, visible.RETRY_AFTER_FIRST)
    visible.assert_waited(stage.requests[2].at - stage.requests[1].ended, 61, visible.RETRY_AFTER_FIRST)


@erreurs
def test_reset_429(student, stage, clock):
    """Un 429 sans Retry-After : l'attente va jusqu'à X-RateLimit-Reset, à la page 2 aussi"""
    refusal, wanted = visible.limit_until(student, clock, 90, status=429)
    github = GitHub(stage, *map(issue, range(1, 6)), size=3, faults=[None, refusal])
    items, _ = visible.changes(student, github)
    visible.assert_numbers(items, range(1, 6))
    visible.assert_again(stage.requests, 1)
    waited = stage.requests[2].at - stage.requests[1].ended
    visible.assert_waited(waited, wanted, visible.RESET_IS_A_MOMENT)


@erreurs
def test_reset_already_past(student, stage, clock):
    """X-RateLimit-Reset est déjà passé : pas d'attente"""
    refusal, _ = visible.limit_until(student, clock, -5)
    github = GitHub(stage, issue(1), faults=[refusal])
    negative = "La durée à attendre est négative, et time.sleep la refuse : max(0, …) en fait zéro."
    with asking(stage, "GET", FIRST, ValueError=negative):
        items, _ = visible.changes(student, github)
    visible.assert_numbers(items, [1])
    waited = stage.requests[1].at - stage.requests[0].ended
    visible.assert_waited(waited, 0, visible.RESET_IS_A_MOMENT)


@erreurs
def test_limit_that_stays(student, stage):
    """Une limite qui reste : quatre essais, puis RateLimited"""
    visible.assert_refused(student, GitHub(stage, faults=lasting(visible.SLOW_DOWN)), "RateLimited")
    assert len(stage.requests) == 4, "Chaque requête est envoyée quatre fois au plus, et pas moins."
    github = GitHub(stage, faults=lasting(visible.SLOW_DOWN, DOWN))
    raised = visible.raised_by(student.fetch_changes, REPO, TOKEN, base_url=github.base_url)
    mixed = "Limites et pannes se comptent ensemble : quatre envois au plus pour une requête."
    assert len(stage.requests) == 8, mixed
    assert "Unavailable" in raised, (
        "La dernière réponse est une panne : l'exception attendue est Unavailable."
    )


@erreurs
def test_attempts_are_for_each_page(student, stage):
    """Trois pannes à chaque page : chacune a ses quatre essais"""
    faults = [DOWN, Answer(status=500), Answer(status=503), None, DOWN, Answer(status=504), DOWN]
    try:
        items, _ = visible.changes(student, GitHub(stage, *map(issue, range(1, 6)), size=3, faults=faults))
    except AssertionError:
        each = "Les essais se comptent page par page, et non pour toute la lecture : la page 2 en a quatre."
        assert len(stage.requests) <= 4, each
        raise
    visible.assert_numbers(items, range(1, 6))
    targets = [exchange.target for exchange in stage.requests]
    assert [len(list(group)) for _, group in itertools.groupby(targets)] == [4, 4], (
        "Une page en panne est redemandée, jusqu'à quatre envois ; les pages déjà lues ne le sont pas."
    )


@erreurs
def test_failure_on_the_last_page(student, stage):
    """Une panne qui dure à la dernière page : Unavailable, et rien d'autre"""
    faults = [None, None, *lasting(DOWN)]
    visible.assert_refused(
        student, GitHub(stage, *map(issue, range(1, 8)), size=3, faults=faults), "Unavailable"
    )
    assert len(stage.requests) == 6, "Seule la page en panne est redemandée, jusqu'à quatre envois."


@erreurs
def test_no_connection(student, stage):
    """Connexion refusée, fermée aussitôt, ou muette : Unavailable"""
    refused = SimpleNamespace(base_url=stage.refused_url.removesuffix("/health"), stage=stage)
    visible.assert_refused(student, refused, "Unavailable")
    for answer in (Answer(drop=True), Answer(hang=True)):
        visible.assert_refused(student, GitHub(stage, faults=lasting(answer)), "Unavailable")
    assert all(exchange.timeout for exchange in stage.requests), (
        "Chaque requête a un délai maximal (timeout)."
    )


@erreurs
def test_broken_second_page(student, stage):
    """La page 2 n'est pas celle de l'API : BadAnswer"""
    for text in ('[{"number": 1', '["un texte"]', "", "null", "12"):
        github = GitHub(stage, *map(issue, range(1, 6)), size=3, faults=[None, Answer(text=text)])
        visible.assert_refused(student, github, "BadAnswer")


@erreurs
def test_next_page_elsewhere(student, stage):
    """Une page suivante sur un autre serveur : BadAnswer, sans requête"""
    away = stage.url.replace("127.0.0.1", "localhost") + "/ailleurs"
    stage.route("/ailleurs", json=[issue(2)])
    stage.route(FIRST, json=[issue(1)], headers={"ETag": '"1"', "Link": f'<{away}>; rel="next"'})
    visible.raises_anything(student, "fetch_changes", stage)
    assert len(stage.requests) == 1, "Une requête est partie vers un autre serveur, avec le jeton."
    visible.assert_refused(student, SimpleNamespace(base_url=stage.url, stage=stage), "BadAnswer")


@erreurs
def test_token_from_a_file(student, stage):
    """Le jeton vient d'un fichier : un saut de ligne et des espaces l'entourent"""
    assert_stripped(student, stage, "fetch_changes")


@erreurs
def test_unexpected_code(student, stage):
    """Un code inattendu, ou un 429 qui ne demande rien : GitHubError, tout de suite"""
    for status in (203, 410, 418, 429, 501, 505):
        before = len(stage.requests)
        answer = Answer(status=status, headers={**LIMITS, "ETag": '"1"'}, json=[issue(1)])
        github = GitHub(stage, faults=lasting(answer))
        visible.assert_refused(student, github, "GitHubError", f"GitHub a répondu {status}.")
        assert len(stage.requests) - before == 1, f"Un {status} est définitif : pas de nouvelle tentative."


@erreurs
def test_nothing_left_is_no_limit(student, stage):
    """X-RateLimit-Remaining: 0 avec un 404, puis avec un 200 : ni l'un ni l'autre n'est une limite"""
    now = student.run("__import__('time').time()")
    spent = {**LIMITS, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(now) + 90)}
    limits = (
        "Seul un 403 ou un 429 peut être une limite, quel que soit X-RateLimit-Remaining : pas d'attente ici."
    )
    github = GitHub(stage, faults=lasting(Answer(status=404, headers=spent)))
    visible.assert_refused(student, github, "NotFound")
    assert len(stage.requests) == 1, limits
    last = Answer(headers={**spent, "ETag": '"1"'}, json=[issue(1)])
    items, _ = visible.changes(student, GitHub(stage, issue(1), faults=[last]))
    assert len(stage.requests) == 2, limits
    visible.assert_numbers(items, [1])


@erreurs
def test_next_page_on_another_port(student, stage):
    """Une page suivante sur un autre port de la même machine : BadAnswer"""
    link = f'<{stage.refused_url}>; rel="next"'
    stage.route(FIRST, json=[issue(1)], headers={"ETag": '"1"', "Link": link})
    github = SimpleNamespace(base_url=stage.url, stage=stage)
    visible.assert_refused(student, github, "BadAnswer", "Un autre port est un autre serveur.")
    before = len(stage.requests)
    alike(stage)
    visible.raises_anything(student, "fetch_changes", stage)
    assert len(stage.requests) - before == 1, ALIKE


@erreurs
def test_renamed_repository_changes(student, stage):
    """Un dépôt renommé : la redirection est suivie"""
    GitHub(stage, issue(1), closed(2), repo="myorg/nouveau")
    query = "state=all&sort=updated&direction=desc&per_page=100"
    items, _ = redirected(student, stage, "fetch_changes", query)
    lost = "La redirection est à suivre telle quelle : les paramètres de son adresse se sont perdus."
    assert stage.requests[-1].query.get("state") == ["all"], lost
    visible.assert_numbers(items, [1, 2])


@erreurs
def test_token_is_not_shown_by_other_failures(student, stage):
    """Le jeton n'apparaît pas quand le corps est illisible, ou la connexion coupée"""
    GitHub(stage)
    visible.raises_anything(student, "fetch_changes", stage)
    for answer in (
        Answer(text=visible.ECHO),
        Answer(json=[issue(1)], cut=50),
        Answer(status=418, text=visible.ECHO),
    ):
        github = GitHub(stage, faults=lasting(answer))
        call = f"fetch_changes({REPO!r}, {TOKEN!r}, base_url={github.base_url!r})"
        visible.assert_secret(visible.shown_by(student, call), "dans une exception ou un journal")


# --- 5. synchroniser ----------------------------------------------------------------------------------

synchroniser = question("synchroniser")


@synchroniser
def test_timeline(student, stage):
    """La suite de l'énoncé : since et etag d'une fois sur l'autre"""
    github = GitHub(stage, issue(1, 10), issue(2, 11))
    folder = visible.Folder(student, github)
    reports = [folder.sync() for _ in range(3)]
    github.change(closed(1, 14), issue(3, 15))
    reports += [folder.sync(), folder.sync()]
    empty = visible.report()
    last = visible.report(added=[3], closed=[1])
    assert reports == [visible.report(added=[1, 2]), empty, empty, last, empty], (
        "Un bilan n'est pas celui de l'énoncé."
    )
    hours = [None, 11, 11, 11, 15]
    for exchange, hour in zip(stage.requests, hours, strict=True):
        visible.assert_first_request(exchange, since=hour and visible.moment(hour))
    sent = [exchange.headers.get("If-None-Match") for exchange in stage.requests]
    assert sent == [None, None, github.etags[1], github.etags[1], None], (
        "L'etag part quand la demande est la même que la fois précédente, et seulement alors."
    )
    visible.assert_files(folder, *github.items.values())


@synchroniser
def test_closed_and_changed(student, stage):
    """Une issue fermée dont le titre change ; une fermée modifiée, une rouverte, une étiquetée…"""
    github = GitHub(stage, issue(1, 10), closed(2, 10), closed(3, 10), issue(4, 10), issue(6, 10))
    folder = visible.Folder(student, github)
    folder.sync()
    github.change(
        closed(1, 12, title="Réglé"),
        closed(2, 12, labels=[label("doublon")]),
        issue(3, 12),
        issue(4, 10, labels=[label("urgent")]),
        issue(6, 10, comments=99),
        closed(5, 13),
    )
    visible.assert_report(
        folder.sync(),
        visible.report(added=[5], updated=[2, 3, 4, 6], closed=[1]),
        "Ce n'est pas ce qui a changé : comparez tous les champs, updated_at ne dit pas tout.",
    )
    visible.assert_files(folder, *github.items.values())
    folder.sync()
    visible.assert_first_request(stage.requests[2], since=visible.moment(13))


@synchroniser
def test_pull_requests_stay_out(student, stage):
    """Les pull requests ne sont ni dans les fichiers ni dans le bilan"""
    github = GitHub(stage, issue(1, 10), pull(2, 11))
    folder = visible.Folder(student, github)
    visible.assert_report(folder.sync(), visible.report(added=[1]), "Seule l'issue 1 est nouvelle.")
    github.change(pull(2, 13, title="Relue"), pull(3, 14))
    visible.assert_report(folder.sync(), visible.report(), "Seules des pull requests ont changé.")
    visible.assert_files(folder, issue(1, 10))
    since = stage.requests[1].query.get("since", [""])[0]
    kept = [visible.instant(visible.moment(hour)) for hour in (10, 11)]
    right = visible.is_moment(since) and visible.instant(since) in kept
    assert right, (
        "since est le plus récent updated_at enregistré : celui des issues, ou de tout ce qui a été reçu."
    )


@synchroniser
def test_same_moment(student, stage):
    """Une issue modifiée au même instant que la dernière reçue n'est pas manquée"""
    github = GitHub(stage, issue(1, 10), issue(2, 11))
    folder = visible.Folder(student, github)
    folder.sync()
    folder.sync()
    github.change(issue(3, 11))
    visible.assert_report(
        folder.sync(), visible.report(added=[3]), "GitHub renvoie ce qui a changé à partir de since compris."
    )
    visible.assert_files(folder, *github.items.values())
    folder.sync()
    sent = stage.requests[-1].headers.get("If-None-Match")
    older = "L'etag envoyé est un ancien : quand GitHub répond 200, retenez celui de cette réponse."
    assert sent == github.etags[2], named(sent, SAME_REQUEST, (github.etags[1], older))


SAME_REQUEST = "La demande est la même que la fois précédente : elle porte l'etag reçu alors."


@synchroniser
def test_empty_repository_then_one(student, stage):
    """Un dépôt vide, puis une première issue"""
    github = GitHub(stage)
    folder = visible.Folder(student, github)
    visible.assert_report(folder.sync(), visible.report(), "Le dépôt est vide.")
    visible.assert_files(folder)
    visible.assert_report(folder.sync(), visible.report(), "Le dépôt est encore vide.")
    assert stage.requests[1].status == 304, f"{SAME_REQUEST} Sans since non plus, la première fois comprise."
    github.change(issue(1, 10))
    visible.assert_report(folder.sync(), visible.report(added=[1]), "L'issue 1 est nouvelle.")
    visible.assert_files(folder, issue(1, 10))


@synchroniser
def test_folder_that_moves(student, stage):
    """Tout est dans le dossier : déplacé, il continue où il en était"""
    github = GitHub(stage, issue(1, 10), issue(2, 11))
    folder = visible.Folder(student, github)
    folder.sync()
    github.change(closed(1, 14))
    other = visible.Folder(student, github)
    student.run(
        f"import shutil as _shutil\n_shutil.copytree({folder.path!r}, {other.path!r}, dirs_exist_ok=True)\n"
        f"_shutil.rmtree({folder.path!r})"
    )
    visible.assert_report(
        other.sync(), visible.report(closed=[1]), "Le dossier déplacé ne continue pas où il en était."
    )
    visible.assert_first_request(stage.requests[1], since=visible.moment(11))


@synchroniser
def test_two_folders(student, stage):
    """Deux dossiers ne partagent rien"""
    github = GitHub(stage, issue(1, 10), issue(2, 11))
    first, second = visible.Folder(student, github), visible.Folder(student, github)
    first.sync()
    visible.assert_report(
        second.sync(), visible.report(added=[1, 2]), "Le second dossier est neuf : tout y est nouveau."
    )
    visible.assert_first_request(stage.requests[1])


@synchroniser
def test_failed_first_time(student, stage):
    """La première fois échoue à la page 2 : le dossier reste vide, puis tout arrive"""
    github = GitHub(stage, *(issue(number, 10) for number in range(1, 6)), size=3)
    github.faults = iter([None, Answer(text="<h1>Maintenance</h1>")])
    folder = visible.Folder(student, github)
    assert "BadAnswer" in folder.fails(), "L'exception de fetch_changes sort de sync."
    assert folder.files() == {}, "Rien n'est à écrire tant que tout n'est pas lu."
    visible.assert_report(
        folder.sync(), visible.report(added=[1, 2, 3, 4, 5]), "La fois suivante rattrape tout."
    )


# Too long for the disk in issues.csv, where each quote is doubled, and not in issues.json.
QUOTES = label('"' * 7_500)


def fails_on_a_disk(student, folder):
    """Synchronise where files cannot grow beyond 20 kB; say whether that raised."""
    student.run(FULL_DISK)
    try:
        return bool(folder.fails())
    finally:
        student.run(ROOM_AGAIN)


@synchroniser
def test_file_that_cannot_be_written(student, stage):
    """issues.csv ne tient pas sur le disque : dès qu'il y a de la place, les deux fichiers sont à jour"""
    github = GitHub(stage, issue(1, 10), issue(2, 11))
    folder = visible.Folder(student, github)
    folder.sync()
    github.change(closed(1, 14), issue(3, 15, labels=[QUOTES]))
    assert fails_on_a_disk(student, folder), CSV_REFUSED
    folder.sync()
    visible.assert_files(folder, *github.items.values())


CSV_REFUSED = "issues.csv ne peut pas être écrit : l'exception sort de sync."


@synchroniser
def test_file_that_cannot_be_written_at_the_same_moment(student, stage):
    """issues.csv ne tient pas sur le disque, et since ne change pas : rien n'est perdu"""
    github = GitHub(stage, issue(1, 10), issue(2, 11))
    folder = visible.Folder(student, github)
    folder.sync()
    github.change(issue(3, 11, labels=[QUOTES]))
    assert fails_on_a_disk(student, folder), CSV_REFUSED
    folder.sync()
    last = "Ce que sync retient est écrit avant issues.csv : GitHub répond 304, et le fichier reste ancien."
    assert [exchange.status for exchange in stage.requests[2:]] != [304], last
    visible.assert_files(folder, *github.items.values())


@synchroniser
def test_disk_full(student, stage):
    """Le disque est plein : dès qu'il ne l'est plus, la synchronisation suivante rattrape tout"""
    github = GitHub(stage, issue(1, 10), issue(2, 11), size=40)
    folder = visible.Folder(student, github)
    folder.sync()
    long = [issue(number, 13, body="Un texte assez long. " * 9) for number in range(4, 100)]
    github.change(closed(1, 12), *long, issue(3, 15))
    assert fails_on_a_disk(student, folder), "Le disque est plein : l'exception sort de sync."
    folder.sync()
    visible.assert_files(folder, *github.items.values())


@synchroniser
def test_token_is_not_shown(student, stage):
    """Une panne : le jeton n'est ni affiché ni gardé"""
    github = GitHub(stage, issue(1, 10))
    folder = visible.Folder(student, github)
    folder.sync()
    github.faults = iter(lasting(Answer(status=500, text=visible.ECHO)))
    call = f"sync({REPO!r}, {TOKEN + chr(10)!r}, {folder.path!r}, base_url={stage.url!r})"
    visible.assert_secret(visible.shown_by(student, call), "quand une synchronisation échoue")
    kept = [name for name, content in folder.files().items() if TOKEN.encode() in content]
    assert kept == [], "Le jeton est dans un fichier du dossier."
