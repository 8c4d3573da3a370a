# mistake: takes 200 and 204 (the codes seen in the demonstration) for the only successes, so a 201 or 202 gives False
# question: alerte
# says: tout code 2xx
# blind: 19.42
# like: right/one_liners
# %% alerte
from contextlib import suppress


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    if not ((down := [r["name"] for r in results if r["status"] == "down"]) or recovered):
        return False
    sig = hmac.new(secret.encode(), body := json.dumps({"down": down, "recovered": list(recovered)}).encode(), "sha256").hexdigest()
    with suppress(Exception):
        return post(webhook_url, data=body, timeout=timeout, headers={"Content-Type": "application/json", "X-Signature": f"sha256={sig}"}).status_code in (200, 204)
    return False
