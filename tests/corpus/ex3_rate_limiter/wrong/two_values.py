# mistake: takes one end of the interval or the other
# question: recul
# says: Trop peu de valeurs
# like: right/ticket_queue
# %% recul
def full_delays(base, factor, cap):
    delay = base
    while delay < cap:
        yield delay
        delay *= factor
    while True:
        yield cap


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    for number, full in enumerate(full_delays(base, factor, cap), start=1):
        if number == failures:
            return random.choice([full * (1 - jitter), full])
