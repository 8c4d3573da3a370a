# mistake: announces JSON as text/json
# question: alerte
# says: annoncer du JSON
# adversarial: 19.67
# like: right/beginner_in_french
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    body = json.dumps({"down": down, "recovered": list(recovered)}).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "text/json", "X-Signature": f"sha256={signature}"}
    try:
        response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
    except Exception:
        return False
    return 200 <= response.status_code < 300
