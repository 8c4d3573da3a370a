"""Loops that never end are told, not waited for."""

import time

import pytest

from grader.clock.hooks import BUSY_READS, BusyWait, EndlessWait
from grader.stage.grants import MAX_WAITS


def poll():
    end = time.monotonic() + 1
    while time.monotonic() < end:
        pass


def test_a_loop_that_reads_the_clock_instead_of_sleeping_is_a_busy_wait(play):
    with pytest.raises(BusyWait):
        play(poll)


def test_a_loop_that_reads_the_date_is_a_busy_wait_too(play):
    def poll_dates():
        import datetime

        while datetime.datetime.now() < datetime.datetime(2030, 1, 1):
            pass

    with pytest.raises(BusyWait):
        play(poll_dates)


def test_a_loop_that_sleeps_for_ever_ends(play, clock):
    def monitor():
        while True:
            time.sleep(60)

    with pytest.raises(EndlessWait):
        play(monitor)
    assert len(clock.waits) == MAX_WAITS


def test_no_except_exception_hides_it(play):
    def hide():
        try:
            poll()
        except Exception:
            return "hidden"

    with pytest.raises(BusyWait):
        play(hide)


def test_polling_with_a_sleep_is_no_busy_wait(play, clock):
    def wait_for_a_minute():
        end = time.monotonic() + 60
        while time.monotonic() < end:
            time.sleep(0.01)

    play(wait_for_a_minute)
    assert clock.elapsed == pytest.approx(60, abs=0.011)


def test_reads_between_two_waits_are_counted_afresh(play):
    def read_a_lot():
        for _ in range(3):
            for _ in range(BUSY_READS - 1):
                time.time()
            time.sleep(1)

    play(read_a_lot)
