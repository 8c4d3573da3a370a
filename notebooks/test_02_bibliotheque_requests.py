"""Vérifications de la leçon 02, « La bibliothèque requests »."""

from contextlib import suppress

from grader.checks import question
from grader.checks.diagnosis import UNCAUGHT, Escaped, asking, named, outcome
from grader.student.handle import StudentError

LESSON = "02_bibliotheque_requests"
USER = {"id": 7, "name": "Ada Lovelace", "email": "ada@example.com", "active": True}
REFUSAL = {"title": "Refus", "status": 400, "detail": "La requête est refusée."}
SILENT = "http://192.0.2.1"  # RFC 5737: nothing answers to a connection attempt

adresse = question(
    "adresse",
    lesson=LESSON,
    hints=[
        'L\'URL se compose avec une f-string : f"{base_url}/users/{user_id}".',
        "Regardez response.status_code avant de lire le corps : s'il vaut 404, renvoyez None.",
        'Le compte est un dictionnaire, response.json() ; son adresse est response.json()["email"].',
    ],
)
# As many real APIs do, this refusal says whom to write to: it has an « email », which is nobody's account.
MISSING = {"title": "Introuvable", "status": 404, "email": "support@example.com"}


@adresse
def test_email_is_returned(student, stage):
    """L'adresse électronique du compte est renvoyée"""
    stage.route("/users/7", json=USER)
    with asking(stage, "GET", "/users/7"):
        email = student.get_email(7, base_url=stage.url)
    whole = "Votre fonction renvoie tout le compte : extrayez le champ « email »."
    other = "Ce n'est pas l'adresse électronique du compte : renvoyez-la avec return."
    assert email == "ada@example.com", whole if isinstance(email, dict) else other


@adresse
def test_other_user(student, stage):
    """L'identifiant demandé est bien celui qui part"""
    stage.route("/users/12", json={**USER, "id": 12, "email": "grace@example.com"})
    with asking(stage, "GET", "/users/12"):
        email = student.get_email(12, base_url=stage.url)
    assert email == "grace@example.com", "Ce n'est pas l'adresse électronique du compte 12."


@adresse
def test_missing_user(student, stage):
    """Un compte absent (404) donne None"""
    unread = "L'API a répondu 404 : ce corps n'est pas un compte. Testez d'abord response.status_code."
    uncaught = UNCAUGHT.format("HTTPError")
    for body in (MISSING, REFUSAL):
        stage.reset()
        stage.route("/users/8", status=404, json=body)
        with asking(stage, "GET", "/users/8", KeyError=unread, HTTPError=uncaught):
            email = student.get_email(8, base_url=stage.url)
        absent = "Un compte absent doit donner None."
        assert email is None, named(email, absent, ("support@example.com", unread))


@adresse
def test_a_failure_is_no_missing_user(student, stage):
    """Une panne n'est pas un compte absent"""
    email = outcome(student.get_email, 8, base_url=stage.refused_url)
    hidden = "Le serveur est injoignable et votre fonction le cache : sans try, l'exception sort d'elle-même."
    assert email == Escaped("ConnectionError"), hidden
    stage.route("/users/8", status=500, json=MISSING)
    masked = "L'API a répondu 500, et votre fonction en fait un compte absent : seul 404 donne None."
    with suppress(StudentError):  # whatever comes out, the failure shows
        assert outcome(student.get_email, 8, base_url=stage.url) is not None, masked


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
    whole = "Votre fonction renvoie les comptes entiers : gardez leurs noms."
    other = "Ce ne sont pas les noms des éléments de « data »."
    assert names == ["Ada Lovelace", "Grace Hopper"], named(names, other, (PAGE["data"], whole))


@filtres
def test_booleans_leave_in_lower_case(student, stage):
    """Un booléen part en minuscules, quel que soit le filtre"""
    for key, value, expected in (
        ("active", True, "true"),
        ("active", False, "false"),
        ("archived", True, "true"),
    ):
        sent = query(student, stage, {key: value})
        capital = f"requests a écrit le booléen de Python tel quel : {key}={value}. Envoyez « {expected} »."
        other = f"Le filtre {key}={value} n'est pas parti comme il le devait."
        assert sent == {key: [expected]}, misled(stage) or named(sent, other, ({key: [str(value)]}, capital))


@filtres
def test_other_values_leave_untouched(student, stage):
    """Les autres valeurs partent telles quelles"""
    cut = "La valeur « R&D » est arrivée coupée au « & » : n'écrivez pas l'URL à la main, passez par params=."
    lowered = "« R&D » est arrivé en minuscules : ne changez que les booléens."
    confused = "page=1 est devenu un booléen, car 1 == True en Python : testez avec isinstance(value, bool)."
    sent = query(student, stage, {"team": "R&D", "city": "Saint-Étienne", "page": 1})
    other = misled(stage) or "Les filtres ne sont pas arrivés tels quels."
    other = named(sent.get("page"), other, (["true"], confused), (["True"], confused))
    expected = {"team": ["R&D"], "city": ["Saint-Étienne"], "page": ["1"]}
    assert sent == expected, named(sent.get("team"), other, (["R"], cut), (["r&d"], lowered))


def query(student, stage, filters):
    """Call the student's function and return the query that the stage saw."""
    stage.reset()
    stage.route("/users", json=PAGE)
    with asking(stage, "GET", "/users"):
        student.list_names(filters, base_url=stage.url)
    return stage.requests[0].query


def misled(stage):
    """Say that the filters left in the body, if they did."""
    return (
        stage.requests[0].body
        and "Les filtres sont partis dans le corps : ils vont dans l'URL, avec params=."
    )


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
    """Le nom et l'adresse électronique partent en JSON"""
    created(stage)
    with asking(stage, "POST", "/users"):
        student.create_user("Ada Lovelace", "ada@example.com", base_url=stage.url)
    request = stage.requests[0]
    assert request.json == NEW, misplaced(request)
    media_type = request.headers.get("Content-Type", "").partition(";")[0]
    untold = "Le corps est du JSON, mais l'en-tête Content-Type ne le dit pas : json= l'aurait posé."
    assert media_type == "application/json", untold


@creation
def test_identifier_is_returned(student, stage):
    """L'identifiant du nouveau compte est renvoyé"""
    created(stage)
    with asking(stage, "POST", "/users"):
        identifier = student.create_user("Ada Lovelace", "ada@example.com", base_url=stage.url)
    whole = "Votre fonction renvoie tout le compte : renvoyez son champ « id »."
    other = "Ce n'est pas l'identifiant que l'API a donné."
    assert identifier == 131, whole if isinstance(identifier, dict) else other


@creation
def test_other_answers_give_none(student, stage):
    """Tout autre code que 201 donne None"""
    uncaught = UNCAUGHT.format("HTTPError")
    for status, body in (
        (409, {"json": {**REFUSAL, "status": 409}}),
        (422, {"json": {**REFUSAL, "status": 422, "id": 7}}),
        (503, {"text": "<h1>Maintenance</h1>"}),
        (200, {"json": USER}),
    ):
        stage.reset()
        stage.route("/users", status=status, method="POST", **body)
        unread = (
            f"L'API a répondu {status}, et non 201 : rien n'est créé. Testez d'abord response.status_code."
        )
        with asking(stage, "POST", "/users", KeyError=unread, JSONDecodeError=unread, HTTPError=uncaught):
            identifier = student.create_user("Ada Lovelace", "ada@example.com", base_url=stage.url)
        other = f"L'API a répondu {status} : la fonction doit renvoyer None."
        assert identifier is None, named(identifier, other, (7, unread))


def created(stage):
    """Let the stage create the account 131, as the API does."""
    place = {"Location": f"{stage.url}/users/131"}
    stage.route("/users", status=201, json={**USER, "id": 131}, headers=place, method="POST")


def misplaced(request):
    """Say how the account left, where it is not the JSON of the statement."""
    if request.query:
        return "Les valeurs sont parties dans l'URL (params=) : elles vont dans le corps (json=)."
    if "name" in request.form:
        return "Les valeurs sont parties en formulaire (data=) : l'API attend du JSON (json=)."
    if isinstance(request.json, str):
        return "Le JSON a été converti deux fois : donnez à json= le dictionnaire, sans json.dumps."
    return "Le corps de la requête n'est pas celui que demande l'énoncé."


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
    message = "Le formulaire reçu n'est pas celui que demande l'énoncé."
    if "password" in request.query:
        message = "Le mot de passe est parti dans l'URL, que les journaux conservent : data=, et non params=."
    elif isinstance(request.json, dict):
        message = "Les identifiants sont partis en JSON (json=) : /login attend un formulaire, data=."
    elif request.form.get("password") == ["s"]:
        message = (
            "Le mot de passe « s&cret » a été coupé au « & » : donnez à data= un dictionnaire, pas un texte."
        )
    assert request.form == {"username": ["ada"], "password": ["s&cret"]}, message
    untold = "Le formulaire est parti sans son en-tête Content-Type : donnez un dictionnaire à data=."
    assert request.headers.get("Content-Type") == "application/x-www-form-urlencoded", untold


@connexion
def test_token_is_returned(student, stage):
    """Le jeton est renvoyé"""
    stage.route("/login", json=TOKEN, method="POST")
    with asking(stage, "POST", "/login"):
        token = student.get_token("ada", "s&cret", base_url=stage.url)
    whole = "Votre fonction renvoie toute la réponse : gardez le champ « token »."
    assert token == "jeton-7", named(token, "Ce n'est pas le jeton que l'API a donné.", (TOKEN, whole))


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
        answer = student.delete_user(7, base_url=stage.url)
    answer = as_pair(answer)
    assert answer == (204, None), unpaired(answer, 204) or "Sans corps, la seconde valeur est None."


@suppression
def test_missing_user_keeps_its_body(student, stage):
    """Un compte absent (404) donne le code et le corps"""
    stage.route("/users/8", status=404, json={**REFUSAL, "status": 404}, method="DELETE")
    with asking(stage, "DELETE", "/users/8"):
        answer = student.delete_user(8, base_url=stage.url)
    unread = "La seconde valeur est le corps, converti par response.json()."
    answer = as_pair(answer)
    assert answer == (404, {**REFUSAL, "status": 404}), unpaired(answer, 404) or unread


@suppression
def test_other_empty_answer(student, stage):
    """Un autre succès sans corps (202) donne (202, None)"""
    stage.route("/users/9", status=202, method="DELETE")
    code = "Ici, c'est un 202 qui n'a pas de corps : testez response.content, et non le seul code 204."
    with asking(stage, "DELETE", "/users/9", JSONDecodeError=code):
        answer = student.delete_user(9, base_url=stage.url)
    answer = as_pair(answer)
    assert answer == (202, None), unpaired(answer, 202) or "Il n'y a pas de corps : None."


def as_pair(answer):
    """Return two values as Python shows them: a tuple crosses as a list."""
    return tuple(answer) if isinstance(answer, list) else answer


def unpaired(answer, status):
    """Say what is wrong with the pair, its second value apart."""
    if not isinstance(answer, tuple) or len(answer) != 2:
        return "Votre fonction doit renvoyer deux valeurs : return response.status_code, body."
    return "" if answer[0] == status else "La première valeur est le code de statut."


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
    sent = request.headers.get("Authorization")
    absent = "La requête n'a pas d'en-tête Authorization : donnez headers= à requests.get."
    if "jeton-7" in request.target:
        absent = "Le jeton est parti dans l'URL ; il va dans un en-tête (headers=)."
    bare = "Il manque le mot « Bearer » et une espace devant le jeton."
    plain = '{token} est parti tel quel : il manque le f devant les guillemets, f"Bearer {token}".'
    other = "L'en-tête attendu est le mot « Bearer », une espace, puis le jeton."
    mistakes = ((None, absent), ("jeton-7", bare), ("Bearer {token}", plain))
    assert sent == "Bearer jeton-7", named(sent, other, *mistakes)


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
    other = "Renvoyez le corps de la réponse, converti par response.json()."
    always = "L'API a répondu 200 et vous renvoyez None : « == 401 or 403 » est toujours vrai."
    assert content == {"user": "ada"}, named(content, other, (None, always))


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
    whole = "Votre fonction renvoie toute la réponse : renvoyez son champ « items »."
    assert items == DATA["items"], named(items, "Ce n'est pas la liste du champ « items ».", (DATA, whole))


@delai
def test_timeout_is_set(student, stage):
    """Le délai demandé est celui de la requête"""
    for timeout in (2, 0.5):
        stage.reset()
        stage.route("/data", json=DATA)
        with asking(stage, "GET", "/data"):
            student.read_items(base_url=stage.url, timeout=timeout)
        sent = stage.requests[0].timeout
        untold = "La requête est partie sans délai maximal : donnez timeout= à requests.get."
        other = f"Appelée avec timeout={timeout}, votre fonction attend {sent or 0:g} s : timeout=timeout."
        assert sent == timeout, named(sent, other, (None, untold))


@delai
def test_slow_answer(student, stage, clock):
    """Une réponse trop lente donne None"""
    stage.route("/data", json=DATA, delay=60)
    with asking(stage, "GET", "/data", Timeout=TOO_SLOW):
        items = student.read_items(base_url=stage.url, timeout=2)
    assert stage.requests[0].timeout == 2, "La requête a attendu 60 s : donnez-lui timeout=timeout."
    assert items is None, "Le service est trop lent : la fonction doit renvoyer None."
    assert clock.elapsed == 2, "La fonction n'a pas rendu la main au bout du délai demandé."


@delai
def test_slow_connection(student):
    """Une connexion trop lente donne None"""
    items = outcome(student.read_items, base_url=SILENT, timeout=2)
    through = "ConnectTimeout sort de votre fonction : attrapez Timeout, qui la couvre."
    other = "La connexion est trop lente : la fonction doit renvoyer None."
    assert items is None, named(items, other, (Escaped("ConnectTimeout"), through))


@delai
def test_refused_connection_goes_through(student, stage):
    """Une connexion refusée lève toujours ConnectionError"""
    items = outcome(student.read_items, base_url=stage.refused_url, timeout=2)
    wide = "Votre except attrape trop : une connexion refusée n'est pas une lenteur."
    assert items == Escaped("ConnectionError"), wide


diagnostic = question(
    "diagnostic",
    lesson=LESSON,
    hints=[
        "Un seul try : la requête, raise_for_status(), puis response.json() s'il y a un corps.",
        "Cinq except suffisent ; les plus précis viennent d'abord, requests.RequestException en dernier.",
        "L'ordre : Timeout, HTTPError, JSONDecodeError, exceptions.MissingSchema, RequestException.",
        "Le code reçu : error.response.status_code, dans except requests.HTTPError as error.",
    ],
)
FINE = "Ce service va bien : « ok »."
CAUGHT = "Un except plus large a attrapé {} : donnez-lui le sien, placé avant les plus larges."
UNREAD = "La réponse est en erreur et n'est pas du JSON : appelez raise_for_status() avant de lire le corps."


@diagnostic
def test_healthy_service(student, stage):
    """Une réponse JSON est « ok »"""
    state = diagnosed(student, stage, json={"status": "up"})
    assert state == "ok", escaped(state) or FINE
    assert stage.requests[0].timeout == 5, "La requête n'attend pas le délai demandé : timeout=timeout."


@diagnostic
def test_empty_answer_is_healthy(student, stage):
    """Une réponse vide (204) est « ok »"""
    state = diagnosed(student, stage, status=204)
    empty = "Un 204 n'a pas de corps, et c'est normal : testez response.content."
    read = [(wrong, empty) for wrong in ("illisible", "injoignable", Escaped("JSONDecodeError"))]
    assert state == "ok", named(state, escaped(state) or FINE, *read)


@diagnostic
def test_error_codes(student, stage):
    """Un code d'erreur est donné : « HTTP 503 »"""
    for status, body in ((400, {"json": REFUSAL}), (404, {"json": REFUSAL}), (503, {"text": "<h1>"})):
        state = diagnosed(student, stage, status=status, **body)
        forgotten = f"Un {status} n'est pas « ok » : vous avez oublié raise_for_status()."
        other = escaped(state) or "Le texte attendu est « HTTP », une espace, puis le code reçu."
        masked = ("injoignable", CAUGHT.format("HTTPError"))
        mistakes = [("ok", forgotten), ("illisible", UNREAD), masked]
        assert state == f"HTTP {status}", named(state, other, *mistakes)


@diagnostic
def test_unreadable_body(student, stage):
    """Un corps qui n'est pas du JSON est « illisible »"""
    state = diagnosed(student, stage, text="<h1>Maintenance</h1>")
    unread = "Ce corps n'est pas du JSON : appelez response.json() pour le vérifier."
    mistakes = [("injoignable", CAUGHT.format("JSONDecodeError")), ("ok", unread)]
    assert state == "illisible", named(
        state, escaped(state) or "Ce corps n'est pas du JSON : « illisible ».", *mistakes
    )


@diagnostic
def test_slow_service(student, stage):
    """Une réponse trop lente est « lent »"""
    state = diagnosed(student, stage, delay=60, json={"status": "up"})
    assert stage.requests[0].timeout == 5, "La requête a attendu 60 s : donnez-lui timeout=timeout."
    other = escaped(state) or "Le délai est dépassé : « lent »."
    assert state == "lent", named(state, other, ("injoignable", CAUGHT.format("ReadTimeout")))


@diagnostic
def test_slow_connection_to_service(student):
    """Une connexion trop lente est « lent »"""
    state = calling(student, SILENT)
    masked = "ConnectTimeout est aussi une ConnectionError : except Timeout doit venir avant les plus larges."
    other = escaped(state) or "Le délai de connexion est dépassé : « lent »."
    assert state == "lent", named(state, other, ("injoignable", masked))


@diagnostic
def test_unreachable_services(student, stage):
    """Connexion refusée, coupée, nom inconnu : « injoignable »"""
    dropped = stage.route("/coupe", drop=True).url
    broken = stage.route("/incomplet", json={"status": "up"}, cut=5).url
    for url in (stage.refused_url, dropped, broken, stage.unknown_url):
        state = calling(student, url)
        assert state == "injoignable", escaped(state) or f"{url} n'a pas répondu en entier : « injoignable »."


@diagnostic
def test_url_without_its_scheme(student):
    """Une URL sans « https:// » est « URL incomplète »"""
    state = calling(student, "api.example.com/health")
    blamed = "Aucune requête n'est partie, le service n'y est pour rien : c'est l'URL qui est incomplète."
    other = escaped(state) or "MissingSchema : le texte attendu est « URL incomplète »."
    assert state == "URL incomplète", named(state, other, ("injoignable", blamed))


def diagnosed(student, stage, **answer):
    """Return the student's diagnosis of a service that answers this."""
    stage.reset()
    url = stage.route("/health", **answer).url
    state = calling(student, url)
    assert stage.requests, "Aucune requête n'est arrivée à l'URL donnée : requests.get(url, …)."
    return state


def calling(student, url):
    """Return the student's diagnosis, or the exception of requests that comes out instead."""
    return outcome(student.diagnose, url, timeout=5)


def escaped(state):
    """Say that an exception of requests came out, if one did."""
    return UNCAUGHT.format(state.name) if isinstance(state, Escaped) else ""


desactivation = question(
    "desactivation",
    lesson=LESSON,
    hints=[
        "requests.patch s'emploie comme requests.put ; on n'y met que le champ à changer, avec json=.",
        'Le corps attendu : json={"active": False}. Pensez à timeout=timeout.',
        "Après l'appel : response.raise_for_status(), puis return response.json().",
    ],
)
INACTIVE = {**USER, "active": False}


@desactivation
def test_only_the_field_to_change_is_sent(student, stage):
    """Un PATCH part, avec le seul champ « active »"""
    stage.route("/users/7", json=INACTIVE, method="PATCH")
    with asking(stage, "PATCH", "/users/7"):
        student.deactivate(7, base_url=stage.url, timeout=2)
    sent = stage.requests[0].json
    other = "Le corps attendu est le JSON d'un seul champ : « active », à false."
    text = "« active » est parti comme un texte : c'est un booléen, False en Python."
    if stage.requests[0].form:
        other = "Le champ est parti en formulaire (data=) : l'API attend du JSON (json=)."
    assert sent == {"active": False}, named(
        sent, other, ({"active": "false"}, text), ({"active": "False"}, text)
    )


@desactivation
def test_account_is_returned(student, stage):
    """Le compte modifié est renvoyé"""
    stage.route("/users/7", json=INACTIVE, method="PATCH")
    with asking(stage, "PATCH", "/users/7"):
        account = student.deactivate(7, base_url=stage.url, timeout=2)
    assert account == INACTIVE, "Renvoyez le compte tel que l'API le décrit : response.json()."


@desactivation
def test_deactivation_has_a_timeout(student, stage):
    """Le délai demandé est celui de la requête"""
    stage.route("/users/7", json=INACTIVE, method="PATCH")
    with asking(stage, "PATCH", "/users/7"):
        student.deactivate(7, base_url=stage.url, timeout=2)
    assert stage.requests[0].timeout == 2, "La requête n'attend pas le délai demandé : timeout=timeout."


@desactivation
def test_refusal_is_raised(student, stage):
    """Un refus (404, 500) lève HTTPError"""
    for status in (404, 500):
        stage.reset()
        stage.route("/users/7", status=status, json={**REFUSAL, "status": status}, method="PATCH")
        with asking(stage, "PATCH", "/users/7"):
            account = outcome(student.deactivate, 7, base_url=stage.url, timeout=2)
        silent = f"L'API a répondu {status} et rien ne le dit : il manque response.raise_for_status()."
        assert account == Escaped("HTTPError"), silent
