# mistake: takes its turn at the end of the block, not at its beginning
# question: partage
# says: à l'entrée du bloc
# like: right/ticket_queue
# %% partage
class SharedLimiter(RateLimiter):
    """queue.Queue est déjà sûre : chaque billet n'est qu'à un thread à la fois."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.acquire()
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            self.acquire()
            return function(*args, **kwargs)

        return limited
