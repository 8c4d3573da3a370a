# mistake: takes a second turn at the end of the block
# question: partage
# says: elle aussi
# like: right/requests_ratelimiter_mixin
# %% partage
class SharedLimiter(RateLimiter):
    def __enter__(self):
        self.acquire()

    def __exit__(self, *error):
        self.acquire()

    def __call__(self, function):
        @functools.wraps(function)
        def limited(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return limited
