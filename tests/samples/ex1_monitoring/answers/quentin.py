# like: bruno
