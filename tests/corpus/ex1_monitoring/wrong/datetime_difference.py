# mistake: subtracts two datetime.now(), which follow the machine's clock
# question: latence
# says: horloge de la machine
# like: right/class_with_auth_object
# %% latence
from datetime import datetime


def timed_get(url, timeout=5):
    started = datetime.now()
    response = requests.get(url, timeout=timeout)
    return response.status_code, (datetime.now() - started).total_seconds() * 1000
