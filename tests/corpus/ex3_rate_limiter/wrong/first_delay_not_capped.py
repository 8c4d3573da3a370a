# mistake: cap does not apply to the first delay
# question: recul
# says: dès le premier échec
# like: right/ticket_queue
# %% recul
def full_delays(base, factor, cap):
    yield base
    delay = base * factor
    while delay < cap:
        yield delay
        delay *= factor
    while True:
        yield cap


def backoff_delay(failures, base=0.5, factor=2, cap=30, jitter=0.1):
    for number, full in enumerate(full_delays(base, factor, cap), start=1):
        if number == failures:
            return random.uniform(full * (1 - jitter), full)
