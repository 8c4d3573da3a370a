# mistake: catches requests.Timeout alone
# question: alerte
# says: sort de send_alert
# like: right/beginner_in_french
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    payload = {"down": down, "recovered": list(recovered)}
    body = json.dumps(payload).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    try:
        response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
    except requests.Timeout:
        return False
    return 200 <= response.status_code < 300
