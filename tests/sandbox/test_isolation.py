"""What a submission sees of the machine: next to nothing."""

import os
import socket
import sys
from pathlib import Path

import pytest

from grader.paths import root
from grader.student.handle import Student


def test_there_is_no_network_but_loopback(inside):
    assert inside("import socket\n[name for _, name in socket.if_nameindex()]") == ["lo"]


@pytest.mark.parametrize("address", [("198.51.100.7", 80), ("169.254.169.254", 80), ("10.0.0.1", 53)])
def test_nothing_outside_can_be_reached(inside, address):
    code = f"""
    import _socket  # below the wrappers of virtual time
    sock = _socket.socket()
    sock.settimeout(5)
    sock.connect_ex({address})
    """
    assert inside(code) != 0


def test_loopback_is_not_that_of_the_machine(inside):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert inside(f"import _socket\n_socket.socket().connect_ex(('127.0.0.1', {port}))") != 0


@pytest.mark.skipif(sys.platform != "linux", reason="les sockets abstraites sont de Linux")
def test_abstract_sockets_of_the_machine_are_not_there(inside):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0grader-test-isolation")
        server.listen()
        code = "import socket\nsocket.socket(socket.AF_UNIX).connect_ex('\\0grader-test-isolation')"
        assert inside(code) != 0


def test_of_the_course_only_the_package_and_its_environment_are_there(inside):
    assert set(inside(f"import os\nos.listdir({str(root())!r})")) <= {"grader", Path(sys.prefix).name}


@pytest.mark.parametrize("name", ["solutions", "tests", "notebooks", "cassettes", ".git", "gradebook.db"])
def test_what_a_trainee_must_not_see_is_not_there(inside, name):
    assert inside(f"import os\nos.path.exists({str(root() / name)!r})") is False


def test_files_of_the_machine_are_not_there(inside, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("20/20")
    assert inside(f"import os\nos.path.exists({str(secret)!r})") is False
    assert inside("import os\nos.path.exists('/etc/shadow')") is False
    assert inside("open('/etc/passwd').read().splitlines()") == [
        "stagiaire:x:65534:65534::/scratch/home:/bin/sh"
    ]


def test_there_is_no_home(inside):
    seen = inside(
        f"import os\nos.listdir({str(Path.home())!r}) if os.path.isdir({str(Path.home())!r}) else []"
    )
    inner = {
        Path(place).relative_to(Path.home()).parts[0] for place in places() if Path.home() in place.parents
    }
    assert set(seen) <= inner
    assert inside("import os\nos.path.expanduser('~')") == "/scratch/home"


def places():
    return [Path(sys.base_prefix), Path(sys.prefix), root() / "grader"]


@pytest.mark.parametrize(
    "folder", ["/", "/usr/lib", "/dev", "/etc", "/proc", sys.prefix, sys.base_prefix, str(root() / "grader")]
)
def test_the_system_is_read_only(inside, folder):
    code = f"""
    try:
        open({folder!r} + "/trace", "w")
        result = "written"
    except OSError as error:
        result = type(error).__name__
    result
    """
    assert inside(code) != "written"


def test_the_scratch_folder_is_writable_and_small(inside):
    code = """
    import tempfile
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"x" * 1_000_000)
    result = []
    try:
        for number in range(3):
            with open(f"gros{number}", "wb") as file:
                for _ in range(40):
                    file.write(bytes(1_000_000))
            result.append("written")
    except OSError:
        result.append("full")
    result
    """
    assert inside(code) == ["written", "full"]


def test_one_file_cannot_be_larger_than_the_folder(inside):
    code = """
    import signal
    try:
        with open("gros", "wb") as file:
            file.seek(10**9)
            file.write(b"x")
        result = "written"
    except OSError:
        result = "too large"
    result
    """
    assert inside(code) == "too large"


def test_no_other_process_is_to_be_seen(inside):
    assert inside("import os\n[name for name in os.listdir('/proc')]") == []
    assert inside("import os\nos.getppid()") == 1


def test_no_process_outside_can_be_signalled(inside):
    code = f"""
    import os
    def signal(pid):
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return True
    [pid for pid in [{os.getpid()}, {os.getppid()}, *range(50, 32768, 7)] if signal(pid)]
    """
    assert inside(code) == []


def test_no_other_submission_is_to_be_seen(sandbox, submission):
    """Nor its processes, files, sockets and shared memory, while both are there."""
    submission.run_cell(
        """
import ctypes, os, socket
open("/scratch/trace", "w").close()
open("/dev/shm/trace", "w").close()
ctypes.CDLL(None).shmget(4343, 100, 0o1666)
servers = [socket.socket(socket.AF_UNIX), socket.socket()]
for server, address in zip(servers, ["\\0grader", ("127.0.0.1", 4343)]):
    server.bind(address)
    server.listen()
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        while True: __import__("signal").pause()
""",
        None,
    )
    look = """
import _socket, ctypes, os
def there(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
[
    os.path.exists("/scratch/trace"), os.path.exists("/dev/shm/trace"),
    ctypes.CDLL(None).shmget(4343, 100, 0o666) >= 0,
    _socket.socket(_socket.AF_UNIX).connect_ex("\\0grader") == 0,
    _socket.socket().connect_ex(("127.0.0.1", 4343)) == 0,
    any(there(pid) for pid in range(3, 400)),
]
"""
    with sandbox.submission() as other, other.fork() as link:
        assert Student(link).run(look) == [False] * 6


def test_there_is_no_terminal(inside):
    code = """
    import os
    try:
        os.open("/dev/tty", os.O_RDWR)
        result = "open"
    except OSError:
        result = "none"
    result, [os.isatty(fd) for fd in range(3)], os.listdir("/dev/pts")
    """
    assert inside(code) == ["none", [False] * 3, ["ptmx"]]


def test_the_environment_is_bare(inside):
    environment = inside("import os\ndict(os.environ)")
    assert "JETON_DE_CORRECTION" not in environment
    assert "secret" not in environment.values()
    assert environment["HOME"] == "/scratch/home"


def test_no_descriptor_but_the_channel_is_inherited(inside):
    code = """
    import os, stat
    def kind(fd):
        try:
            mode = os.fstat(fd).st_mode
        except OSError:
            return None
        return "socket" if stat.S_ISSOCK(mode) else "null" if stat.S_ISCHR(mode) else "other"
    [kind(fd) for fd in range(256) if kind(fd)]
    """
    kinds = inside(code)
    assert kinds.count("socket") == 1
    assert kinds.count("other") == 0


@pytest.mark.parametrize(
    "act",
    [
        "os.setuid(0)",
        "os.setgid(0)",
        "os.setgroups([])",
        "os.chroot('/scratch')",
        "os.mknod('/scratch/disque', 0o60600, os.makedev(8, 0))",
        "socket.sethostname('x')",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "os.nice(-5)",
        "time.clock_settime(time.CLOCK_REALTIME, 0)",
        "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    ],
)
def test_there_are_no_privileges(inside, act):
    code = f"""
    import os, resource, socket, time
    try:
        {act}
        result = "done"
    except (OSError, ValueError):
        result = "refused"
    result
    """
    assert inside(code) == "refused"


@pytest.mark.parametrize(
    "call",
    [
        "mount(b'none', b'/scratch', b'tmpfs', 0, None)",
        "mount(b'none', b'/proc', b'proc', 0, None)",
        "umount2(b'/scratch', 2)",
        "umount2(b'/proc', 2)",
        "pivot_root(b'/scratch', b'/scratch')",
    ],
)
def test_the_mounts_stay_as_they_are(inside, call):
    assert inside(f"import ctypes\nctypes.CDLL(None).{call}") == -1


def test_a_namespace_within_the_namespace_shows_no_more(inside):
    code = """
    import ctypes, os
    libc = ctypes.CDLL(None)
    libc.unshare(0x10000000 | 0x00020000)  # a user of one's own, and mounts
    libc.umount2(b"/proc", 2)
    libc.umount2(b"/scratch", 2)
    libc.mount(b"none", b"/", None, 0x1000 | 0x20, None)
    tried = []
    for folder in ("/usr", "/dev", "/proc"):
        try:
            open(f"{folder}/trace", "w")
            tried.append(folder)
        except OSError:
            pass
    tried, [name for name in os.listdir("/proc") if name.isdigit() and int(name) > 50]
    """
    assert inside(code) == [[], []]


def test_limits_are_set(inside):
    code = """
    import resource
    names = ["CPU", "AS", "NOFILE", "NPROC", "FSIZE", "CORE"]
    [resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in names]
    """
    assert all(0 <= limit < 1 << 40 for limit in inside(code))


def test_modules_beside_a_submission_do_not_shadow_the_real_ones(submission):
    submission.run_cell("open('json.py', 'w').write('x = 1')\nimport sys; sys.path", None)
    reply = submission.run_cell("import shelve, csv, html\nprint(shelve.__file__)", None)
    assert "/scratch" not in reply["printed"]
