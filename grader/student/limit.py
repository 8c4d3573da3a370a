"""An end to calls that would never end, in a trainee's kernel."""

import contextlib
import signal
import threading
from _thread import interrupt_main
from collections.abc import Callable

LIMIT = 5.0  # real seconds for one call: virtual time makes waits free, so only a loop takes that long
AGAIN = 0.5  # real seconds before the next interrupt: a bare ``except:`` may have swallowed the first


def in_time(act: Callable[[], dict]) -> dict:
    """Return the report of ``act``, interrupted as the kernel's ■ button does when the time is over."""
    watchman = _Watchman()
    watchman.start()
    try:
        report = act()
    except KeyboardInterrupt:  # a second one, while the first was being told
        if not watchman.over:
            raise
        report = {"error": {"types": ["KeyboardInterrupt"]}}
    finally:
        watchman.stop()
    error = report.get("error")
    if watchman.over and error and error["types"][0] == "KeyboardInterrupt":
        error["types"] = ["TimeLimit", "BaseException"]
    return report


class _Watchman(threading.Thread):
    """Interrupts the main thread again and again once the time is over."""

    real_time = True

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = False
        self._done = threading.Event()
        self._sending = threading.Lock()

    def run(self) -> None:
        seconds = LIMIT
        while not self._done.wait(seconds):
            with self._sending:
                if not self._done.is_set():
                    self.over = True
                    _interrupt()
            seconds = AGAIN

    def stop(self) -> None:
        """Spare what follows: an interrupt that is on its way arrives here."""
        with contextlib.suppress(KeyboardInterrupt), self._sending:
            self._done.set()
        self._done.set()


def _interrupt() -> None:
    """Send a real signal where there are signals: it also reaches a main thread that waits for a lock."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        interrupt_main()
