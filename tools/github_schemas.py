"""Take from GitHub's own OpenAPI description the few schemas that the lab's stand-in is tested against.

    npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
    python tools/github_schemas.py package > tests/lab/github_schemas.json

The description is MIT-licensed and weighs 13 MB. Texts and examples are left out, and OpenAPI's `nullable`
becomes JSON Schema's "null", which `jsonschema` understands.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

WANTED = (
    *("minimal-repository", "full-repository", "issue", "label", "rate-limit-overview"),
    *("basic-error", "validation-error"),
)
LEFT_OUT = {"description", "example", "examples", "x-github-breaking-changes"}


def main(package: Path) -> None:
    """Write the schemas, and those that they refer to, with where they come from."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    api = json.loads((package / "generated" / "api.github.com.json").read_text(encoding="utf-8"))
    found = _with_references(api["components"]["schemas"])
    source = {name: about[name] for name in ("name", "version", "license")}
    json.dump({"source": source, "components": {"schemas": found}}, sys.stdout, indent=1, sort_keys=True)
    print()


def _with_references(schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    wanted = list(WANTED)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = _as_json_schema(schemas[name])
            wanted += re.findall(r"#/components/schemas/([\w-]+)", json.dumps(schemas[name]))
    return found


def _as_json_schema(part: Any) -> Any:
    if isinstance(part, list):
        return [_as_json_schema(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _as_json_schema(value) for name, value in part.items() if _is_kept(name, value)}
    return {"anyOf": [kept, {"type": "null"}]} if part.get("nullable") is True else kept


def _is_kept(name: str, value: Any) -> bool:
    """Tell a keyword that only explains from a property that happens to have its name."""
    return isinstance(value, dict) or name not in LEFT_OUT | {"title", "nullable"}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
