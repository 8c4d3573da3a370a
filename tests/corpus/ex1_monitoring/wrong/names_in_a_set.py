# mistake: goes through a set of the names, whose order is not that of results
# question: alerte
# says: un set perd l'ordre
# adversarial: 19.67
# like: right/thread_pool
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = list({r["name"] for r in results if r["status"] == "down"})
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
