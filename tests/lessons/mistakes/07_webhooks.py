"""Typical mistakes in the answers to lesson 07, and what the checks say of them."""

HMAC = "hmac.new(secret.encode(), body, hashlib.sha256)"
COMPARED = 'hmac.compare_digest(expected.encode(), (header or "").encode())'
FRESH = "abs(now - int(timestamp)) <= tolerance"
FIRST_ONLY = "if response.status_code < 500 or pause is None:\n                return response.status_code"

VERIFY_REWRITTEN = """
def verify(body, header, secret):
    body = json.dumps(json.loads(body)).encode()
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), (header or "").encode())
"""
VERIFY_WITHOUT_PREFIX = """
def verify(body, header, secret):
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), (header or "").removeprefix("sha256=").encode())
"""
VERIFY_AFTER_EQUALS_SIGN = """
def verify(body, header, secret):
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), (header or "").partition("=")[2].encode())
"""
VERIFY_BY_SPLITTING = """
def verify(body, header, secret):
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    prefix, signature = (header or "=").split("=")
    return prefix == "sha256" and hmac.compare_digest(expected.encode(), signature.encode())
"""
CALM_BUT_ASCII = """
def verify(body, header, secret):
    if header is None:
        return False
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, header)
"""
FRESH_UNCONVERTED = """
def is_fresh(timestamp, now, tolerance=300):
    return now - timestamp < tolerance
"""
FRESH_UNGUARDED = """
def is_fresh(timestamp, now, tolerance=300):
    return abs(now - int(timestamp)) <= tolerance
"""
FRESH_BY_ITS_OWN_CLOCK = """
import time

def is_fresh(timestamp, now, tolerance=300):
    try:
        return abs(time.time() - int(timestamp)) <= tolerance
    except (TypeError, ValueError):
        return False
"""
FRESH_BY_DIGITS = """
def is_fresh(timestamp, now, tolerance=300):
    if not timestamp or not timestamp.isdigit():
        return False
    return abs(now - int(timestamp)) <= tolerance
"""
FRESH_BY_RANGE = """
def is_fresh(timestamp, now, tolerance=300):
    try:
        return int(timestamp) in range(now - tolerance, now + tolerance + 1)
    except ValueError:
        return False
"""
VERIFY_WITH_A_DECOY = """
def verify(body, header, secret):
    hmac.compare_digest(b"sha256", b"sha256")
    return header == "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
"""
VERIFY_BY_A_WRONG_SIGN = """
def sign(body, secret):
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(body, header, secret):
    return header is not None and hmac.compare_digest(sign(body, secret).encode(), header.encode())
"""
ONE_MEMORY_FOR_ALL = """
class Inbox:
    todo = []
    seen = set()

    def receive(self, delivery_id, body):
        if delivery_id in self.seen:
            return 200
        self.seen.add(delivery_id)
        self.todo.append(body)
        return 202
"""
LAST_ONLY = """
class Inbox:
    def __init__(self):
        self.todo = []
        self.last = None

    def receive(self, delivery_id, body):
        if delivery_id == self.last:
            return 200
        self.last = delivery_id
        self.todo.append(body)
        return 202
"""
TODO_BY_NAME = """
class Inbox:
    def __init__(self):
        self.todo = {}

    def receive(self, delivery_id, body):
        status = 200 if delivery_id in self.todo else 202
        self.todo[delivery_id] = body
        return status
"""
SHARED_MEMORY = """
SEEN = set()

class Inbox:
    def __init__(self):
        self.todo = []

    def receive(self, delivery_id, body):
        if delivery_id in SEEN:
            return 200
        SEEN.add(delivery_id)
        self.todo.append(body)
        return 202
"""
FORGETFUL = """
class Inbox:
    def __init__(self):
        self.todo = []

    def receive(self, delivery_id, body):
        self.todo.append(body)
        return 202
"""
SIGNED_ONCE = """
import time
import uuid

def deliver(url, payload, secret):
    body = json.dumps(payload).encode()
    headers = signed_headers(str(uuid.uuid4()), int(time.time()), body, secret)
    for pause in (1, 2, 4, None):
        try:
            response = requests.post(url, data=body, headers=headers, timeout=10)
            if response.status_code < 500 or pause is None:
                return response.status_code
        except requests.RequestException:
            if pause is None:
                raise
        time.sleep(pause)
"""
BODY_ONLY = """
def deliver(url, payload, secret):
    body = json.dumps(payload).encode()
    headers = {"X-Signature": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}
    return requests.post(url, data=body, headers=headers, timeout=10).status_code
"""
REWRITTEN_ON_THE_WAY = """
import time

def deliver(url, payload, secret):
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = signed_headers("livraison-1", int(time.time()), body, secret)
    return requests.post(url, json=payload, headers=headers, timeout=10).status_code
"""
SILENT_AT_THE_END = """
import time
import uuid

def deliver(url, payload, secret):
    body = json.dumps(payload).encode()
    delivery_id = str(uuid.uuid4())
    for pause in (1, 2, 4, None):
        headers = signed_headers(delivery_id, int(time.time()), body, secret)
        try:
            response = requests.post(url, data=body, headers=headers, timeout=10)
            if response.status_code < 500 or pause is None:
                return response.status_code
        except requests.RequestException:
            if pause is None:
                return None
        time.sleep(pause)
"""
WAITS_FOR_NOTHING = """
import time
import uuid

def deliver(url, payload, secret):
    body = json.dumps(payload).encode()
    delivery_id = str(uuid.uuid4())
    for pause in (1, 2, 4, 8):
        headers = signed_headers(delivery_id, int(time.time()), body, secret)
        response = requests.post(url, data=body, headers=headers, timeout=10)
        if response.status_code < 500:
            break
        time.sleep(pause)
    return response.status_code
"""
UNCAUGHT_SILENCES = """
import time
import uuid

def deliver(url, payload, secret):
    body = json.dumps(payload).encode()
    delivery_id = str(uuid.uuid4())
    for pause in (1, 2, 4, None):
        headers = signed_headers(delivery_id, int(time.time()), body, secret)
        response = requests.post(url, data=body, headers=headers, timeout=10)
        if response.status_code < 500 or pause is None:
            return response.status_code
        time.sleep(pause)
"""
BY_SEND_EVENT = """
import time
import uuid

def deliver(url, payload, secret):
    delivery_id = str(uuid.uuid4())
    for pause in (1, 2, 4, None):
        try:
            return send_event(url, payload, secret, delivery_id, int(time.time())).status_code
        except requests.RequestException:
            if pause is None:
                raise
        time.sleep(pause)
"""
FIFTH_ATTEMPT = "(1, 2, 4, 8, None)"

# What stops a check before it has compared anything.
NOTHING_COMPARED = ("Aucune requête n'est arrivée", "requests a refusé un en-tête")

# Question, what is changed in its reference answer (None: all of it) into what, and a part of the sentence
# that names the mistake.
MISTAKES = [
    ("signer", '"sha256=" + ', "", "Il manque « sha256= »"),
    ("signer", ".hexdigest()", ".hexdigest().upper()", "donne des minuscules"),
    ("signer", f'"sha256=" + {HMAC}.hexdigest()', f'f"sha256={{{HMAC}.digest()}}"', "hexdigest(), et non"),
    ("signer", "secret.encode(), body", "body, secret.encode()", "sont intervertis"),
    ("signer", HMAC, "hashlib.sha256(secret.encode() + body)", "n'est pas un HMAC"),
    ("signer", HMAC, "hashlib.sha256(body)", "n'est pas un HMAC"),
    ("signer", "hashlib.sha256", "hashlib.sha1", "L'algorithme est SHA-256"),
    ("signer", "secret.encode()", "secret", "hmac.new veut des octets"),
    ("signer", ", body,", ", body.encode(),", "ne lui appliquez pas encode()"),
    ("signer", "), body,", "), body.decode().encode(),", "Ces octets ne sont pas du texte"),
    ("signer", "), body,", "), json.dumps(json.loads(body)).encode(),", "sans decode() ni json.loads()"),
    ("signer", "secret.encode()", 'secret.encode("latin-1")', "accents compris"),
    ("signer", "return ", "", "il manque return"),
    ("signer", '"sha256="', '"sha256 = "', "exactement « sha256= », sans espace"),
    (
        "signer",
        f'"sha256=" + {HMAC}.hexdigest()',
        f'f"sha256={{{HMAC}.hexdigest()}}".encode()',
        "n'appliquez pas",
    ),
    (
        "signer",
        f'"sha256=" + {HMAC}.hexdigest()',
        f'{{"X-Signature": "sha256=" + {HMAC}.hexdigest()}}',
        "sans dictionnaire",
    ),
    ("signer", "secret.encode()", 'b"secret-de-demonstration"', "servez-vous de l'argument secret"),
    ("verifier", COMPARED, 'expected == (header or "")', "la durée d'un refus la trahit"),
    ("verifier", '(header or "")', "header", "il peut manquer"),
    ("verifier", None, VERIFY_WITH_A_DECOY, "compare_digest doit décider"),
    ("verifier", None, VERIFY_BY_A_WRONG_SIGN, "Votre fonction sign (question 1) n'est pas juste"),
    ("verifier", "secret.encode()", 'b"secret-de-demonstration"', "servez-vous de l'argument secret"),
    ("verifier", None, VERIFY_REWRITTEN, "les octets non"),
    ("verifier", None, VERIFY_REWRITTEN, "vérifiez les octets, sans les lire"),
    ("verifier", None, VERIFY_WITHOUT_PREFIX, "n'a pas de « sha256= »"),
    ("verifier", None, VERIFY_AFTER_EQUALS_SIGN, "commence par « SHA256= »"),
    ("verifier", None, VERIFY_BY_SPLITTING, "et votre fonction lève une exception"),
    ("verifier", None, CALM_BUT_ASCII, "compare_digest refuse un texte accentué"),
    ("verifier", '(header or "")', '(header or "").lower()', "en majuscules : comparez-le en entier"),
    ("verifier", "return ", "", "il manque return"),
    ("verifier", "return ", 'return (header or "").startswith("sha256=") or ', "le corps a changé"),
    ("fraicheur", "abs(now - int(timestamp))", "now - int(timestamp)", "prenez la valeur absolue"),
    ("fraicheur", FRESH, f"0 <= now - int(timestamp) and {FRESH}", "l'écart compte dans les deux sens"),
    ("fraicheur", "<=", "<", "« d'au plus », donc <="),
    ("fraicheur", "tolerance\n", "300\n", "Avec tolerance=60"),
    ("fraicheur", None, FRESH_BY_ITS_OWN_CLOCK, "n'a pas à lire l'horloge"),
    ("fraicheur", None, FRESH_UNCONVERTED, "timestamp est un texte : convertissez-le"),
    ("fraicheur", None, FRESH_UNGUARDED, "attrapez-la, renvoyez False"),
    ("fraicheur", "(TypeError, ValueError)", "ValueError", "La date vaut None"),
    ("fraicheur", "<= tolerance", "> tolerance", "la tolérance est de 300 s"),
    ("fraicheur", None, FRESH_BY_DIGITS, "La date vaut « ² »"),
    ("fraicheur", None, FRESH_BY_RANGE, "now peut avoir des décimales"),
    ("fraicheur", "int(timestamp)", "timestamp", "convertissez la date, int(timestamp)"),
    ("boite", "return 200", "return 409", "Un 409 ferait croire à un échec"),
    ("boite", None, FORGETFUL, "retenez son identifiant"),
    ("boite", "return 202", "return 200", "La première livraison reçoit 202"),
    ("boite", "        return 202", "", "il manque return"),
    ("boite", None, SHARED_MEMORY, "non dans une variable commune"),
    ("boite", "delivery_id in self.seen", "body in self.todo", "c'est l'identifiant qui les distingue"),
    ("boite", "delivery_id in self.seen", "(delivery_id, body) in self.seen", "retenez son identifiant"),
    ("boite", "self.seen.add(delivery_id)", "self.seen.add((delivery_id, body))", "retenez son identifiant"),
    ("boite", None, ONE_MEMORY_FOR_ALL, "non dans une variable commune"),
    ("boite", None, LAST_ONLY, "retenez tous les identifiants"),
    ("boite", "delivery_id in self.seen", "delivery_id in str(self.seen)", "en entier"),
    ("boite", None, TODO_BY_NAME, "self.todo est une liste de corps"),
    ("boite", "append(body)", "append((delivery_id, body))", "tels qu'ils sont arrivés"),
    ("boite", "return 202", 'return 202, "notée"', "Renvoyez le code seul"),
    ("boite", "append(body)", "insert(0, body)", "à la fin, avec append"),
    ("boite", "        self.todo.append(body)\n", "", "doit se trouver dans self.todo"),
    ("livrer", "response.status_code < 500", "response.status_code < 300", "400 a été relancé"),
    ("livrer", "response.status_code < 500", "response.ok", "400 a été relancé"),
    ("livrer", FIRST_ONLY, "return response.status_code", "se relancent jusqu'au succès"),
    ("livrer", "(1, 2, 4, None)", FIFTH_ATTEMPT, "Quatre tentatives au plus"),
    ("livrer", "(1, 2, 4, None)", "(1, 1, 1, None)", "puis 2 s avant la troisième"),
    ("livrer", "time.sleep(pause)", "pass", "Aucune attente"),
    ("livrer", None, WAITS_FOR_NOTHING, "attendre ne sert plus à rien"),
    ("livrer", None, WAITS_FOR_NOTHING, "L'exception ConnectionError sort dès la première fois"),
    ("livrer", None, SIGNED_ONCE, "refaites les en-têtes dans la boucle"),
    ("livrer", "signed_headers(delivery_id", "signed_headers(str(uuid.uuid4())", "Créez-le avant la boucle"),
    ("livrer", "str(uuid.uuid4())", '"livraison-1"', "Deux appels sont deux livraisons"),
    ("livrer", "int(time.time())", "time.time()", "un nombre entier de secondes"),
    ("livrer", None, REWRITTEN_ON_THE_WAY, "envoyez avec data= le corps que vous avez signé"),
    ("livrer", "headers=headers, ", "", "La livraison n'est pas signée"),
    ("livrer", None, BODY_ONLY, "Seul le corps est signé"),
    ("livrer", None, SILENT_AT_THE_END, "laissez sortir l'exception, avec raise"),
    ("livrer", None, BY_SEND_EVENT, "400 a été relancé"),
    ("livrer", "return response.status_code", "return response.ok", "renvoyez response.status_code"),
    ("livrer", ", timeout=10", "", "timeout=10"),
    (
        "livrer",
        "response.status_code < 500",
        "response.status_code not in (500, 502, 503, 504)",
        "comme tout 5xx",
    ),
    ("livrer", "response.status_code < 500", "response.status_code < 429", "429 a été relancé"),
    ("livrer", "str(uuid.uuid4())", "uuid.uuid4()", "un texte, str(uuid.uuid4())"),
    ("livrer", None, UNCAUGHT_SILENCES, "L'exception ConnectionError sort dès la première fois"),
    ("livrer", "body, secret)", 'body, "secret-de-demonstration")', "servez-vous de l'argument secret"),
]
