# mistake: uses http.client-like streaming and looks at the status only: a 2xx answer whose body is cut or never ends counts as accepted
# question: alerte
# says: s'interrompt au milieu
# blind: 20.0
# like: right/defensive_urllib3
# %% alerte
import hashlib
import hmac
import json

import urllib3


def send_alert(webhook_url, results, secret, recovered=(), timeout=5):
    """Envoie une alerte signée ; rend True si le destinataire l'a acceptée, False sinon."""
    try:
        down = [result["name"] for result in results if result["status"] == "down"]
        back = list(recovered or ())
        if not down and not back:
            return False
        body = json.dumps({"down": down, "recovered": back}).encode("utf-8")
        digest = hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": f"sha256={digest}"}
        with urllib3.PoolManager(ca_certs=requests.certs.where()) as pool:
            response = pool.request(
                "POST",
                _checked_url(webhook_url),
                body=body,
                headers={**_credentials(webhook_url), **headers},
                timeout=_urllib3_timeout(timeout),
                retries=False,
                redirect=False,
                preload_content=False,  # le corps de la réponse ne sert à rien
            )
            try:
                return 200 <= response.status <= 299
            finally:
                response.close()
    except Exception:
        return False
