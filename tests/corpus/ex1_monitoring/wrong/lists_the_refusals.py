# mistake: lists some codes that are refusals, and takes the others for acceptances
# question: alerte
# says: seul un code 2xx
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
    except Exception:
        return False
    return response.status_code not in (400, 401, 403, 404, 500, 502, 503)
