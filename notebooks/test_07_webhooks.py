"""Vérifications de la leçon 07, « Webhooks et callbacks »."""

import base64
import hashlib
import hmac

from grader.checks import choice, question, right, wrong
from grader.checks.diagnosis import UNCAUGHT, Escaped, named, outcome
from grader.stage.answer import Answer
from grader.student.handle import StudentError

LESSON = "07_webhooks"
SECRET = "cle-de-la-forge"
IN_LESSON = "secret-de-demonstration"  # the constant SECRET of the lesson
OWN_SECRET = "Ce secret est celui de la leçon, SECRET : servez-vous de l'argument secret."
NOTHING = "Votre fonction ne renvoie rien : il manque return."
FROM_VALUES = ("TypeError", "ValueError", "AttributeError", "LookupError")
BODY = b'{"event": "deploy", "service": "paie"}'

choice(
    "signature",
    "Une livraison arrive avec une signature HMAC juste. De quoi êtes-vous sûr ?",
    [
        wrong(
            "Personne n'a pu la lire en chemin.",
            "Non : signer n'est pas chiffrer. Le corps voyage en clair ; c'est HTTPS qui le cache.",
        ),
        wrong(
            "Elle vient d'être envoyée.",
            "Non : la signature du corps ne dit pas quand. Une copie d'hier porte la même, toujours juste.",
        ),
        right(
            "Elle vient de quelqu'un qui connaît le secret, et aucun octet n'a changé depuis.",
            "Oui : sans le secret, on ne peut calculer ni cette signature, ni celle d'un corps modifié.",
        ),
        wrong(
            "Ce qu'elle annonce est vrai.",
            "Non : la signature garantit l'origine et l'intégrité, pas que l'expéditeur dise vrai.",
        ),
    ],
)

choice(
    "relancer",
    "La forge vient de tenter une livraison. Dans quels cas doit-elle la relancer ?",
    [
        right("`503 Service Unavailable`", "Oui : la panne est chez le récepteur, et sans doute passagère."),
        wrong(
            "`401 Unauthorized`",
            "Non : le récepteur refuse la signature et la refusera encore. Le secret est à revoir.",
        ),
        right(
            "Aucune réponse : le délai est dépassé.",
            "Oui : rien ne dit si elle est arrivée. L'identifiant évitera qu'elle soit traitée deux fois.",
        ),
        wrong(
            "`404 Not Found`",
            "Non : l'URL est fausse ; insister ne la rendra pas juste. Prévenez plutôt son propriétaire.",
        ),
        wrong(
            "`202 Accepted`",
            "Non : 202 est un succès. Le récepteur a noté le travail et le fera plus tard.",
        ),
    ],
)

choice(
    "ssrf",
    "Quel contrôle empêche le service d'appeler une machine interne ?",
    [
        wrong(
            '`url.startswith("https://ci.example.com")`',
            "Non : `https://ci.example.com.pirate.example/` commence ainsi. Comparez le nom, non son début.",
        ),
        wrong(
            '`"ci.example.com" in url`',
            "Non : le nom peut se trouver n'importe où, `http://127.0.0.1/?x=ci.example.com` par exemple.",
        ),
        wrong(
            '`"127.0.0.1" not in url`',
            "Non : restent `localhost`, `[::1]`, `10.0.0.5`… Listez plutôt ce qui est permis.",
        ),
        right(
            '`urlsplit(url).hostname in {"ci.example.com"}`',
            "Oui : le nom est extrait de l'URL, puis comparé en entier à une liste de machines permises.",
        ),
    ],
)


def digest(body, secret=SECRET, algorithm=hashlib.sha256):
    """Return the HMAC of a body, in hexadecimal."""
    return hmac.new(secret.encode(), body, algorithm).hexdigest()


def calm(call, *arguments, caught=FROM_VALUES, **options):
    """Return what the student's function returns, or the error that the given values make it raise."""
    try:
        return call(*arguments, **options)
    except StudentError as error:
        if not set(caught) & set(error.types):
            raise
        return Escaped(error.types[0])


signer = question(
    "signer",
    lesson=LESSON,
    hints=[
        "Le calcul est celui de send_webhook ; ici, body est déjà une suite d'octets.",
        "hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() donne la partie hexadécimale.",
        'Il reste à placer "sha256=" devant, et à renvoyer le tout.',
    ],
)


@signer
def test_signature_of_a_body(student):
    """La signature est « sha256= » et le HMAC-SHA256 du corps"""
    signature = calm(student.sign, BODY, SECRET)
    expected = "sha256=" + digest(BODY)
    other = "Ce n'est pas le HMAC-SHA256 de ces octets avec ce secret."
    assert signature == expected, named(signature, other, *misshapen(BODY), *miscalculated(BODY))


@signer
def test_secret_with_an_accent(student):
    """Le secret peut contenir des accents"""
    signature = calm(student.sign, BODY, "clé")
    other = "Le secret est un texte : secret.encode() en donne les octets, accents compris."
    expected = "sha256=" + digest(BODY, "clé")
    assert signature == expected, named(
        signature, other, *misshapen(BODY, "clé"), *miscalculated(BODY, "clé")
    )


@signer
def test_any_bytes_are_signed(student):
    """Tous les octets se signent, même s'ils ne sont pas du texte"""
    for body in (b"", b"\xff\xfe", b'{"a":1,  "b":2}'):
        signature = calm(student.sign, body, SECRET)
        decoded = "Ces octets ne sont pas du texte : signez-les tels quels, sans decode() ni json.loads()."
        other = f"Ce n'est pas la signature de {body!r} : signez ces octets-là, tels quels."
        mistakes = [(Escaped(name), decoded) for name in ("UnicodeDecodeError", "JSONDecodeError")]
        mistakes += [*misshapen(body), *miscalculated(body)]
        assert signature == "sha256=" + digest(body), named(signature, other, *mistakes)


def misshapen(body, secret=SECRET):
    """List the wrong shapes that the right digest may have."""
    hexadecimal = digest(body, secret)
    raw = hmac.digest(secret.encode(), body, hashlib.sha256)
    coded = "L'énoncé demande l'hexadécimal : hexdigest(), et non digest() ou base64."
    yield hexadecimal, "Il manque « sha256= » devant la signature."
    for spaced in ("sha256 = ", "sha256= ", "sha256 ", "sha256:", "sha256"):
        yield spaced + hexadecimal, "Devant la signature, il faut exactement « sha256= », sans espace."
    yield f"sha256={hexadecimal}".encode(), "Renvoyez un texte : n'appliquez pas encode() au résultat."
    yield {"X-Signature": f"sha256={hexadecimal}"}, "Renvoyez la valeur de l'en-tête, sans dictionnaire."
    yield raw, coded
    yield f"sha256={raw}", coded
    yield "sha256=" + base64.b64encode(raw).decode(), coded
    yield "sha256=" + hexadecimal.upper(), "hexdigest() donne des minuscules : ne les changez pas."
    yield Escaped("AttributeError"), "body est déjà une suite d'octets : ne lui appliquez pas encode()."
    yield Escaped("TypeError"), "hmac.new veut des octets : le secret est un texte, secret.encode()."
    yield None, NOTHING


def miscalculated(body, secret=SECRET):
    """List the signatures that another computation gives."""
    exchanged = hmac.new(body, secret.encode(), hashlib.sha256).hexdigest()
    bare = "Une empreinte ordinaire (hashlib.sha256) n'est pas un HMAC : passez par hmac.new."
    yield (
        "sha256=" + exchanged,
        "Le secret et le corps sont intervertis : hmac.new(secret, corps, hashlib.sha256).",
    )
    yield "sha256=" + digest(body, secret, hashlib.sha1), "L'algorithme est SHA-256 : hashlib.sha256."
    yield "sha256=" + digest(body, IN_LESSON), OWN_SECRET
    for content in (body, secret.encode() + body, body + secret.encode()):
        yield "sha256=" + hashlib.sha256(content).hexdigest(), bare


verifier = question(
    "verifier",
    lesson=LESSON,
    hints=[
        "Calculez la signature attendue comme à la question 1, puis comparez-la à l'en-tête.",
        'L\'en-tête peut valoir None : (header or "") donne alors un texte vide.',
        "compare_digest refuse les textes accentués : comparez des octets, obtenus par encode().",
    ],
)
# How the comparison is seen: while verify runs, every name of compare_digest says yes to a false signature.
WATCHED = """
def _watched(body, header, secret):
    import hmac, secrets
    real, calls = hmac.compare_digest, []
    def compare_digest(a, b):
        calls.append(a)
        return True
    places = [vars(hmac), vars(secrets), globals()]
    found = [(place, name) for place in places for name in list(place) if place[name] is real]
    for place, name in found:
        place[name] = compare_digest
    try:
        accepted = verify(body, header, secret)
    finally:
        for place, name in found:
            place[name] = real
    if not calls:
        return "une autre comparaison"
    return "compare_digest" if accepted else "compare_digest, sans suivre sa réponse"
"""
ACCEPTED, REFUSED = True, False
READ = "Le corps n'est pas toujours du texte, ni du JSON : vérifiez les octets, sans les lire."
REWRITTEN = "Le JSON a été relu puis réécrit : les données sont les mêmes, les octets non."
WRONG_SIGN = "Votre fonction sign (question 1) n'est pas juste : corrigez-la d'abord, si verify l'appelle."


@verifier
def test_right_signature(student):
    """Une signature juste donne True"""
    for body in (BODY, b"", b"\xff\xfe"):
        verdict = calm(student.verify, body, "sha256=" + digest(body), SECRET, caught=["ValueError"])
        assert verdict == ACCEPTED, refusal(student, body, verdict)


@verifier
def test_body_is_not_rewritten(student):
    """Le corps est vérifié tel qu'il est arrivé"""
    rewritable = student.verify(BODY, "sha256=" + digest(BODY), SECRET) == ACCEPTED
    for body in (b'{"service":"paie"}', b'{"b": 1, "a": 1}', '{"author": "Léa"}'.encode(), b'{"load": 1.00}'):
        verdict = calm(student.verify, body, "sha256=" + digest(body), SECRET, caught=["ValueError"])
        assert verdict == ACCEPTED, REWRITTEN if rewritable else refusal(student, body, verdict)


def refusal(student, body, verdict):
    """Say why a right signature was refused, or made the function fail."""
    read = [(Escaped(name), READ) for name in ("UnicodeDecodeError", "JSONDecodeError")]
    if verdict == REFUSED and knows_only_the_lessons_secret(student, body):
        return OWN_SECRET
    if verdict == REFUSED and signs_wrongly(student):
        return WRONG_SIGN
    other = f"C'est la signature de {body!r}, et votre fonction la refuse."
    return named(verdict, other, (None, NOTHING), *read)


def knows_only_the_lessons_secret(student, body):
    """Say whether the function verifies with the lesson's secret, not with the one that it is given."""
    return calm(student.verify, body, "sha256=" + digest(body, IN_LESSON), SECRET) == ACCEPTED


def signs_wrongly(student):
    """Say whether the answer to the first question gives another signature."""
    try:
        return student.has("sign") and student.sign(BODY, SECRET) != "sha256=" + digest(BODY)
    except StudentError:
        return False


@verifier
def test_wrong_signatures(student):
    """Un corps, un secret ou une signature faux donnent False"""
    genuine = "sha256=" + digest(BODY)
    for case, body, header in (
        ("le corps a changé", BODY.replace(b"paie", b"pare"), genuine),
        ("la signature est celle d'un autre secret", BODY, "sha256=" + digest(BODY, "autre")),
        ("la signature est tronquée", BODY, genuine[:-1]),
        ("la signature a un caractère de trop", BODY, genuine + "0"),
        ("la signature est vide", BODY, "sha256="),
    ):
        verdict = calm(student.verify, body, header, SECRET)
        assert verdict == REFUSED, f"Ici, {case} : la fonction doit renvoyer False."


@verifier
def test_missing_header(student):
    """Un en-tête absent ou vide donne False, sans exception"""
    for header, shown in ((None, "None"), ("", "un texte vide")):
        verdict = calm(student.verify, BODY, header, SECRET)
        raised = f"L'en-tête vaut {shown} et votre fonction lève une exception : il peut manquer."
        other = "Sans en-tête, la livraison n'est pas signée : False."
        assert verdict == REFUSED, raised if isinstance(verdict, Escaped) else other


@verifier
def test_malformed_header(student):
    """Un en-tête d'une autre forme donne False, sans exception"""
    right_digest = digest(BODY)
    for header, fault in (
        (right_digest, "n'a pas de « sha256= »"),
        ("SHA256=" + right_digest, "commence par « SHA256= », en majuscules"),
        ("sha256=" + right_digest.upper(), "porte une signature en majuscules"),
        ("sha1=" + right_digest, "commence par « sha1= »"),
        ("n'importe quoi", "n'est pas une signature"),
    ):
        verdict = calm(student.verify, BODY, header, SECRET)
        raised = f"Cet en-tête {fault}, et votre fonction lève une exception."
        other = f"Cet en-tête {fault} : comparez-le en entier à celui de la question 1."
        assert verdict == REFUSED, raised if isinstance(verdict, Escaped) else other


@verifier
def test_header_with_accents(student):
    """Un en-tête accentué donne False, sans exception"""
    for header in ("sha256=" + "é" * 64, "é"):
        verdict = calm(student.verify, BODY, header, SECRET)
        refused = "compare_digest refuse un texte accentué (TypeError) : comparez des octets, avec encode()."
        other = "Un en-tête accentué n'est pas le bon : False."
        raised = [(Escaped(name), refused) for name in ("TypeError", "UnicodeEncodeError")]
        assert verdict == REFUSED, named(verdict, other, *raised)


@verifier
def test_refusal_takes_the_same_time(student):
    """La comparaison passe par compare_digest"""
    arguments = f"({BODY!r}, {'sha256=' + '0' * 64!r}, {SECRET!r})"
    compared = student.run(f"{WATCHED}\n_watched{arguments}")
    leak = "La signature est comparée autrement, sans doute avec == : la durée d'un refus la trahit."
    ignored = "compare_digest doit décider : renvoyez ce qu'elle répond, sans autre comparaison."
    decoy = "compare_digest, sans suivre sa réponse"
    assert compared == "compare_digest", named(compared, leak, (decoy, ignored))


fraicheur = question(
    "fraicheur",
    lesson=LESSON,
    hints=[
        "int(timestamp) convertit le texte ; il lève ValueError s'il est illisible, TypeError pour None.",
        "L'écart, dans un sens ou dans l'autre : abs(now - int(timestamp)).",
        "try: return abs(now - int(timestamp)) <= tolerance ; except (TypeError, ValueError): return False.",
    ],
)
ON_THE_CLOCK = 1_767_603_600  # when the checks' clock starts
LATER = 1_800_000_000  # another time: the answer must use the one that it is given
OWN_CLOCK = "L'heure est l'argument now : votre fonction n'a pas à lire l'horloge."
NOT_COMPARED = "Cette livraison est récente : convertissez la date, int(timestamp), et comparez-la à now."
AT_MOST = "Un écart de 300 s est encore bon : « d'au plus », donc <=."
UNUSABLE = [(None, NOTHING), (Escaped("TypeError"), "timestamp est un texte : convertissez-le avec int().")]


@fraicheur
def test_recent_delivery(student):
    """Une livraison récente est acceptée, jusqu'à la limite comprise"""
    for age in (0, 12, 299, 300):
        verdict = calm(student.is_fresh, str(LATER - age), LATER)
        assert verdict == ACCEPTED, named(verdict, untimely(student, age), *UNUSABLE)
    verdict = calm(student.is_fresh, str(LATER), LATER + 0.5)
    assert verdict == ACCEPTED, (
        "now peut avoir des décimales, comme time.time() : calculez l'écart, avec abs()."
    )


def untimely(student, age):
    """Say why a delivery of this age may have been refused."""
    if age == 300:
        return AT_MOST
    on_its_clock = calm(student.is_fresh, str(ON_THE_CLOCK), LATER) == ACCEPTED
    return OWN_CLOCK if on_its_clock else NOT_COMPARED


@fraicheur
def test_stale_delivery(student):
    """Une livraison trop vieille est refusée"""
    for age in (301, 600, 86_400):
        verdict = calm(student.is_fresh, str(LATER - age), LATER)
        other = f"Cette livraison a {age} s, et la tolérance est de 300 s : False."
        assert verdict == REFUSED, named(verdict, other, *UNUSABLE)


@fraicheur
def test_delivery_from_the_future(student):
    """Une date trop loin dans l'avenir est refusée, une petite avance acceptée"""
    near = "Une horloge un peu en avance n'est pas une attaque : l'écart compte dans les deux sens."
    near = near if calm(student.is_fresh, str(LATER), LATER) == ACCEPTED else untimely(student, 0)
    far = "Cette date est loin dans l'avenir : prenez la valeur absolue de l'écart, avec abs()."
    for ahead, expected, other in (
        (200, ACCEPTED, near),
        (300, ACCEPTED, AT_MOST),
        (301, REFUSED, far),
        (1_000_000_000, REFUSED, far),
    ):
        verdict = calm(student.is_fresh, str(LATER + ahead), LATER)
        assert verdict == expected, named(verdict, other, *UNUSABLE)


@fraicheur
def test_tolerance_is_the_one_given(student):
    """La tolérance est celle que l'on donne"""
    for tolerance, expected in ((60, REFUSED), (120, ACCEPTED), (3600, ACCEPTED)):
        verdict = calm(student.is_fresh, str(LATER - 100), LATER, tolerance=tolerance)
        other = f"Avec tolerance={tolerance}, une livraison de 100 s donne {expected}."
        assert verdict == expected, named(verdict, other, *UNUSABLE)


@fraicheur
def test_unreadable_date(student):
    """Une date absente ou illisible donne False, sans exception"""
    for timestamp, shown in (
        (None, "None"),
        ("", "un texte vide"),
        ("lundi", "« lundi »"),
        ("12h", "« 12h »"),
        ("²", "« ² »"),  # isdigit() and isnumeric() say yes, int() says no
    ):
        verdict = calm(student.is_fresh, timestamp, LATER)
        raised = f"La date vaut {shown} et votre fonction lève une exception : attrapez-la, renvoyez False."
        other = f"La date vaut {shown} : la fonction doit renvoyer False."
        assert verdict == REFUSED, raised if isinstance(verdict, Escaped) else other


boite = question(
    "boite",
    lesson=LESSON,
    hints=[
        "self.seen retient les identifiants : « delivery_id in self.seen » dit si l'on a déjà vu celui-ci.",
        "Déjà vu : return 200. Sinon, notez l'identifiant (self.seen.add) et le corps (self.todo.append).",
        "N'oubliez pas, à la fin, return 202.",
    ],
)


REFUSED_AGAIN = "Un 409 ferait croire à un échec, et l'expéditeur insisterait encore : répondez 200."
SHARED = "Cette boîte-ci n'a encore rien reçu : sa mémoire est dans self, non dans une variable commune."
BARE = "Renvoyez le code seul, un nombre : 202 ou 200."
AS_IT_CAME = "self.todo est une liste de corps, tels qu'ils sont arrivés : self.todo.append(body)."


@boite
def test_first_delivery_is_noted(student):
    """Une livraison nouvelle est notée, et reçoit 202"""
    inbox = new_inbox(student)
    other = "La première livraison reçoit 202 : le travail est noté, pas encore fait."
    assert inbox.receive("livraison-1", BODY) == 202, other
    lost = "Le corps de la livraison doit se trouver dans self.todo."
    assert inbox.value("todo") == [BODY], named(inbox.value("todo"), AS_IT_CAME, ([], lost))


@boite
def test_same_delivery_again(student):
    """La même livraison, renvoyée, reçoit 200 et n'ajoute rien"""
    inbox = new_inbox(student)
    statuses = [inbox.receive("livraison-2", BODY) for _ in range(3)]
    unseen = "Une livraison déjà reçue reçoit 200 : retenez son identifiant dans self.seen."
    assert statuses == [202, 200, 200], named(statuses, unseen, ([202, 409, 409], REFUSED_AGAIN))
    twice = "Le travail est noté plusieurs fois : une livraison déjà vue n'ajoute rien."
    assert inbox.value("todo") == [BODY], named(inbox.value("todo"), AS_IT_CAME, ([BODY] * 3, twice))


@boite
def test_same_body_in_another_delivery(student):
    """Un corps semblable, sous un autre identifiant, est une autre livraison"""
    inbox = new_inbox(student)
    statuses = [inbox.receive(name, BODY) for name in ("livraison-3", "livraison-4")]
    body = "Deux livraisons peuvent avoir le même corps : c'est l'identifiant qui les distingue."
    assert statuses == [202, 202], body
    assert inbox.value("todo") == [BODY, BODY], named(inbox.value("todo"), AS_IT_CAME, ([BODY], body))


@boite
def test_same_identifier_with_another_body(student):
    """Un identifiant déjà vu n'ajoute rien, même avec un autre corps"""
    inbox = new_inbox(student)
    statuses = [inbox.receive("livraison-5", body) for body in (BODY, b'{"event": "deploy"}')]
    pair = "C'est le même identifiant, donc la même livraison, quel que soit le corps : répondez 200."
    assert statuses == [202, 200], named(statuses, pair, ([202, 409], REFUSED_AGAIN))
    assert inbox.value("todo") == [BODY], AS_IT_CAME


@boite
def test_deliveries_are_all_remembered(student):
    """Tous les identifiants sont retenus, chacun en entier"""
    inbox = new_inbox(student)
    statuses = [
        inbox.receive(name, name.encode()) for name in ("livraison-60", "livraison-6", "livraison-60")
    ]
    last = (
        "Entre les deux livraisons « livraison-60 », une autre est arrivée : retenez tous les identifiants."
    )
    part = "« livraison-6 » n'est pas « livraison-60 » : comparez les identifiants en entier."
    mistakes = [([202, 200, 200], part), ([202, 202, 409], REFUSED_AGAIN)]
    assert statuses == [202, 202, 200], named(statuses, last, *mistakes)


@boite
def test_deliveries_stay_in_order(student):
    """Les livraisons restent dans l'ordre d'arrivée"""
    inbox = new_inbox(student)
    bodies = [b'{"n": 1}', b'{"n": 2}', b'{"n": 3}']
    for name, body in zip("abc", bodies, strict=True):
        inbox.receive(name, body)
    order = "Les travaux se font dans l'ordre d'arrivée : ajoutez-les à la fin, avec append."
    assert inbox.value("todo") == bodies, named(inbox.value("todo"), AS_IT_CAME, (bodies[::-1], order))


@boite
def test_two_inboxes_share_nothing(student):
    """Deux boîtes ne partagent rien"""
    one, other = new_inbox(student), new_inbox(student)
    one.receive("livraison-7", BODY)
    assert other.receive("livraison-7", BODY) == 202, SHARED


def new_inbox(student):
    """Make an inbox that has received nothing, and whose answers are plain numbers."""
    status = student.Inbox().receive("essai", b"{}")
    if not isinstance(status, int):
        nothing = "Votre méthode ne renvoie rien : il manque return."
        assert status == 202, named(status, BARE, (None, nothing))
    inbox = student.Inbox()
    todo = inbox.value("todo")
    assert todo == [], SHARED if isinstance(todo, list) else AS_IT_CAME
    return inbox


livrer = question(
    "livrer",
    lesson=LESSON,
    hints=[
        "Préparez avant la boucle ce qui ne change pas : le corps en octets et l'identifiant.",
        "for pause in (1, 2, 4, None): … None marque la dernière tentative, après laquelle on n'attend plus.",
        "Dans la boucle : les en-têtes du moment, puis un try autour de requests.post(…, timeout=10).",
        "Dans except requests.RequestException: si c'est la dernière tentative, raise ; sinon, on continue.",
    ],
)
EVENT = {"event": "deploy", "service": "paie", "author": "Léa"}
TIRED = Answer(status=503, text="en maintenance")
NOTED = Answer(status=202, text="notée")
DROPPED = Answer(drop=True)
AT_ONCE = "L'exception {} sort dès la première fois : attrapez requests.RequestException, et relancez."


@livrer
def test_delivery_is_signed(student, stage):
    """Une livraison acceptée part une seule fois, en JSON, datée et signée"""
    status = delivered(student, stage, NOTED)
    nothing = "Votre fonction ne renvoie rien : renvoyez response.status_code."
    assert status == 202, named(
        status, "Renvoyez le code de la réponse : 202.", (None, nothing), (True, nothing)
    )
    assert len(stage.requests) == 1, "La livraison a été acceptée (202) : il n'y a plus rien à relancer."
    request = stage.requests[0]
    assert request.json == EVENT, "Le corps n'est pas le JSON de l'événement : json.dumps(payload).encode()."
    assert request.headers.get("X-Signature") == signature_of(request), unsigned(request)
    assert request.timeout == 10, "Chaque tentative attend dix secondes au plus : timeout=10."


@livrer
def test_server_errors_are_tried_again(student, stage, clock):
    """Un 5xx se relance, après 1 s puis 2 s"""
    status = delivered(student, stage, TIRED, Answer(status=507), NOTED)
    sent = len(stage.requests)
    assert sent == 3, f"503 et 507 se relancent jusqu'au succès, comme tout 5xx ; requêtes parties : {sent}."
    assert status == 202, "La troisième tentative a réussi : renvoyez son code."
    pauses = "Attendez 1 s avant la deuxième tentative, puis 2 s avant la troisième."
    assert clock.sleeps == [1, 2], named(clock.sleeps, pauses, ([], "Aucune attente : time.sleep(…)."))


@livrer
def test_silences_are_tried_again(student, stage, clock):
    """Une connexion coupée et un délai dépassé se relancent"""
    status = delivered(student, stage, DROPPED, Answer(delay=60), NOTED)
    escaped = [(Escaped(name), AT_ONCE.format(name)) for name in ("ConnectionError", "ReadTimeout")]
    unheard = "Les deux premières tentatives n'ont pas eu de réponse, la troisième a réussi : 202."
    assert status == 202, named(status, unheard, *escaped)
    assert clock.sleeps == [1, 2], "Une tentative sans réponse est suivie d'une attente, elle aussi."


@livrer
def test_four_attempts_at_most(student, stage, clock):
    """Après quatre échecs, la dernière réponse est rendue, sans autre attente"""
    status = delivered(student, stage, TIRED)
    sent = len(stage.requests)
    assert sent == 4, f"Quatre tentatives au plus, la première comprise ; {sent} requête(s) sont parties."
    last = "Toutes les tentatives ont reçu 503 : renvoyez ce code."
    assert status == 503, named(status, last, (Escaped("HTTPError"), UNCAUGHT.format("HTTPError")))
    useless = "Après la dernière tentative, attendre ne sert plus à rien."
    other = "Entre quatre tentatives, il y a trois attentes : 1 s, 2 s, 4 s."
    assert clock.sleeps == [1, 2, 4], named(clock.sleeps, other, ([1, 2, 4, 8], useless))


@livrer
def test_nobody_answers(student, stage):
    """Si la dernière tentative reste sans réponse, l'exception sort"""
    status = delivered(student, stage, TIRED, DROPPED)
    sent = len(stage.requests)
    early = isinstance(status, Escaped) and sent < 4
    assert sent == 4, (
        AT_ONCE.format(status.name) if early else "Quatre tentatives au plus, la première comprise."
    )
    hidden = "La dernière tentative n'a reçu aucune réponse : laissez sortir l'exception, avec raise."
    assert status == Escaped("ConnectionError"), hidden


@livrer
def test_client_errors_are_final(student, stage, clock):
    """Un 4xx ne se relance jamais"""
    for code in (400, 401, 404, 422, 429):
        status = delivered(student, stage, Answer(status=code), NOTED)
        again = f"{code} a été relancé : la même requête aura la même réponse. Ne relancez que les 5xx."
        assert len(stage.requests) == 1, again
        raised = UNCAUGHT.format("HTTPError")
        other = f"Le récepteur a répondu {code} : renvoyez ce code."
        assert status == code, named(status, other, (Escaped("HTTPError"), raised))
    assert clock.sleeps == [], "Après un 4xx, il n'y a plus rien à attendre."


@livrer
def test_same_identifier_for_all_attempts(student, stage):
    """Toutes les tentatives d'un appel portent le même identifiant, neuf à chaque appel"""
    delivered(student, stage, TIRED, DROPPED, NOTED)
    first = {request.headers.get("X-Delivery") for request in stage.requests}
    renewed = "L'identifiant a changé : le récepteur ferait le travail deux fois. Créez-le avant la boucle."
    assert len(first) == 1, renewed
    delivered(student, stage, NOTED)
    second = {request.headers.get("X-Delivery") for request in stage.requests}
    reused = "Deux appels sont deux livraisons : il faut à chacun son identifiant, str(uuid.uuid4())."
    assert len(first | second) == 2, reused


@livrer
def test_attempts_are_dated_anew(student, stage):
    """Chaque tentative est datée et signée à son heure"""
    delivered(student, stage, TIRED, TIRED, NOTED)
    dates = [request.headers.get("X-Timestamp") for request in stage.requests]
    frozen = "La date est restée celle de la première tentative : refaites les en-têtes dans la boucle."
    floats = "La date est un nombre entier de secondes : int(time.time())."
    other = (
        floats if any("." in (date or "") for date in dates) else "La date est celle du moment de l'envoi."
    )
    assert dates == [str(ON_THE_CLOCK + later) for later in (0, 1, 3)], named(
        dates, other, ([str(ON_THE_CLOCK)] * 3, frozen)
    )
    for request in stage.requests:
        assert request.headers.get("X-Signature") == signature_of(request), unsigned(request)


def delivered(student, stage, *answers):
    """Let the receiver answer this in turn; return what deliver returns, or the exception that comes out."""
    stage.reset()
    url = stage.route("/hooks/deploy", *answers, method="POST").url
    status = outcome(student.deliver, url, EVENT, SECRET)
    nothing = "Aucune requête n'est arrivée à l'URL donnée : requests.post(url, …)."
    refused = "requests a refusé un en-tête (InvalidHeader) : l'identifiant est un texte, str(uuid.uuid4())."
    assert stage.requests, named(status, nothing, (Escaped("InvalidHeader"), refused))
    return status


def signature_of(request, secret=SECRET):
    """Return the signature that the identifier, the date and the body of a request should have."""
    delivery, date = (request.headers.get(name, "") for name in ("X-Delivery", "X-Timestamp"))
    return "sha256=" + digest(f"{delivery}.{date}.".encode() + request.body, secret)


def unsigned(request):
    """Say what is wrong with a signature."""
    if "X-Signature" not in request.headers:
        return "La livraison n'est pas signée : donnez à headers= ceux que rend signed_headers."
    if request.headers["X-Signature"] == "sha256=" + digest(request.body):
        return "Seul le corps est signé : signed_headers signe aussi l'identifiant et la date."
    if request.headers["X-Signature"] == signature_of(request, IN_LESSON):
        return OWN_SECRET
    return "La signature n'est pas celle des octets partis : envoyez avec data= le corps que vous avez signé."
