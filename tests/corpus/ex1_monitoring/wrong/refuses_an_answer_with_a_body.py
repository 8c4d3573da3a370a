# mistake: reads the receiver's answer as JSON, and takes what is no JSON for a failure
# question: alerte
# says: n'est pas du JSON
# adversarial: 20
# like: right/beginner_in_french
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    body = json.dumps({"down": down, "recovered": list(recovered)}).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    try:
        response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
        if response.text:
            response.json()
    except Exception:
        return False
    return 200 <= response.status_code < 300
