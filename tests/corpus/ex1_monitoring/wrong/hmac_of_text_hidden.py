# mistake: gives hmac.new a str: the TypeError vanishes in the except
# question: alerte
# says: encode()
# like: right/threads_by_hand
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    try:
        body = json.dumps({"down": down, "recovered": list(recovered)})
        signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": "sha256=" + signature}
        response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
        return 200 <= response.status_code < 300
    except Exception:
        return False
