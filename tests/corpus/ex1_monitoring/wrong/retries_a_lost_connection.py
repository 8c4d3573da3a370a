# mistake: sends the alert again after a ConnectionError
# question: alerte
# says: nouvelle tentative
# like: right/streamed_with_context_managers
# %% alerte
def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    down = [r["name"] for r in results if r["status"] == "down"]
    if not down and not recovered:
        return False
    payload = {"down": down, "recovered": list(recovered)}
    body = json.dumps(payload).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    for attempt in range(3):
        try:
            response = requests.post(webhook_url, data=body, headers=headers, timeout=timeout)
            return 200 <= response.status_code < 300
        except requests.ConnectionError:
            continue
        except Exception:
            return False
    return False
