# mistake: takes the services without status_code for those that are down: a 503 is not among them
# question: alerte
# says: répond 503
# adversarial: 17.75
# like: right/beginner_in_french
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status_code"] is None]
    if not down and not recovered:
        return False
    body = json.dumps({"down": down, "recovered": list(recovered)}).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    try:
        response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
    except Exception:
        return False
    return 200 <= response.status_code < 300
