"""Start services of the lab on loopback, and stop them whatever happens."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from grader.lab.catalog import Service


@contextmanager
def running(services: Sequence[Service]) -> Iterator[dict[str, int]]:
    """Run the services; yield the loopback port of each, by public address."""
    with ExitStack() as started:
        yield {service.origin: started.enter_context(service.serving()) for service in services}
