"""Vérifications de la leçon 03, « Sessions et authentification »."""

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import Escaped, asking, named, outcome
from grader.stage import Answer
from grader.student.handle import Reference, StudentError

LESSON = "03_sessions_authentification"

choice(
    "combien-de-connexions",
    "Avec une seule session, un script fait 50 appels à `api.example.com`, puis 10 à `httpbin.org`. "
    "Combien de connexions lui suffit-il d'ouvrir ?",
    [
        wrong("Une : c'est une seule session.", "Non : une connexion ne mène qu'à un serveur."),
        wrong("60 : une par appel.", "Non : c'est ce que feraient 60 appels à `requests.get`, sans session."),
        right("Deux : une par serveur.", "Oui : la session garde une connexion ouverte vers chaque serveur."),
    ],
)

choice(
    "mot-de-passe-en-chemin",
    "« Le mot de passe part en base64, donc personne ne peut le lire. » Qu'est-ce qui le protège vraiment ?",
    [
        wrong("base64, en effet.", "Non : base64 se décode sans clé, vous venez de le faire."),
        right(
            "HTTPS, et rien d'autre.",
            "Oui : tout ce qui circule est chiffré, l'en-tête Authorization compris. Aux deux bouts, "
            "en revanche, il est en clair.",
        ),
        wrong(
            "`HTTPBasicAuth`, au lieu du couple.",
            "Non : les deux écritures envoient exactement le même en-tête.",
        ),
        wrong(
            "La session, qui n'envoie le mot de passe qu'une fois.",
            "Non : une session garde la connexion, mais l'en-tête part à chaque requête.",
        ),
    ],
)

choice(
    "faut-il-renouveler",
    "Quelle réponse de l'API justifie que l'on demande un nouveau jeton ?",
    [
        wrong(
            "403",
            "Non : l'API sait très bien qui vous êtes, et refuse. Un nouveau jeton aurait les mêmes droits.",
        ),
        right("401, la première fois", "Oui : le jeton a expiré ou a été révoqué ; un neuf peut convenir."),
        wrong(
            "401, autant de fois qu'il le faut",
            "Non : si un jeton tout neuf est refusé, le suivant le sera aussi. C'est la boucle sans fin.",
        ),
        wrong(
            "500",
            "Non : le service est en panne. Votre jeton n'y est pour rien, le renouveler n'arrange rien.",
        ),
    ],
)

une_connexion = question(
    "une-connexion",
    lesson=LESSON,
    hints=[
        "Créez la session une fois, avant la boucle : with requests.Session() as session:",
        'Dans la boucle, appelez session.get(f"{base_url}{path}", timeout=timeout), et non requests.get.',
        "Après chaque appel : response.raise_for_status(), puis bodies.append(response.json()).",
    ],
)
BODIES = {"/users": {"total": 7}, "/posts": {"total": 5}, "/data": {"status": "ok"}}  # in no order
REFUSAL = {"title": "Refus", "detail": "La requête est refusée."}


@une_connexion
def test_bodies_are_returned_in_order(student, stage):
    """Les corps sont renvoyés, dans l'ordre des chemins"""
    for paths in (["/users", "/posts"], ["/data", "/users", "/posts"]):
        stage.reset()
        serve(stage)
        bodies = fetched(student, stage, paths)
        expected = [BODIES[path] for path in paths]
        one = "Votre fonction ne renvoie qu'un corps : rassemblez-les dans une liste, avant de la renvoyer."
        other = "Ce n'est pas la liste des corps (response.json()), dans l'ordre des chemins."
        assert bodies == expected, named(bodies, other, (expected[-1], one), (expected[-1:], one))


@une_connexion
def test_one_connection_is_enough(student, stage):
    """Toutes les requêtes passent par la même connexion"""
    serve(stage)
    fetched(student, stage, ["/users", "/posts", "/data"])
    each = (
        "Chaque requête a ouvert sa connexion : appelez session.get, avec une seule session créée "
        "avant la boucle."
    )
    used = [request.connection for request in stage.requests]
    assert used == [1, 1, 1], named(used, "Les requêtes n'ont pas partagé leur connexion.", ([1, 2, 3], each))


@une_connexion
def test_every_request_has_the_timeout(student, stage):
    """Chaque requête a le délai demandé"""
    serve(stage)
    fetched(student, stage, ["/users", "/posts"])
    waits = [request.timeout for request in stage.requests]
    ignored = "Les requêtes sont parties sans délai maximal : une session n'en a pas, donnez timeout=timeout."
    other = "Les requêtes n'attendent pas le délai demandé : timeout=timeout."
    assert waits == [2, 2], named(waits, other, ([None, None], ignored))


@une_connexion
def test_a_refusal_is_raised(student, stage):
    """Un refus (404, 500) lève HTTPError"""
    for status in (404, 500):
        stage.reset()
        serve(stage)
        stage.route("/posts", status=status, json=REFUSAL)
        bodies = outcome(fetched, student, stage, ["/users", "/posts", "/data"])
        silent = (
            f"L'API a répondu {status} et rien ne le dit : appelez response.raise_for_status() "
            "pour chaque réponse."
        )
        kept = (
            "Votre fonction s'arrête au refus, mais n'en dit rien : appelez response.raise_for_status(), "
            "et laissez sortir l'exception."
        )
        assert bodies == Escaped("HTTPError"), named(bodies, silent, ([BODIES["/users"]], kept), (None, kept))


def serve(stage):
    """Let the stage answer the three paths."""
    for path, body in BODIES.items():
        stage.route(path, json=body)


def fetched(student, stage, paths):
    """Return what the student's function makes of the paths, once it has asked for more than the first."""
    with asking(stage, "GET", paths[0]):
        bodies = student.fetch_all(paths, base_url=stage.url, timeout=2)
    early = "Seul le premier chemin est demandé : un return dans la boucle en sort, placez-le après elle."
    assert len(stage.requests) > 1, early
    return bodies


session_prete = question(
    "session-prete",
    lesson=LESSON,
    hints=[
        "Créez la session, complétez ses en-têtes, renvoyez-la : session = requests.Session().",
        "session.headers.update({…}) complète les en-têtes ; le jeton s'écrit avec une f-string.",
        'Les trois en-têtes : "Authorization": f"Bearer {token}", "Accept" et "User-Agent".',
    ],
)
NO_SESSION = "Votre fonction doit renvoyer la session : return session."


@session_prete
def test_token_is_sent(student, stage):
    """Chaque requête porte le jeton"""
    sent = [headers.get("Authorization") for headers in sent_by(student, stage, "jeton-7", calls=2)]
    bare = "Il manque le mot « Bearer » et une espace devant le jeton."
    glued = "Il manque une espace entre « Bearer » et le jeton."
    literal = "Le jeton n'a pas été mis à sa place : il manque le f devant les guillemets."
    absent = "Les requêtes de la session n'ont pas d'en-tête Authorization."
    other = "Ce n'est pas l'en-tête Authorization attendu."
    mistakes = (("jeton-7", bare), ("Bearerjeton-7", glued), ("Bearer {token}", literal), (None, absent))
    expected = ["Bearer jeton-7"] * 2
    assert sent == expected, named(sent, other, *(([value] * 2, said) for value, said in mistakes))


@session_prete
def test_other_headers_are_set(student, stage):
    """La session annonce le format voulu et son nom"""
    (headers,) = sent_by(student, stage, "jeton-7")
    accept, agent = headers.get("Accept"), headers.get("User-Agent")
    assert accept == "application/json", "L'en-tête Accept n'annonce pas « application/json »."
    assert agent == "inventaire/1.0", "L'en-tête User-Agent n'est pas « inventaire/1.0 »."


@session_prete
def test_default_headers_are_kept(student, stage):
    """Les en-têtes que requests pose d'elle-même restent"""
    (headers,) = sent_by(student, stage, "jeton-7")
    kept = [name for name in ("Accept-Encoding", "Connection") if headers.get(name, "identity") != "identity"]
    replaced = (
        "Vous avez remplacé tous les en-têtes de la session : complétez-les, session.headers.update(…)."
    )
    assert kept == ["Accept-Encoding", "Connection"], replaced


@session_prete
def test_sessions_are_apart(student, stage):
    """Deux sessions ne partagent pas leur jeton"""
    stage.route("/users", json={})
    first, second = opened(student, "jeton-1"), opened(student, "jeton-2")
    for session in (first, second):
        session.get(f"{stage.url}/users", timeout=2)
    sent = [request.headers.get("Authorization") for request in stage.requests]
    shared = "Les deux appels ont renvoyé la même session : créez-la dans la fonction."
    other = "Chaque session doit envoyer le jeton qu'on lui a donné."
    expected = ["Bearer jeton-1", "Bearer jeton-2"]
    assert sent == expected, named(sent, other, (["Bearer jeton-2"] * 2, shared))


def opened(student, token):
    """Return the student's session, which is an object that stays there."""
    session = student.open_session(token)
    assert isinstance(session, Reference), NO_SESSION
    return session


def sent_by(student, stage, token, calls=1):
    """Return the headers of some calls of the student's session."""
    stage.route("/users", json={})
    session = opened(student, token)
    for _ in range(calls):
        session.get(f"{stage.url}/users", timeout=2)
    return [request.headers for request in stage.requests]


cle_un_serveur = question(
    "cle-un-serveur",
    lesson=LESSON,
    hints=[
        "Regardez BearerAuth : seul l'en-tête change.",
        "Le nom du serveur auquel part la requête : urlsplit(request.url).hostname.",
        "Ne posez l'en-tête que si ce nom est égal à self.host ; dans tous les cas, return request.",
    ],
)
CALL = "requests.get({url!r}, auth=ApiKeyAuth('cle-7', {host!r}), timeout=2).status_code"


@cle_un_serveur
def test_key_is_sent_to_its_host(student, stage):
    """La clé part vers son serveur, dans l'en-tête X-API-Key"""
    request = asked(student, stage, stage.url, host="127.0.0.1")
    sent = request.headers.get("X-Api-Key")
    absent = "La clé n'est pas partie. hostname est le nom du serveur, seul ; netloc contient aussi le port."
    message = absent if sent is None else "L'en-tête X-API-Key de la requête n'est pas la clé."
    if "Authorization" in request.headers:
        message = "La clé est partie dans Authorization : cette API l'attend dans X-API-Key."
    elif request.query:
        message = "La clé est partie dans l'URL, que tous les journaux conservent : request.headers."
    assert sent == "cle-7", message
    replaced = "Vous avez remplacé les en-têtes de la requête : ajoutez-y le vôtre, request.headers[…] = …"
    assert request.headers.get("Accept") == "*/*", replaced


@cle_un_serveur
def test_key_is_kept_from_other_hosts(student, stage):
    """Elle ne part pas vers un autre serveur"""
    sent = asked(student, stage, stage.url, host="api.example.com").headers.get("X-Api-Key")
    leaked = (
        "La clé est partie vers un serveur qui n'est pas le sien : comparez le nom du serveur à self.host."
    )
    assert sent is None, leaked


@cle_un_serveur
def test_name_elsewhere_in_the_url_does_not_count(student, stage):
    """Le nom du serveur ailleurs dans l'URL ne trompe pas"""
    fooled = (
        "Le nom du serveur figurait dans l'URL d'un autre, et la clé est partie : comparez hostname, "
        "ne cherchez pas dans toute l'URL."
    )
    for trap in ("?suite=api.example.com", "#api.example.com"):
        sent = asked(student, stage, stage.url, host="api.example.com", trap=trap).headers.get("X-Api-Key")
        assert sent is None, fooled
    for user in ("api.example.com", "api.example.com:80"):  # stands before the host's name in the URL
        url = stage.url.replace("://", f"://{user}@")
        sent = asked(student, stage, url, host="api.example.com").headers.get("X-Api-Key")
        assert sent is None, fooled
    for part in ("0.1", "127.0"):
        sent = asked(student, stage, stage.url, host=part).headers.get("X-Api-Key")
        assert sent is None, "Le nom du serveur doit être exactement self.host : comparez avec ==."


def asked(student, stage, base_url, host, trap=""):
    """Send a request with the student's authentication; return it as it arrived."""
    stage.reset()
    stage.route("/data", json={})
    try:
        student.run("import requests\n" + CALL.format(url=f"{base_url}/data{trap}", host=host))
    except StudentError as error:
        unreturned = "'NoneType'" in error.text or "has no attribute '__dict__'" in error.text
        assert not unreturned, (
            "requests n'a plus de requête à envoyer : terminez __call__ par return request."
        )
        raise
    assert stage.requests, "Aucune requête n'est partie."
    return stage.requests[0]


lire_un_secret = question(
    "lire-un-secret",
    lesson=LESSON,
    hints=[
        'os.environ.get(name, "") donne la valeur, ou un texte vide si la variable manque.',
        "Ajoutez .strip(), puis testez si le texte obtenu est vide : if not value.",
        'Pour signaler l\'absence : raise MissingSecret(f"La variable {name} est absente ou vide.").',
    ],
)
UNSEEN = "La variable est {} et rien ne le dit : levez MissingSecret."
RETURNED = (
    "un objet MissingSecret",
    "Votre fonction renvoie l'exception : pour la lever, écrivez raise, et non return.",
)
ESCAPES = (
    (
        "KeyError",
        "KeyError sort telle quelle : attrapez-la, ou lisez avec os.environ.get, et levez MissingSecret.",
    ),
    (
        "AttributeError",
        'os.environ.get a donné None, qui n\'a pas de .strip() : donnez-lui un texte vide, get(name, "").',
    ),
    RETURNED,
)


@lire_un_secret
def test_value_is_returned(student):
    """La valeur de la variable est renvoyée"""
    for name, value in (("INVENTAIRE_TOKEN", "jeton-7"), ("GRAPHITE_KEY", "cle d'essai")):
        found = secret_in(student, name, value)
        assert found == value, f"Ce n'est pas la valeur de la variable {name}."


@lire_un_secret
def test_surrounding_space_is_removed(student):
    """Les espaces et les fins de ligne autour sont retirés"""
    for value in ("jeton-7\n", "  jeton-7 \r\n"):
        found = secret_in(student, "INVENTAIRE_TOKEN", value)
        left = "La fin de ligne est restée : requests refuserait cet en-tête. Retirez-la avec .strip()."
        other = "Ce n'est pas la valeur attendue, sans ce qui l'entoure."
        assert found == "jeton-7", named(found, other, (value, left))


@lire_un_secret
def test_missing_variable(student):
    """Une variable absente lève MissingSecret"""
    found = secret_in(student, "INVENTAIRE_TOKEN", None)
    assert found == "MissingSecret", named(found, UNSEEN.format("absente"), *ESCAPES)


@lire_un_secret
def test_empty_variable(student):
    """Une variable vide lève MissingSecret"""
    for value in ("", " \n"):
        found = secret_in(student, "INVENTAIRE_TOKEN", value)
        assert found == "MissingSecret", named(found, UNSEEN.format("vide"), RETURNED)


@lire_un_secret
def test_message_names_the_variable(student):
    """Le message nomme la variable"""
    for name in ("INVENTAIRE_TOKEN", "GRAPHITE_KEY"):
        text = secret_in(student, name, None, of_error="text")
        silent = f'Le message de l\'exception ne nomme pas la variable {name} : f"… {{name}} …".'
        said = name if name in str(text) else text
        assert said == name, named(said, silent, (None, UNSEEN.format("absente")), *ESCAPES)


def secret_in(student, name, value, of_error="name"):
    """Return what the student's function makes of an environment; the name (or text) of what it raises."""
    setting = f"os.environ.pop({name!r}, None)" if value is None else f"os.environ[{name!r}] = {value!r}"
    before = student.run(f"import os\nbefore_check = os.environ.get({name!r})\n{setting}\nbefore_check")
    try:
        found = student.read_secret(name)
        return repr(found) if isinstance(found, Reference) else found
    except StudentError as error:
        if error.types[0] not in ("MissingSecret", "KeyError", "AttributeError"):
            raise
        raised = error.types[0]
        return error.text if of_error == "text" and raised == "MissingSecret" else raised
    finally:
        back = f"os.environ.pop({name!r}, None)" if before is None else f"os.environ[{name!r}] = {before!r}"
        student.run(f"import os\n{back}\nNone")


renouveler = question(
    "renouveler-une-fois",
    lesson=LESSON,
    hints=[
        "Pour commencer : if self.token is None: self.get_token(), puis response = self.send(path).",
        "Sur un 401 : self.get_token(), puis de nouveau response = self.send(path). Un if, pas un while.",
        "À la fin, dans tous les cas : response.raise_for_status(), puis return response.json().",
    ],
)
STUCK = (
    "Le jeton a été refusé (401) et vous ne l'avez pas renouvelé : regardez response.status_code "
    "avant d'appeler raise_for_status()."
)
TOKENS = [Answer(json={"access_token": f"jeton-{n}", "expires_in": 3600}) for n in range(1, 9)]
USERS = {"total": 3}
FIRST = ["POST /oauth/token", "GET /users (jeton-1)"]


@renouveler
def test_a_token_is_asked_for_first(student, stage):
    """Le premier appel demande un jeton, et s'en sert"""
    body, seen = reading(student, stage, Answer(json=USERS))
    assert seen == FIRST, "Les requêtes attendues : un jeton, puis GET /users avec ce jeton."
    whole = "Renvoyez le corps de la réponse : return response.json()."
    assert body == USERS, whole


@renouveler
def test_the_token_is_kept(student, stage):
    """Le jeton sert aux appels suivants"""
    _, seen = reading(student, stage, Answer(json=USERS), calls=3)
    asked_each_time = "Vous demandez un jeton à chaque appel : gardez self.token tant qu'il est accepté."
    expected = [*FIRST, *FIRST[1:] * 2]
    other = "Les requêtes attendues : un jeton, puis trois fois GET /users."
    assert seen == expected, asked_each_time if seen.count("POST /oauth/token") > 1 else other


@renouveler
def test_a_refused_token_is_renewed_once(student, stage):
    """Sur un 401, un nouveau jeton, et un second essai qui réussit"""
    body, seen = reading(student, stage, Answer(status=401, json=REFUSAL), Answer(json=USERS))
    unused = "Le nouveau jeton est arrivé, mais vous ne refaites pas la requête : self.send(path)."
    expected = [*FIRST, "POST /oauth/token", "GET /users (jeton-2)"]
    other = "Les requêtes attendues : jeton, GET refusé, nouveau jeton, GET."
    assert seen == expected, named(seen, other, (FIRST, STUCK), ([*FIRST, "POST /oauth/token"], unused))
    assert body == USERS, "Après le second essai, renvoyez le corps de la nouvelle réponse."


@renouveler
def test_each_call_may_renew(student, stage):
    """Un autre appel, plus tard, peut renouveler à son tour"""
    hour = [Answer(json=USERS), Answer(status=401, json=REFUSAL)]
    body, seen = reading(student, stage, *hour * 2, Answer(json=USERS), calls=3)
    once = "Le jeton ne peut plus être renouvelé ensuite : « une seule fois » vaut pour chaque appel."
    other = "Les requêtes attendues : après chaque refus, et alors seulement, un nouveau jeton et un GET."
    calls = [[f"GET /users (jeton-{n})", "POST /oauth/token", f"GET /users (jeton-{n + 1})"] for n in (1, 2)]
    expected = [*FIRST, *calls[0], *calls[1]]
    mistakes = ([*FIRST, *calls[0], *calls[1][:1]], once), ([*FIRST, *FIRST[1:] * 2], STUCK)
    assert seen == expected, named(seen, other, *mistakes)
    assert body == USERS, "Après le second essai, renvoyez le corps de la nouvelle réponse."


@renouveler
def test_it_never_loops(student, stage):
    """Si l'API refuse toujours, un seul renouvellement, puis HTTPError"""
    refusals = [Answer(status=401, json=REFUSAL)] * 6
    body, seen = reading(student, stage, *refusals, Answer(json=USERS))
    loop = "Vous redemandez un jeton à chaque 401 : sur un refus durable, c'est une boucle sans fin."
    renewals = seen.count("POST /oauth/token") - 1
    again = "Après le second refus, n'en demandez plus : un seul renouvellement par appel."
    assert renewals == 1, named(renewals, again, (0, STUCK), (len(refusals), loop))
    silent = "L'API refuse toujours et rien ne le dit : appelez raise_for_status() sur la dernière réponse."
    assert body == Escaped("HTTPError"), silent


@renouveler
def test_other_refusals_do_not_renew(student, stage):
    """Un autre refus (403, 404, 500) lève HTTPError, sans nouveau jeton"""
    for status in (403, 404, 500):
        stage.reset()
        body, seen = reading(student, stage, Answer(status=status, json=REFUSAL))
        for_nothing = (
            f"L'API a répondu {status} : le jeton n'y est pour rien. Ne le renouvelez que sur un 401."
        )
        assert seen == FIRST, for_nothing
        silent = f"L'API a répondu {status} et rien ne le dit : appelez response.raise_for_status()."
        assert body == Escaped("HTTPError"), silent


def reading(student, stage, *answers, calls=1):
    """Let the student's client read /users; return what came of the last call, and the requests.

    The first two requests are the same in every check: what is wrong with them is said here.
    """
    stage.route("/oauth/token", *TOKENS, method="POST")
    stage.route("/users", *answers, method="GET")
    client = student.AutoRefresh(stage.url, f"{stage.url}/oauth/token", timeout=5)
    body = None
    for _ in range(calls):
        body = outcome(client.get, "/users")
    assert stage.requests, "Aucune requête n'est partie : appelez self.get_token(), puis self.send(path)."
    seen = [described(request) for request in stage.requests]
    untold = "La première requête est partie sans jeton : appelez d'abord self.get_token()."
    lost = "get_token range lui-même le jeton et ne renvoie rien : pas de self.token = devant l'appel."
    unsent = "Après le jeton, GET /users n'est pas arrivé : self.send(path) ajoute lui-même self.base_url."
    other = "Les deux premières requêtes attendues : un jeton, puis GET /users avec ce jeton."
    mistakes = ([*FIRST[:1], "GET /users (None)"], lost), (FIRST[:1], unsent)
    assert seen[:2] == FIRST, untold if seen[0] == "GET /users (None)" else named(seen[:2], other, *mistakes)
    return body, seen


def described(request):
    """Write a request with the token that it carries."""
    if request.method == "POST":
        return f"POST {request.path}"
    return f"GET {request.path} ({request.headers.get('Authorization', '').removeprefix('Bearer ')})"
