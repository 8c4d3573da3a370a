"""What the lab's OpenBao holds when a recording begins: policies, tokens, secrets and a role."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.lab import credentials


@dataclass(frozen=True)
class Write:
    """One call of the API that sets something up."""

    path: str
    body: dict[str, Any] = field(default_factory=dict)


POLICIES = {
    "lecture-seule": """
path "secret/data/database/*" { capabilities = ["read"] }
path "secret/metadata/*"      { capabilities = ["list"] }
""",
    "exploitation": """
path "secret/*" { capabilities = ["create", "read", "update", "delete", "list"] }
""",
}

TOKENS = (
    (credentials.VAULT_READER, "lecture-seule", "1h"),
    (credentials.VAULT_OPERATOR, "exploitation", "8h"),
)

_DATABASE = {"host": "db1.example.com", "port": 5432, "username": "sauvegarde"}

# Each path with what was written there, version after version.
SECRETS: tuple[tuple[str, tuple[dict[str, Any], ...]], ...] = (
    (
        "database/production",
        tuple({**_DATABASE, "password": f"mdp-demo-{number}"} for number in (1, 2, 3)),
    ),
    ("database/recette", ({**_DATABASE, "host": "db2.example.com", "password": "mdp-demo-recette"},)),
    ("database/archives/2025", ({**_DATABASE, "host": "db0.example.com", "password": "mdp-demo-2025"},)),
    ("reseau/vpn", ({"username": "siege", "password": "mdp-demo-vpn"},)),
    ("reseau/vpn#secours", ({"username": "secours", "password": "mdp-demo-secours"},)),
    ("messagerie", ({"username": "alertes", "password": "mdp-demo-messagerie"},)),
)

ROLE = "sauvegarde"


def writes() -> Iterator[Write]:
    """List the calls that set everything up, in order."""
    for name, text in POLICIES.items():
        yield Write(f"sys/policies/acl/{name}", {"policy": text})
    for token, policy, ttl in TOKENS:
        yield Write("auth/token/create-orphan", {"id": token, "policies": [policy], "ttl": ttl})
    for path, versions in SECRETS:
        for data in versions:
            yield Write(f"secret/data/{path}", {"data": data})
    yield from _role()


def _role() -> Iterator[Write]:
    """List the calls that let a program log in with AppRole, under identifiers that are always the same."""
    role = f"auth/approle/role/{ROLE}"
    yield Write("sys/auth/approle", {"type": "approle"})
    yield Write(role, {"token_policies": ["lecture-seule"], "token_ttl": "15m", "token_max_ttl": "1h"})
    yield Write(f"{role}/role-id", {"role_id": credentials.VAULT_ROLE_ID})
    yield Write(f"{role}/custom-secret-id", {"secret_id": credentials.VAULT_SECRET_ID})
