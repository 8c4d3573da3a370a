"""Vérifications de la leçon 02, « La bibliothèque requests »."""

from collections.abc import Iterator
from contextlib import contextmanager

from grader.checks import question
from grader.stage import Exchange, Stage
from grader.student.handle import StudentError

LESSON = "02_bibliotheque_requests"
USER = {"id": 7, "name": "Ada Lovelace", "email": "ada@example.com", "active": True}
REFUSAL = {"title": "Refus", "status": 400, "detail": "La requête est refusée."}
SILENT = "http://192.0.2.1"  # RFC 5737: nothing answers to a connection attempt

NO_REQUEST = "Aucune requête n'est arrivée à base_url : composez l'URL à partir d'elle, f\"{base_url}/…\"."
UNCAUGHT = "L'exception {} sort de votre fonction : attrapez-la et renvoyez ce que demande l'énoncé."


@contextmanager
def asking(stage: Stage, method: str, path: str, **sentences: str) -> Iterator[None]:
    """Expect a first request with this method and path; say ``sentences[X]`` where the code raises X."""
    try:
        yield
    except StudentError as error:
        if not stage.requests and "RequestException" not in error.types:
            raise
        first_request(stage, method, path)
        for name in error.types:
            assert name not in sentences, sentences[name]
        raise
    first_request(stage, method, path)


def first_request(stage: Stage, method: str, path: str) -> Exchange:
    """Return the first request that the stage saw, once its method and its path are right."""
    assert stage.requests, NO_REQUEST
    request = stage.requests[0]
    assert request.path == path, f"La requête est partie vers {request.path} ; l'énoncé demande {path}."
    assert request.method == method, f"La requête est un {request.method} ; l'énoncé demande un {method}."
    return request


adresse = question(
    "adresse",
    lesson=LESSON,
    hints=[
        'L\'URL se compose avec une f-string : f"{base_url}/users/{user_id}".',
        "Regardez response.status_code avant de lire le corps : s'il vaut 404, renvoyez None.",
        'Le compte est un dictionnaire, response.json() ; son adresse est response.json()["email"].',
    ],
)


@adresse
def test_email_is_returned(student, stage):
    """L'adresse électronique du compte est renvoyée"""
    stage.route("/users/7", json=USER)
    with asking(stage, "GET", "/users/7"):
        email = student.get_email(7, base_url=stage.url)
    assert not isinstance(email, dict), "Votre fonction renvoie tout le compte : extrayez le champ « email »."
    assert email == "ada@example.com", "Ce n'est pas l'adresse du compte : renvoyez-la avec return."


@adresse
def test_other_user(student, stage):
    """L'identifiant demandé est bien celui qui part"""
    stage.route("/users/12", json={**USER, "id": 12, "email": "grace@example.com"})
    with asking(stage, "GET", "/users/12"):
        email = student.get_email(12, base_url=stage.url)
    assert email == "grace@example.com", "Ce n'est pas l'adresse du compte 12."


@adresse
def test_missing_user(student, stage):
    """Un compte absent (404) donne None"""
    stage.route("/users/8", status=404, json=REFUSAL)
    unread = "L'API a répondu 404 : ce corps n'a pas de champ « email ». Testez d'abord response.status_code."
    with asking(stage, "GET", "/users/8", KeyError=unread):
        email = student.get_email(8, base_url=stage.url)
    assert email is None, "Un compte absent doit donner None."


filtres = question(
    "filtres",
    lesson=LESSON,
    hints=[
        "Préparez un nouveau dictionnaire à partir de filters, puis donnez-le à params=.",
        "isinstance(value, bool) reconnaît un booléen ; str(value).lower() donne « true » ou « false ».",
        'Pour les noms : [user["name"] for user in response.json()["data"]].',
    ],
)
PAGE = {"data": [USER, {**USER, "id": 8, "name": "Grace Hopper"}], "page": 1, "limit": 5, "total": 2}


@filtres
def test_names_are_returned(student, stage):
    """La liste des noms est renvoyée, dans l'ordre reçu"""
    stage.route("/users", json=PAGE)
    with asking(stage, "GET", "/users"):
        names = student.list_names({"limit": 5}, base_url=stage.url)
    assert names != PAGE["data"], "Votre fonction renvoie les comptes entiers : gardez leurs noms."
    assert names == ["Ada Lovelace", "Grace Hopper"], "Ce ne sont pas les noms des éléments de « data »."


@filtres
def test_booleans_leave_in_lower_case(student, stage):
    """Un booléen part en minuscules"""
    for value, expected in ((True, "true"), (False, "false")):
        stage.reset()
        stage.route("/users", json=PAGE)
        sent = query(student, stage, {"active": value})
        capital = f"requests a écrit le booléen de Python tel quel : active={value}. Envoyez « {expected} »."
        assert sent.get("active") != [str(value)], capital
        assert sent == {"active": [expected]}, f"Le filtre active={value} n'est pas parti comme il le devait."


@filtres
def test_other_values_leave_untouched(student, stage):
    """Les autres valeurs partent telles quelles"""
    stage.route("/users", json=PAGE)
    sent = query(student, stage, {"team": "R&D", "city": "Saint-Étienne", "page": 1})
    cut = "La valeur « R&D » est arrivée coupée au « & » : n'écrivez pas l'URL à la main, passez par params=."
    assert sent.get("team") != ["R"], cut
    assert sent.get("team") != ["r&d"], "« R&D » est arrivé en minuscules : ne changez que les booléens."
    confused = "page=1 est devenu un booléen, car 1 == True en Python : testez avec isinstance(value, bool)."
    assert sent.get("page") not in (["true"], ["True"]), confused
    expected = {"team": ["R&D"], "city": ["Saint-Étienne"], "page": ["1"]}
    assert sent == expected, "Les filtres ne sont pas arrivés tels quels."


def query(student, stage, filters):
    """Call the student's function and return the query that the stage saw."""
    with asking(stage, "GET", "/users"):
        student.list_names(filters, base_url=stage.url)
    request = stage.requests[0]
    assert not request.body, "Les filtres sont partis dans le corps : ils vont dans l'URL, avec params=."
    return request.query


creation = question(
    "creation",
    lesson=LESSON,
    hints=[
        "Quel argument de requests.post envoie un dictionnaire en JSON ?",
        'Le corps attendu : json={"name": name, "email": email}.',
        'Regardez response.status_code avant de lire response.json()["id"] : seul 201 annonce une création.',
    ],
)
NEW = {"name": "Ada Lovelace", "email": "ada@example.com"}


@creation
def test_account_is_sent_as_json(student, stage):
    """Le nom et l'adresse partent en JSON"""
    stage.route("/users", status=201, json=USER, method="POST")
    with asking(stage, "POST", "/users"):
        student.create_user("Ada Lovelace", "ada@example.com", base_url=stage.url)
    request = stage.requests[0]
    assert not request.query, (
        "Les valeurs sont parties dans l'URL (params=) : elles vont dans le corps (json=)."
    )
    assert "name" not in request.form, (
        "Les valeurs sont parties en formulaire (data=) : l'API attend du JSON (json=)."
    )
    twice = "Le JSON a été converti deux fois : donnez à json= le dictionnaire, sans json.dumps."
    assert not isinstance(request.json, str), twice
    assert request.json == NEW, "Le corps de la requête n'est pas celui que demande l'énoncé."
    untold = "Le corps est du JSON, mais l'en-tête Content-Type ne le dit pas : json= l'aurait posé."
    assert request.headers.get("Content-Type", "").startswith("application/json"), untold


@creation
def test_identifier_is_returned(student, stage):
    """L'identifiant du nouveau compte est renvoyé"""
    stage.route("/users", status=201, json={**USER, "id": 131}, method="POST")
    with asking(stage, "POST", "/users"):
        created = student.create_user("Ada Lovelace", "ada@example.com", base_url=stage.url)
    assert not isinstance(created, dict), "Votre fonction renvoie tout le compte : renvoyez son champ « id »."
    assert created == 131, "Ce n'est pas l'identifiant que l'API a donné."


@creation
def test_refusals_give_none(student, stage):
    """Un refus (409, 422) donne None"""
    unread = "L'API a refusé : ce corps n'a pas de champ « id ». Testez d'abord response.status_code."
    for status in (409, 422):
        stage.reset()
        stage.route("/users", status=status, json={**REFUSAL, "status": status}, method="POST")
        with asking(stage, "POST", "/users", KeyError=unread, HTTPError=UNCAUGHT.format("HTTPError")):
            created = student.create_user("Ada Lovelace", "ada@example.com", base_url=stage.url)
        assert created is None, f"L'API a répondu {status} : la fonction doit renvoyer None."


connexion = question(
    "connexion",
    lesson=LESSON,
    hints=[
        "Une page de connexion attend un formulaire : quel argument de requests.post en envoie un ?",
        'Le formulaire : data={"username": username, "password": password}.',
        'Si response.status_code vaut 401, renvoyez None ; sinon, renvoyez response.json()["token"].',
    ],
)
TOKEN = {"token": "jeton-7", "token_type": "Bearer", "expires_in": 3600}


@connexion
def test_credentials_are_sent_as_a_form(student, stage):
    """Les identifiants partent dans un formulaire"""
    stage.route("/login", json=TOKEN, method="POST")
    with asking(stage, "POST", "/login"):
        student.get_token("ada", "s&cret", base_url=stage.url)
    request = stage.requests[0]
    exposed = "Le mot de passe est parti dans l'URL, que les journaux conservent : data=, et non params=."
    assert "password" not in request.query, exposed
    wrong = "Les identifiants sont partis en JSON (json=) : /login attend un formulaire, data=."
    assert not isinstance(request.json, dict), wrong
    expected = {"username": ["ada"], "password": ["s&cret"]}
    assert request.form == expected, "Le formulaire reçu n'est pas celui que demande l'énoncé."
    untold = "Le formulaire est parti sans son en-tête Content-Type : donnez un dictionnaire à data=."
    assert request.headers.get("Content-Type") == "application/x-www-form-urlencoded", untold


@connexion
def test_token_is_returned(student, stage):
    """Le jeton est renvoyé"""
    stage.route("/login", json=TOKEN, method="POST")
    with asking(stage, "POST", "/login"):
        token = student.get_token("ada", "s&cret", base_url=stage.url)
    assert not isinstance(token, dict), "Votre fonction renvoie toute la réponse : gardez le champ « token »."
    assert token == "jeton-7", "Ce n'est pas le jeton que l'API a donné."


@connexion
def test_refused_credentials_give_none(student, stage):
    """Des identifiants refusés (401) donnent None"""
    stage.route("/login", status=401, json={**REFUSAL, "status": 401}, method="POST")
    unread = "L'API a répondu 401 : ce corps n'a pas de champ « token ». Testez d'abord response.status_code."
    with asking(stage, "POST", "/login", KeyError=unread, HTTPError=UNCAUGHT.format("HTTPError")):
        token = student.get_token("ada", "faux", base_url=stage.url)
    assert token is None, "L'API a répondu 401 : la fonction doit renvoyer None."


suppression = question(
    "suppression",
    lesson=LESSON,
    hints=[
        "Une fonction renvoie deux valeurs ainsi : return response.status_code, body.",
        "Sans corps, response.content est vide, et response.json() lèverait une exception.",
        "body = response.json() if response.content else None",
    ],
)
EMPTY = "La réponse n'a pas de corps, et .json() lève JSONDecodeError : testez d'abord response.content."


@suppression
def test_no_content(student, stage):
    """Une suppression réussie (204) donne (204, None)"""
    stage.route("/users/7", status=204, method="DELETE")
    with asking(stage, "DELETE", "/users/7", JSONDecodeError=EMPTY):
        status, body = pair(student.delete_user(7, base_url=stage.url))
    assert status == 204, "La première valeur est le code de statut."
    assert body is None, "Sans corps, la seconde valeur est None."


@suppression
def test_missing_user_keeps_its_body(student, stage):
    """Un compte absent (404) donne le code et le corps"""
    stage.route("/users/8", status=404, json={**REFUSAL, "status": 404}, method="DELETE")
    with asking(stage, "DELETE", "/users/8"):
        status, body = pair(student.delete_user(8, base_url=stage.url))
    assert status == 404, "La première valeur est le code de statut."
    assert body == {**REFUSAL, "status": 404}, "La seconde valeur est le corps, converti par response.json()."


@suppression
def test_other_empty_answer(student, stage):
    """Un autre succès sans corps (202) donne (202, None)"""
    stage.route("/users/9", status=202, method="DELETE")
    code = "Ici, c'est un 202 qui n'a pas de corps : testez response.content, et non le seul code 204."
    with asking(stage, "DELETE", "/users/9", JSONDecodeError=code):
        status, body = pair(student.delete_user(9, base_url=stage.url))
    assert (status, body) == (202, None), "Le code de statut, puis None : il n'y a pas de corps."


def pair(value):
    """Return the two values of a tuple, which crosses as a list."""
    shape = "Votre fonction doit renvoyer deux valeurs : return response.status_code, body."
    assert isinstance(value, list), shape
    assert len(value) == 2, shape
    return value


page_protegee = question(
    "page-protegee",
    lesson=LESSON,
    hints=[
        "Les trois en-têtes tiennent dans un dictionnaire, que l'on donne à headers=.",
        "Leurs noms : Authorization, Accept et User-Agent.",
        'La valeur d\'Authorization est f"Bearer {token}" : le mot Bearer, une espace, le jeton.',
    ],
)


@page_protegee
def test_token_is_sent(student, stage):
    """Le jeton part dans l'en-tête Authorization"""
    request = protected_request(student, stage)
    assert "jeton-7" not in request.target, (
        "Le jeton est parti dans l'URL ; il va dans un en-tête (headers=)."
    )
    sent = request.headers.get("Authorization")
    assert sent is not None, "La requête n'a pas d'en-tête Authorization : donnez headers= à requests.get."
    assert sent != "jeton-7", "Il manque le mot « Bearer » et une espace devant le jeton."
    assert sent == "Bearer jeton-7", "L'en-tête attendu est le mot « Bearer », une espace, puis le jeton."


@page_protegee
def test_program_introduces_itself(student, stage):
    """Les en-têtes Accept et User-Agent sont ceux de l'énoncé"""
    headers = protected_request(student, stage).headers
    accept = "L'en-tête Accept n'annonce pas application/json ; par défaut, requests accepte tout : */*."
    assert headers.get("Accept") == "application/json", accept
    anonymous = "L'en-tête User-Agent n'est pas celui de l'énoncé ; par défaut, c'est le nom de requests."
    assert headers.get("User-Agent") == "inventaire/1.0", anonymous


@page_protegee
def test_body_is_returned(student, stage):
    """Le contenu de la page est renvoyé"""
    stage.route("/protected", json={"user": "ada"})
    with asking(stage, "GET", "/protected"):
        content = student.read_protected("jeton-7", base_url=stage.url)
    assert content == {"user": "ada"}, "Renvoyez le corps de la réponse, converti par response.json()."


@page_protegee
def test_refusals_of_the_page(student, stage):
    """Un refus (401, 403) donne None"""
    for status in (401, 403):
        stage.reset()
        stage.route("/protected", status=status, json={**REFUSAL, "status": status})
        with asking(stage, "GET", "/protected", HTTPError=UNCAUGHT.format("HTTPError")):
            content = student.read_protected("jeton-8", base_url=stage.url)
        assert content is None, f"L'API a répondu {status} : la fonction doit renvoyer None."


def protected_request(student, stage):
    """Call the student's function and return the request that the stage saw."""
    stage.route("/protected", json={"user": "ada"})
    with asking(stage, "GET", "/protected"):
        student.read_protected("jeton-7", base_url=stage.url)
    return stage.requests[0]


delai = question(
    "delai",
    lesson=LESSON,
    hints=[
        "Passez le délai à requests.get avec timeout=timeout.",
        "Entourez l'appel d'un try, et n'attrapez que requests.Timeout.",
        "except requests.Timeout: return None. Rien d'autre : les autres exceptions passent d'elles-mêmes.",
    ],
)
DATA = {"status": "ok", "items": [{"name": "cpu", "value": 12.5, "unit": "%"}]}
TOO_SLOW = "Le délai est dépassé et l'exception sort de votre fonction : attrapez requests.Timeout."


@delai
def test_fast_answer(student, stage):
    """Une réponse rapide donne les mesures"""
    stage.route("/data", json=DATA)
    with asking(stage, "GET", "/data"):
        items = student.read_items(base_url=stage.url, timeout=2)
    assert items != DATA, "Votre fonction renvoie toute la réponse : renvoyez son champ « items »."
    assert items == DATA["items"], "Ce n'est pas la liste du champ « items »."


@delai
def test_timeout_is_set(student, stage):
    """Le délai demandé est celui de la requête"""
    for timeout in (2, 0.5):
        stage.reset()
        stage.route("/data", json=DATA)
        with asking(stage, "GET", "/data"):
            student.read_items(base_url=stage.url, timeout=timeout)
        sent = stage.requests[0].timeout
        assert sent is not None, "La requête est partie sans délai maximal : donnez timeout= à requests.get."
        assert sent == timeout, (
            f"Appelée avec timeout={timeout}, votre fonction attend {sent:g} s : timeout=timeout."
        )


@delai
def test_slow_answer(student, stage, clock):
    """Une réponse trop lente donne None"""
    stage.route("/data", json=DATA, delay=60)
    with asking(stage, "GET", "/data", Timeout=TOO_SLOW):
        items = student.read_items(base_url=stage.url, timeout=2)
    assert stage.requests[0].timeout is not None, "La requête a attendu 60 s : donnez-lui timeout=."
    assert items is None, "Le service est trop lent : la fonction doit renvoyer None."
    assert clock.elapsed == 2, "La fonction n'a pas rendu la main au bout du délai demandé."


@delai
def test_slow_connection(student):
    """Une connexion trop lente donne None"""
    try:
        items = student.read_items(base_url=SILENT, timeout=2)
    except StudentError as error:
        if "ConnectTimeout" not in error.types:
            raise
        raise AssertionError(
            "ConnectTimeout sort de votre fonction : attrapez Timeout, qui le couvre."
        ) from None
    assert items is None, "La connexion est trop lente : la fonction doit renvoyer None."


@delai
def test_refused_connection_goes_through(student, stage):
    """Une connexion refusée lève toujours ConnectionError"""
    try:
        student.read_items(base_url=stage.refused_url, timeout=2)
    except StudentError as error:
        if "ConnectionError" in error.types:
            return
        raise
    raise AssertionError("Votre except attrape trop : une connexion refusée n'est pas une lenteur.")


diagnostic = question(
    "diagnostic",
    lesson=LESSON,
    hints=[
        "Un seul try : la requête, raise_for_status(), puis response.json() s'il y a un corps.",
        "Quatre except suffisent ; le plus précis vient d'abord, requests.RequestException en dernier.",
        "L'ordre : Timeout, HTTPError, JSONDecodeError, RequestException.",
        "Le code reçu : error.response.status_code, dans except requests.HTTPError as error.",
    ],
)
LAST = "{} est aussi une RequestException : son except doit venir avant."
UNREAD = "La réponse est en erreur et n'est pas du JSON : appelez raise_for_status() avant de lire le corps."


@diagnostic
def test_healthy_service(student, stage):
    """Une réponse JSON est « ok »"""
    assert diagnosed(student, stage, json={"status": "up"}) == "ok", "Ce service va bien : « ok »."
    assert stage.requests[0].timeout == 5, "La requête n'attend pas le délai demandé : timeout=timeout."


@diagnostic
def test_empty_answer_is_healthy(student, stage):
    """Une réponse vide (204) est « ok »"""
    state = diagnosed(student, stage, status=204)
    assert state != "illisible", "Un 204 n'a pas de corps, et c'est normal : testez response.content."
    assert state == "ok", "Ce service va bien : « ok »."


@diagnostic
def test_error_codes(student, stage):
    """Un code d'erreur est donné : « HTTP 503 »"""
    for status, body in ((404, {"json": REFUSAL}), (503, {"text": "<h1>Maintenance</h1>"})):
        state = diagnosed(student, stage, status=status, **body)
        assert state != "ok", f"Un {status} n'est pas « ok » : vous avez oublié raise_for_status()."
        assert state != "illisible", UNREAD
        assert state != "injoignable", LAST.format("HTTPError")
        assert state == f"HTTP {status}", "Le texte attendu est « HTTP », une espace, puis le code reçu."


@diagnostic
def test_unreadable_body(student, stage):
    """Un corps qui n'est pas du JSON est « illisible »"""
    state = diagnosed(student, stage, text="<h1>Maintenance</h1>")
    assert state != "injoignable", LAST.format("JSONDecodeError")
    assert state != "ok", "Ce corps n'est pas du JSON : appelez response.json() pour le vérifier."
    assert state == "illisible", "Ce corps n'est pas du JSON : « illisible »."


@diagnostic
def test_slow_service(student, stage):
    """Une réponse trop lente est « lent »"""
    state = diagnosed(student, stage, delay=60, json={"status": "up"})
    assert stage.requests[0].timeout is not None, "La requête a attendu 60 s : donnez-lui timeout=."
    assert state != "injoignable", LAST.format("ReadTimeout")
    assert state == "lent", "Le délai est dépassé : « lent »."


@diagnostic
def test_slow_connection_to_service(student):
    """Une connexion trop lente est « lent »"""
    state = calling(student, SILENT)
    masked = "ConnectTimeout est aussi une ConnectionError : except Timeout doit venir avant."
    assert state != "injoignable", masked
    assert state == "lent", "Le délai de connexion est dépassé : « lent »."


@diagnostic
def test_unreachable_services(student, stage):
    """Connexion refusée, coupée, nom inconnu : « injoignable »"""
    cut = stage.route("/coupe", drop=True).url
    for url in (stage.refused_url, cut, stage.unknown_url):
        assert calling(student, url) == "injoignable", f"Personne ne répond à {url} : « injoignable »."


def diagnosed(student, stage, **answer):
    """Return the student's diagnosis of a service that answers this."""
    stage.reset()
    url = stage.route("/health", **answer).url
    state = calling(student, url)
    assert stage.requests, "Aucune requête n'est arrivée à l'adresse donnée : requests.get(url, …)."
    return state


def calling(student, url):
    """Call the student's function, which must let no exception of requests out."""
    try:
        return student.diagnose(url, timeout=5)
    except StudentError as error:
        if "RequestException" not in error.types:
            raise
        raise AssertionError(UNCAUGHT.format(error.types[0])) from None
