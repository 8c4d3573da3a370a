"""The clock itself: it moves when somebody waits, and remembers every wait."""

from grader.clock import Clock, Wait


def test_a_new_clock_stands_at_zero(clock):
    assert clock.elapsed == 0
    assert clock.waits == []


def test_sums_of_waits_are_exact(clock):
    for _ in range(10):
        clock.wait(0.1)
    assert clock.elapsed == 1


def test_a_wait_is_remembered_with_its_kind_and_its_moment(clock):
    clock.wait(2)
    clock.wait(0.5, "answer")
    assert clock.waits == [Wait("sleep", 2, 0), Wait("answer", 0.5, 2)]


def test_only_the_waits_that_the_code_asked_for_are_sleeps(clock):
    clock.wait(1)
    clock.wait(3, "answer")
    clock.wait(4, "connect")
    assert clock.sleeps == [1]


def test_waiting_moves_both_clocks(clock):
    before = Clock()
    clock.wait(1.5)
    assert clock.monotonic_ns - before.monotonic_ns == 1_500_000_000
    assert clock.wall_ns - before.wall_ns == 1_500_000_000


def test_a_jump_moves_the_wall_clock_only(clock):
    before = Clock()
    clock.jump(-3600)
    assert clock.wall_ns - before.wall_ns == -3_600_000_000_000
    assert clock.monotonic_ns == before.monotonic_ns
    assert clock.elapsed == 0


def test_a_reset_clock_is_as_new(clock):
    clock.wait(5)
    clock.jump(60)
    clock.reset()
    assert clock.elapsed == 0
    assert clock.waits == []
