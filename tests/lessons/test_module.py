"""Everything of the module that the course is made from, each heading and each piece of code, is in it."""

import functools
import json
import re

import pytest

from grader.paths import notebooks

# Heading of the module, notebook, cell, and the code that the cell carries (spaces and quotes do not count).
MODULE = [
    ("1. Principes REST", "01_principes_rest", "vocabulaire", ""),
    ("Méthodes HTTP", "01_principes_rest", "methodes", "GET POST PUT PATCH DELETE"),
    (
        "Codes de statut",
        "01_principes_rest",
        "codes",
        "200 201 204 301 302 304 400 401 403 404 429 500 502 503",
    ),
    ("2. Installation", "02_bibliotheque_requests", "1-pourquoi-requests", "pip install requests"),
    ("2. GET", "02_bibliotheque_requests", "premier-get", 'requests.get("https://api.example.com/users")'),
    ("2. GET", "02_bibliotheque_requests", "premier-get", "print(response.status_code)"),
    ("2. GET", "02_bibliotheque_requests", "lire-texte", "print(response.json())"),
    ("2. GET", "02_bibliotheque_requests", "lire-texte", "print(response.text)"),
    ("2. GET", "02_bibliotheque_requests", "lire-en-tetes", "print(response.headers)"),
    (
        "2. GET avec paramètres",
        "02_bibliotheque_requests",
        "params-booleen",
        'requests.get("https://api.example.com/users", params={"page": 1, "limit": 10, "active": True})',
    ),
    (
        "2. POST avec JSON",
        "02_bibliotheque_requests",
        "creer",
        'requests.post("https://api.example.com/users", json={"name": "John", "email": "john@example.com"})',
    ),
    (
        "2. POST avec un formulaire",
        "02_bibliotheque_requests",
        "formulaire",
        'requests.post("https://api.example.com/login", data={"username": "admin", "password": "secret"})',
    ),
    (
        "2. PUT",
        "02_bibliotheque_requests",
        "remplacer-incomplet",
        'requests.put("https://api.example.com/users/123", json={"name": "John Updated"})',
    ),
    (
        "2. DELETE",
        "02_bibliotheque_requests",
        "supprimer",
        'requests.delete("https://api.example.com/users/123")',
    ),
    (
        "2. En-têtes personnalisés",
        "02_bibliotheque_requests",
        "en-tetes-personnalises",
        '"Accept": "application/json", "User-Agent": "MyApp/1.0"',
    ),
    (
        "2. En-têtes personnalisés",
        "02_bibliotheque_requests",
        "en-tetes-personnalises",
        'requests.get("https://api.example.com/protected", headers=headers)',
    ),
    (
        "2. En-têtes personnalisés",
        "02_bibliotheque_requests",
        "en-tetes-personnalises",
        '"Content-Type": "application/json"',
    ),
    (
        "2. Délais et erreurs",
        "02_bibliotheque_requests",
        "safe-request",
        "def safe_request(url, timeout=10):",
    ),
    (
        "2. Délais et erreurs",
        "02_bibliotheque_requests",
        "safe-request",
        'data = safe_request("https://api.example.com/data")',
    ),
    (
        "3. Sessions",
        "03_sessions_authentification",
        "sans-session",
        'response1 = requests.get("https://api.example.com/users"',
    ),
    (
        "3. Sessions",
        "03_sessions_authentification",
        "sans-session",
        'response2 = requests.get("https://api.example.com/posts"',
    ),
    (
        "3. Sessions",
        "03_sessions_authentification",
        "avec-session",
        'session.headers.update({"Authorization": "Bearer token", "Accept": "application/json"})',
    ),
    (
        "3. Sessions",
        "03_sessions_authentification",
        "avec-session",
        'response1 = session.get("https://api.example.com/users"',
    ),
    (
        "3. Sessions",
        "03_sessions_authentification",
        "avec-session",
        'response2 = session.get("https://api.example.com/posts"',
    ),
    ("3. Sessions", "03_sessions_authentification", "avec-session", "session.close()"),
    ("3. Sessions", "03_sessions_authentification", "context-manager", "with requests.Session() as session:"),
    (
        "3. Sessions",
        "03_sessions_authentification",
        "context-manager",
        'session.get("https://api.example.com/data"',
    ),
    ("3. Basique", "03_sessions_authentification", "basic-tuple", 'auth=("username", "password")'),
    (
        "3. Basique",
        "03_sessions_authentification",
        "basic-classe",
        'auth=HTTPBasicAuth("username", "password")',
    ),
    (
        "3. Jeton",
        "03_sessions_authentification",
        "bearer-tronque",
        '{"Authorization": "Bearer eyJhbGciOiJIUzI1NiIs..."}',
    ),
    ("3. Jeton", "03_sessions_authentification", "cle-en-tete", '{"X-API-Key": "your-api-key-here"}'),
    ("3. Jeton", "03_sessions_authentification", "cle-parametre", 'params={"api_key": "your-api-key-here"}'),
    ("3. OAuth2", "03_sessions_authentification", "oauth2-client", "class OAuth2Client:"),
    ("3. OAuth2", "03_sessions_authentification", "oauth2-client", "def get_token(self):"),
    (
        "3. OAuth2",
        "03_sessions_authentification",
        "oauth2-client",
        "def request(self, method, url, **kwargs):",
    ),
    (
        "3. OAuth2",
        "03_sessions_authentification",
        "oauth2-client",
        'OAuth2Client(client_id="my-client-id", client_secret="my-secret", '
        'token_url="https://auth.example.com/oauth/token")',
    ),
    (
        "3. OAuth2",
        "03_sessions_authentification",
        "oauth2-client",
        'client.request("GET", "https://api.example.com/users"',
    ),
    ("4. Client", "04_client_robuste", "api-client", "class APIClient:"),
    *(
        ("4. Client", "04_client_robuste", "api-client", f"def {name}(")
        for name in ("__init__", "_request", "get", "post", "put", "patch", "delete", "close")
    ),
    (
        "4. Client",
        "04_client_robuste",
        "api-client-utilisation",
        'api = APIClient(base_url="https://api.example.com", api_key="your-token")',
    ),
    (
        "4. Client",
        "04_client_robuste",
        "api-client-utilisation",
        'users = api.get("/users", params={"active": True})',
    ),
    (
        "4. Client",
        "04_client_robuste",
        "api-client-utilisation",
        'new_user = api.post("/users", data={"name": "John"})',
    ),
    ("4. Client", "04_client_robuste", "api-client-utilisation", "api.close()"),
    ("4. Client", "04_client_robuste", "api-client", "from urllib3.util.retry import Retry"),
    (
        "4. Client",
        "04_client_robuste",
        "api-client",
        'allowed_methods=["HEAD", "GET", "OPTIONS", "POST", "PUT", "DELETE"]',
    ),
    (
        "4. Pagination",
        "04_client_robuste",
        "paginate",
        'def paginate(client, endpoint, params=None, page_key="page", limit_key="limit", limit=100):',
    ),
    (
        "4. Pagination",
        "04_client_robuste",
        "paginate-utilisation",
        'for user in paginate(api, "/users", params={"active": True}):',
    ),
    ("5. GitHub", "05a_github", "client-initial", "class GitHubClient:"),
    ("5. GitHub", "05a_github", "client-initial", "def get_repos(self, org: str) -> list:"),
    (
        "5. GitHub",
        "05a_github",
        "client-initial",
        "def create_issue(self, owner: str, repo: str, title: str, body: str) -> dict:",
    ),
    ("5. GitHub", "05a_github", "client-initial", 'gh = GitHubClient("ghp_your_token_here")'),
    ("5. GitHub", "05a_github", "client-initial", 'repos = gh.get_repos("myorg")'),
    ("5. GitHub", "05a_github", "client-initial", 'BASE_URL = "https://api.github.com"'),
    ("5. GitHub", "05a_github", "client-initial", '"Authorization": f"token {token}"'),
    ("5. GitHub", "05a_github", "client-initial", 'params={"page": page, "per_page": 100}'),
    ("5. Prometheus", "05b_prometheus", "client-du-module", "class PrometheusClient:"),
    ("5. Prometheus", "05b_prometheus", "client-du-module", "def query(self, query: str) -> dict:"),
    (
        "5. Prometheus",
        "05b_prometheus",
        "client-du-module",
        'def query_range(self, query: str, start: datetime, end: datetime, step: str = "15s") -> dict:',
    ),
    ("5. Prometheus", "05b_prometheus", "client-du-module", "def get_alerts(self) -> list:"),
    ("5. Prometheus", "05b_prometheus", "cpu-du-module", 'prom = PrometheusClient("http://prometheus:9090")'),
    (
        "5. Prometheus",
        "05b_prometheus",
        "cpu-du-module",
        "prom.query('100 - (avg(irate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100)')",
    ),
    ("5. Prometheus", "05b_prometheus", "memoire-du-module", "end = datetime.now()"),
    ("5. Prometheus", "05b_prometheus", "memoire-du-module", "start = end - timedelta(hours=1)"),
    (
        "5. Prometheus",
        "05b_prometheus",
        "memoire-du-module",
        "history = prom.query_range('node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100', "
        'start, end, "1m")',
    ),
    ("5. Prometheus", "05b_prometheus", "client-du-module", "from datetime import datetime, timedelta"),
    ("5. Vault", "05c_vault", "vault-client", "class VaultClient:"),
    ("5. Vault", "05c_vault", "vault-client", "def get_secret(self, path: str) -> dict:"),
    ("5. Vault", "05c_vault", "vault-client", "def put_secret(self, path: str, data: dict) -> dict:"),
    ("5. Vault", "05c_vault", "vault-client", "def list_secrets(self, path: str) -> list:"),
    (
        "5. Vault",
        "05c_vault",
        "jeton-factice",
        'vault = VaultClient("https://vault.example.com", "s.your-token")',
    ),
    ("5. Vault", "05c_vault", "jeton-factice", 'db_creds = vault.get_secret("database/production")'),
    ("5. Vault", "05c_vault", "lire-en-clair", 'print(db_creds["password"])'),
    ("5. Vault", "05c_vault", "vault-client", '"""Client pour HashiCorp Vault."""'),
    ("5. Vault", "05c_vault", "vault-client", 'self.session.headers["X-Vault-Token"] = token'),
    ("5. Vault", "05c_vault", "vault-client", 'f"{self.url}/v1/secret/data/{path}"'),
    ("5. Vault", "05c_vault", "vault-client", 'json={"data": data}'),
    ("5. Vault", "05c_vault", "vault-client", '"LIST", f"{self.url}/v1/secret/metadata/{path}"'),
    ("5. Vault", "05c_vault", "vault-client", 'return response.json()["data"]["keys"]'),
    ("6. Simple", "06_upload_fichiers", "upload-simple", 'with open("document.pdf", "rb") as f:'),
    ("6. Simple", "06_upload_fichiers", "upload-simple", 'files={"file": f}'),
    (
        "6. Avec métadonnées",
        "06_upload_fichiers",
        "upload-metadonnees",
        'files={"file": ("custom_name.png", f, "image/png")}, data={"description": "My image"}',
    ),
    *(
        (
            "6. Multiple",
            "06_upload_fichiers",
            "upload-multiple",
            f'("files", ("{name}", open("{name}", "rb"), "text/plain"))',
        )
        for name in ("file1.txt", "file2.txt")
    ),
    (
        "6. Multiple",
        "06_upload_fichiers",
        "upload-multiple",
        'requests.post("https://api.example.com/upload", files=files',
    ),
    (
        "7. Webhooks",
        "07_webhooks",
        "send-webhook",
        "def send_webhook(url: str, payload: dict, secret: str = None) -> bool:",
    ),
    (
        "7. Slack",
        "07_webhooks",
        "slack",
        "def send_slack_message(webhook_url: str, message: str, channel: str = None):",
    ),
    (
        "7. Slack",
        "07_webhooks",
        "slack-utilisation",
        'send_slack_message("https://hooks.slack.com/services/XXX/YYY/ZZZ", '
        '"Déploiement terminé avec succès!")',
    ),
    ("Exercices pratiques", "08_bonnes_pratiques", "exercices-pratiques", "1. Monitoring API"),
    ("Exercices pratiques", "08_bonnes_pratiques", "exercices-pratiques", "2. Sync GitHub Issues"),
    ("Exercices pratiques", "08_bonnes_pratiques", "exercices-pratiques", "3. API Rate Limiter"),
    ("Exercice 1", "ex1_monitoring", "demarrer", 'start("ex1_monitoring")'),
    ("Bonnes pratiques", "08_bonnes_pratiques", "plan", "Toujours définir des délais"),
    ("Bonnes pratiques", "08_bonnes_pratiques", "plan", "Utiliser des sessions"),
    ("Bonnes pratiques", "08_bonnes_pratiques", "plan", "Ne jamais stocker les secrets dans le code"),
    ("Sécurité", "08_bonnes_pratiques", "mauvais-bon", 'api_key = "sk-12345"'),
    ("Sécurité", "08_bonnes_pratiques", "mauvais-bon", 'import os\napi_key = os.environ.get("API_KEY")'),
    ("Voir aussi", "08_bonnes_pratiques", "et-ensuite", "SSH et automatisation"),
]


@functools.cache
def cells(notebook: str) -> dict[str, str]:
    """The source of each cell of a notebook, by id."""
    folder = notebooks() / notebook if notebook.startswith("ex") else notebooks()
    content = json.loads((folder / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in content["cells"]}


def bare(code: str) -> str:
    """Code without its comments, its spaces, its kind of quotes and its last commas."""
    code = re.sub(r"\s+", "", re.sub(r"#.*", "", code)).replace("'", '"')
    return re.sub(r",(?=[)\]}])", "", code)


@pytest.mark.parametrize(("heading", "notebook", "cell", "code"), MODULE)
def test_the_module_is_in_the_course(heading, notebook, cell, code):
    assert cell in cells(notebook)
    parts = code.split() if code.replace(" ", "").isalnum() else [code]
    assert all(bare(part) in bare(cells(notebook)[cell]) for part in parts)


def test_the_welcome_page_links_to_every_notebook():
    files = [*notebooks().glob("[0-9]*.ipynb"), *notebooks().glob("ex*/ex*.ipynb")]
    expected = {file.relative_to(notebooks()).as_posix() for file in files} - {"00_accueil.ipynb"}
    linked = {
        link for text in cells("00_accueil").values() for link in re.findall(r"\]\(([^)]+\.ipynb)\)", text)
    }
    assert linked == expected
