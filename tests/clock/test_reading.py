"""What the code reads of the time."""

import datetime
import time
import timeit

import pandas
import pytest

PARIS = datetime.timezone(datetime.timedelta(hours=1))


@pytest.mark.parametrize("name", ["time", "monotonic", "perf_counter"])
def test_a_clock_moves_by_what_was_waited(play, name):
    def measure():
        start = getattr(time, name)()
        time.sleep(0.35)
        return getattr(time, name)() - start

    assert play(measure) == pytest.approx(0.35, abs=1e-6)


@pytest.mark.parametrize("name", ["time_ns", "monotonic_ns", "perf_counter_ns"])
def test_a_clock_in_nanoseconds_is_exact(play, name):
    def measure():
        start = getattr(time, name)()
        time.sleep(0.35)
        return getattr(time, name)() - start

    assert play(measure) == 350_000_000


@pytest.mark.skipif(not hasattr(time, "clock_gettime"), reason="no clocks of POSIX here")
@pytest.mark.parametrize(
    "name", ["CLOCK_REALTIME", "CLOCK_MONOTONIC", "CLOCK_MONOTONIC_RAW", "CLOCK_BOOTTIME"]
)
def test_a_clock_of_the_system_moves_by_what_was_waited(play, name):
    clock = getattr(time, name)

    def measure():
        start, exact = time.clock_gettime(clock), time.clock_gettime_ns(clock)
        time.sleep(0.35)
        return time.clock_gettime(clock) - start, time.clock_gettime_ns(clock) - exact

    before = time.clock_gettime(clock)
    assert play(measure) == (pytest.approx(0.35, abs=1e-6), 350_000_000)
    assert 0 <= time.clock_gettime(clock) - before < 3600


@pytest.mark.skipif(not hasattr(time, "clock_gettime"), reason="no clocks of POSIX here")
def test_a_processors_time_stays_real(play):
    def measure():
        start = time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)
        time.sleep(30)
        return time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID) - start

    assert 0 <= play(measure) < 30


def test_every_check_begins_at_the_same_moment(play):
    assert play(time.time) == datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC).timestamp()
    assert play(time.monotonic) == 1000


def test_the_wall_clock_follows_a_jump_and_the_other_does_not(play, clock):
    clock.jump(-3600)
    assert play(lambda: datetime.datetime.now(datetime.UTC).hour) == 8
    assert play(time.monotonic) == 1000


def test_datetime_now_reads_the_virtual_wall_clock(play):
    def read():
        return datetime.datetime.now(PARIS), datetime.datetime.now(datetime.UTC)

    there, here = play(read)
    assert there.isoformat() == "2026-01-05T10:00:00+01:00"
    assert here.isoformat() == "2026-01-05T09:00:00+00:00"


def test_naive_datetimes_read_the_virtual_wall_clock(play):
    local = datetime.datetime.fromtimestamp(play(time.time))
    assert play(lambda: datetime.datetime.now()) == local
    assert play(lambda: datetime.datetime.today()) == local
    assert play(lambda: datetime.datetime.utcnow()) == datetime.datetime(2026, 1, 5, 9)
    assert play(lambda: datetime.date.today()) == local.date()


def test_a_datetime_class_bound_in_the_notebook_is_virtual_too(play):
    namespace = {"datetime": datetime.datetime, "autre": 3}
    assert play(lambda: namespace["datetime"].now(datetime.UTC).year, namespace) == 2026
    assert namespace == {"datetime": datetime.datetime, "autre": 3}


def test_a_class_bound_during_the_check_is_the_real_one_afterwards(play):
    namespace = {}
    play(lambda: exec("from datetime import datetime", namespace), namespace)
    assert namespace["datetime"] is datetime.datetime


def test_datetimes_made_during_a_check_are_real_ones(play):
    real = datetime.datetime
    made = play(
        lambda: [
            datetime.datetime(2026, 1, 1),
            datetime.datetime.now(),
            datetime.datetime.fromisoformat("2026-01-01"),
            datetime.datetime.strptime("2026", "%Y"),
            datetime.datetime.fromtimestamp(0),
        ]
    )
    assert [type(moment) for moment in made] == [real] * 5


def test_the_class_answers_for_the_real_one_during_a_check(play):
    moment = datetime.datetime(2026, 1, 1)
    assert play(lambda: isinstance(moment, datetime.datetime))
    assert play(lambda: not isinstance(datetime.date(2026, 1, 1), datetime.datetime))
    assert play(lambda: issubclass(pandas.Timestamp, datetime.datetime))
    assert play(lambda: datetime.datetime.__name__) == "datetime"


def test_pandas_reads_dates_during_a_check(play):
    assert play(lambda: pandas.to_datetime(["2026-01-01"])[0].year) == 2026


def test_timestamps_of_pandas_read_the_virtual_wall_clock_and_then_the_real_one(play):
    real = vars(pandas.Timestamp)["now"]
    here = pandas.Timestamp("2026-01-05T09:00:00+00:00")
    assert play(lambda: [pandas.Timestamp.now("UTC"), pandas.Timestamp.now(PARIS)]) == [here, here]
    local = datetime.datetime.fromtimestamp(here.timestamp())
    assert play(lambda: [pandas.Timestamp.now(), pandas.Timestamp.today()]) == [local, local]
    assert type(play(lambda: pandas.Timestamp.now("UTC"))) is pandas.Timestamp
    assert vars(pandas.Timestamp)["now"] is real


def test_calendar_functions_read_the_virtual_wall_clock(play):
    assert play(lambda: time.gmtime()[:5]) == (2026, 1, 5, 9, 0)
    assert play(lambda: time.mktime(time.localtime())) == play(time.time)
    assert play(lambda: time.strftime("%Y-%m-%d")) == play(lambda: str(datetime.date.today()))
    assert play(lambda: time.ctime()) == play(lambda: time.asctime())
    assert "2026" in play(lambda: time.ctime())


def test_calendar_functions_convert_the_time_that_they_are_given(play):
    assert play(lambda: time.gmtime(0)[:3]) == (1970, 1, 1)
    assert play(lambda: time.strftime("%Y", time.gmtime(0))) == "1970"
    assert play(lambda: time.asctime(time.gmtime(0))) == "Thu Jan  1 00:00:00 1970"


def test_the_default_timer_of_timeit_is_virtual(play):
    assert play(lambda: timeit.default_timer()) == 1000


def test_names_imported_after_the_wrappers_are_virtual(play):
    from time import perf_counter, sleep

    def measure():
        start = perf_counter()
        sleep(30)
        return perf_counter() - start

    assert play(measure) == 30
