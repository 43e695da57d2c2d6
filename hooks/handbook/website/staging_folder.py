"""Where a site is built before it takes the old one's place: a folder beside it, locked by the process that builds in it.

The holder has a lock on the folder itself. The system gives a lock back when its process ends, however it ends; so a
folder without a lock is what a killed build left behind, and the next build clears it away. Windows has no such
lock: there a folder counts as left behind after a day.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    CAN_LOCK = False
else:
    CAN_LOCK = True

_A_DAY = 24 * 60 * 60
# renameat2(2) and renamex_np(2): exchange two names in one step.
_HERE, _EXCHANGE, _SWAP = -100, 2, 2
_OLD = "old-"


@contextmanager
def build_folder(target: Path) -> Iterator[Path]:
    """A new folder beside ``target``, gone at the end; what killed builds left there is cleared away first.

    Only its owner may look into it. What is made in it has the rights that the owner's umask gives, and shows them once
    it has been put in place.

    Raises:
        OSError: nothing can be written there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(target)
    folder, release = _new_folder(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        release()


def clear_leftovers(target: Path) -> None:
    """Delete unlocked staging folders; first restore the site if a build was killed in mid-swap."""
    for folder in sorted(target.parent.glob(f".{target.name}-*")):
        if folder.is_symlink() or not folder.is_dir():
            continue
        with suppress(OSError):  # a build is at work in it, or somebody else cleared it
            if not CAN_LOCK and time.time() - folder.stat().st_mtime < _A_DAY:
                continue
            release = _hold(folder)
            try:
                if folder.name.startswith(f".{target.name}-{_OLD}") and (folder / "site").is_dir():
                    with suppress(OSError):
                        if not target.exists():
                            (folder / "site").rename(target)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                release()


def _hold(folder: Path) -> Callable[[], None]:
    """Lock a folder; what is given releases it.

    Raises:
        BlockingIOError: a build is at work in it.
        OSError: it is not there.
    """
    if not CAN_LOCK:
        return lambda: None
    hold = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(hold)
        raise
    return lambda: os.close(hold)


def _new_folder(target: Path, kind: str = "") -> tuple[Path, Callable[[], None]]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-{kind}", dir=target.parent))
        try:
            release = _hold(folder)
        except (FileNotFoundError, BlockingIOError):
            continue  # another build is clearing it away, before it was held
        if folder.exists():
            return folder, release
        release()


def put_in_place(new: Path, target: Path) -> None:
    """Let ``new`` take the place of ``target`` in one step where the system can, else in two that can be undone."""
    if not target.exists():
        new.rename(target)
        return
    if exchange(new, target):
        shutil.rmtree(new, ignore_errors=True)  # what is called new now is the old site
        return
    old, release = _new_folder(target, _OLD)
    try:
        target.rename(old / "site")
        try:
            new.rename(target)
        except OSError:
            (old / "site").rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
        release()


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in a single step; False where the system or the file system cannot."""
    if not sys.platform.startswith(("linux", "darwin")):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*names, _SWAP)
        else:
            failed = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    except AttributeError:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))
