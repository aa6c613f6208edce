"""The embedded server: found again, shared, healed after a kill -9, and clear about what it cannot do."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest

from records import embedded

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(psycopg.__file__).parents[1]

HOLDER = """
import sys
from pathlib import Path
from records import embedded
try:
    server = embedded.start(Path(sys.argv[1]))
except embedded.CannotStart as error:
    print("CannotStart:", error, flush=True)
    sys.exit()
print(server.url, flush=True)
sys.stdin.readline()
server.stop()
print("left", flush=True)
"""


class Holder:
    """Another process that uses the server."""

    def __init__(self, data: Path, user: str | None = None, python: str = sys.executable) -> None:
        self.process = subprocess.Popen(
            [python, "-c", HOLDER, str(data)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            user=user, env=os.environ | {"PYTHONPATH": f"{ROOT}:{SITE}"},
        )  # fmt: skip

    def said(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.said() == "left"
        self.process.wait(10)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def data(run_folder: Path) -> Path:
    return run_folder / uuid4().hex[:8]


@pytest.fixture(scope="module")
def ready_made(run_folder: Path) -> Path:
    """A cluster to copy: making one takes most of what these tests take."""
    made = run_folder / f"made-{uuid4().hex[:8]}"
    embedded.start(made).stop()
    return made


@pytest.fixture
def used(data: Path, ready_made: Path) -> Path:
    """A data folder that was used before."""
    subprocess.run(["cp", "-a", str(ready_made), str(data)], check=True)
    return data


def answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select true").fetchone() == (True,)


def postmaster(data: Path) -> int:
    return int((data / "cluster" / "postmaster.pid").read_text().split()[0])


def running(data: Path) -> bool:
    return any(
        embedded._is_ours(p.pid, data / "cluster")
        for p in psutil.process_iter(["name"])
        if p.info["name"] == "postgres"
    )


def test_a_second_start_finds_what_the_first_wrote(data):
    server = embedded.start(data)
    with psycopg.connect(server.url) as connection:
        version = connection.info.server_version
        connection.execute("create extension vector")
        connection.execute("create table kept as select 1 as n")
        assert connection.execute("select lower('ÄÖÜ'), current_setting('fsync')").fetchone() == ("äöü", "on")
        assert connection.execute("select current_setting('max_connections'), current_setting('jit')").fetchone() == (
            "200",
            "off",
        )
    server.stop()
    server.stop()
    assert not running(data)
    again = embedded.start(data)
    with psycopg.connect(again.url) as connection:
        assert connection.execute("select n from kept").fetchone() == (1,)
    again.stop()
    assert version >= 180000


def test_nobody_else_may_open_the_socket(used):
    server = embedded.start(used)
    mode = (used / embedded.SOCKET).stat().st_mode
    server.stop()
    assert mode & 0o077 == 0


def test_the_last_one_out_stops_it_whoever_was_killed_before(used):
    first, second, third = Holder(used), Holder(used), Holder(used)
    urls = {first.said(), second.said(), third.said()}
    assert len(urls) == 1
    first.kill()
    second.leave()
    assert running(used)
    assert answers(urls.pop())
    third.leave()
    assert not running(used)


def test_a_server_that_everybody_was_killed_away_from_is_found_and_stopped_by_the_next(used):
    orphaned = Holder(used)
    orphaned.said()
    pid = postmaster(used)
    orphaned.kill()
    server = embedded.start(used)
    assert postmaster(used) == pid
    assert answers(server.url)
    server.stop()
    assert not running(used)


def test_or_is_stopped_without_being_used(used):
    orphaned = Holder(used)
    orphaned.said()
    assert not embedded.stop_if_unused(used)
    orphaned.kill()
    assert embedded.stop_if_unused(used)
    assert not running(used)


def test_a_killed_postgres_comes_back_with_all_that_was_committed(used):
    server = embedded.start(used)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept values (1)")
        os.kill(postmaster(used), signal.SIGKILL)
    again = embedded.start(used)
    with psycopg.connect(again.url) as connection:
        assert connection.execute("select n from kept").fetchone() == (1,)
    again.stop()
    assert running(used)
    server.stop()
    assert not running(used)


@pytest.mark.parametrize(
    "remnant", ["", "12", "not a number\n", "{alive}\n/nowhere\n1\n5432\n/nowhere\n\n1 1\nready\n"]
)
def test_a_lock_that_nobody_holds_is_no_lock(used, remnant):
    pid_file = used / "cluster" / "postmaster.pid"
    pid_file.write_text(remnant.format(alive=os.getpid()))
    (used / f"{embedded.SOCKET}.lock").write_text(f"{os.getpid()}\n")
    server = embedded.start(used)
    assert answers(server.url)
    server.stop()


def test_a_first_start_that_was_killed_half_way_is_begun_again(data):
    (data / "cluster.new").mkdir(parents=True)
    (data / "cluster.new" / "PG_VERSION").write_text("18\n")
    server = embedded.start(data)
    assert answers(server.url)
    server.stop()


def test_two_folders_are_two_servers(used, run_folder, ready_made):
    other = run_folder / uuid4().hex[:8]
    subprocess.run(["cp", "-a", str(ready_made), str(other)], check=True)
    one, two = embedded.start(used), embedded.start(other)
    assert one.url != two.url
    with psycopg.connect(one.url, autocommit=True) as connection:
        connection.execute("create table only_here ()")
    with psycopg.connect(two.url) as connection:
        assert connection.execute("select to_regclass('only_here')").fetchone() == (None,)
    one.stop()
    assert answers(two.url)
    two.stop()


@pytest.mark.parametrize("name", ["deep/" + "very-long-folder-name/" * 8, "it's 100% “odd” $HOME \\ ü/"])
def test_any_path_will_do(run_folder, ready_made, name):
    odd = run_folder / uuid4().hex[:8] / name
    odd.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", str(ready_made), str(odd)], check=True)
    server = embedded.start(odd)
    other = Holder(odd)
    assert other.said() == server.url
    assert answers(server.url)
    sockets = Path((odd / "cluster" / "postmaster.pid").read_text().splitlines()[4])
    assert sockets != odd
    server.stop()
    other.leave()
    assert not running(odd)
    assert not sockets.exists()


def test_a_relative_path_is_the_same_server(used, monkeypatch):
    server = embedded.start(used)
    monkeypatch.chdir(used.parent)
    same = embedded.start(Path(used.name))
    assert same.url == server.url
    same.stop()
    server.stop()


def test_a_forked_child_does_not_stop_its_parents_server(used):
    server = embedded.start(used)
    child = os.fork()
    if child == 0:
        server.stop()
        os._exit(0)
    os.waitpid(child, 0)
    assert answers(server.url)
    server.stop()
    assert not running(used)


def test_eight_first_starts_at_once_make_one_server(data):
    holders = [Holder(data) for _ in range(8)]
    assert len({h.said() for h in holders}) == 1
    pid = postmaster(data)
    for holder in holders[:-1]:
        holder.leave()
        assert postmaster(data) == pid
    holders[-1].leave()
    assert not running(data)


# --- what a person can act on -------------------------------------------------------------------------------------


def test_a_place_where_nothing_can_be_made(run_folder):
    file = run_folder / uuid4().hex[:8]
    file.write_text("in the way")
    with pytest.raises(embedded.CannotStart, match="would not start under"):
        embedded.start(file / "postgres")


def test_a_cluster_of_another_version_is_not_touched(used):
    (used / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.CannotStart, match="was made by PostgreSQL 17 and this is 18: move it aside"):
        embedded.start(used)


def test_a_setting_that_postgres_refuses_is_quoted(used):
    with (used / "cluster" / "postgresql.auto.conf").open("a") as conf:
        conf.write("shared_buffers = 'a lot'\n")
    with pytest.raises(embedded.CannotStart, match=r"would not start under .*invalid value for parameter"):
        embedded.start(used)


@pytest.fixture
def plain_user() -> tuple[str, str]:
    """An account without rights, and a Python it can run."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    for python in (sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin")):
        if python is None:
            continue
        try:
            done = subprocess.run(
                [python, "-c", "import psycopg, psutil"], user="nobody", capture_output=True,
                env={"PYTHONPATH": str(SITE)}, cwd="/",
            )  # fmt: skip
        except PermissionError:
            continue
        if done.returncode == 0:
            return "nobody", python
    pytest.skip("no Python here that a plain user can run")


def test_a_plain_user_has_a_server_of_their_own(run_folder, plain_user):
    user, python = plain_user
    home = run_folder / f"home-{uuid4().hex[:8]}"
    home.mkdir()
    os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    holder = Holder(home / "postgres", user, python)
    assert holder.said().startswith("postgresql://")
    assert psutil.Process(postmaster(home / "postgres")).username() == user
    shared = embedded.start(home / "postgres")  # root may look in, and runs nothing as root
    assert answers(shared.url)
    holder.leave()
    assert running(home / "postgres")
    shared.stop()
    assert not running(home / "postgres")


def test_a_folder_of_somebody_else_is_called_that(used, plain_user):
    user, python = plain_user
    owner = pwd.getpwuid(used.stat().st_uid).pw_name
    assert Holder(used, user, python).said() == (
        f"CannotStart: {used} belongs to {owner}: start Switchboard as {owner}, or choose another DATA folder."
    )


def test_a_folder_that_may_not_be_made_is_called_that(run_folder, plain_user):
    user, python = plain_user
    locked = run_folder / f"locked-{uuid4().hex[:8]}"
    locked.mkdir(mode=0o755)
    told = Holder(locked / "postgres", user, python).said()
    assert told.startswith(f"CannotStart: Switchboard may not write to {locked / 'postgres'}: change who owns it")


@pytest.mark.parametrize("size", ["20m", "140m"])
def test_a_full_disk_is_called_that(run_folder, size):
    disk = run_folder / f"disk-{uuid4().hex[:8]}"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk]).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        if size != "20m":  # enough to begin with, and then not
            embedded.start(disk / "postgres").stop()
            subprocess.run(["dd", "if=/dev/zero", f"of={disk}/ballast", "bs=1M"], capture_output=True)
        with pytest.raises(embedded.CannotStart) as full:
            embedded.start(disk / "postgres")
        assert str(full.value) == (
            f"The disk that holds {disk / 'postgres'} is full: free at least 120 MB, or choose another DATA folder."
        )
    finally:
        for _ in range(50):
            if subprocess.run(["umount", disk], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
