# mistake: writes the signature in Base64
# question: alerte
# says: Base64
# like: right/protocols_and_enums
# %% alerte
import base64


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    payload = {"down": down, "recovered": list(recovered)}
    body = json.dumps(payload).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    try:
        response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
    except Exception:
        return False
    return 200 <= response.status_code < 300
