# mistake: check_all accepts slow_ms but forgets to hand it to check_service, which uses its default of 1000
# question: plusieurs-services
# says: passez-le à check_service
# blind: 19.67
# like: right/one_liners
# %% plusieurs-services
check_all = lambda services, timeout=5, slow_ms=1000: [check_service(n, u, timeout) for n, u in services.items()]
