"""Pools and queues of the standard library, which wait for each other with and without time-outs."""

import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing.pool import ThreadPool

import pytest


def nap(seconds):
    """Sleep, and return how long it took on the thread's own clock."""
    began = time.monotonic()
    time.sleep(seconds)
    return round(time.monotonic() - began, 3)


def test_an_executor(play):
    def run():
        with ThreadPoolExecutor(3) as pool:
            return list(pool.map(nap, [1, 2, 3]))

    assert play(run) == [1, 2, 3]


def test_a_pool_of_multiprocessing(play):
    def run():
        with ThreadPool(3) as pool:
            return pool.map(nap, [1, 2, 3])

    assert play(run) == [1, 2, 3]


def test_workers_that_leave_when_the_queue_stays_empty(play):
    def run():
        tasks, done = queue.Queue(), []

        def work():
            while True:
                try:
                    task = tasks.get(timeout=0.01)
                except queue.Empty:
                    return
                done.append(nap(task))

        for seconds in (1, 2, 3, 4):
            tasks.put(seconds)
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return sorted(done)

    assert play(run) == [1, 2, 3, 4]


def test_a_result_is_awaited_with_a_time_out(play):
    def run():
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(nap, 2).result(timeout=10)

    assert play(run) == 2


def test_a_result_that_does_not_come_in_time(play):
    def run():
        leave = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(leave.wait)
            try:
                waiting.result(timeout=0.01)
            finally:
                leave.set()

    with pytest.raises(FutureTimeout):
        play(run)
