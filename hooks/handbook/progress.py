"""What a long command is doing, how far it is and how long it takes: on standard error, and only on a terminal.

Where standard error goes to a file or to another program, nothing is written at all.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from handbook.reading.findings import preferred_language


def shown() -> bool:
    """Whether somebody can see progress."""
    return sys.stderr.isatty()


def either(es: str, en: str) -> str:
    """The text in the language of the person at the terminal."""
    return en if preferred_language() == "en" else es


def system_error(error: OSError, otherwise: object = "") -> str:
    """``path: what is wrong; what to do`` of an error of the system; ``otherwise`` where it names no path."""
    es, en = _SYSTEM_ERRORS.get(error.errno or 0, (error.strerror or str(error),) * 2)
    where = os.fspath(error.filename) if isinstance(error.filename, str | os.PathLike) else str(otherwise)
    return (f"{where}: " if where else "") + either(es, en)


_NOT_ALLOWED = (
    "falta el permiso; cámbielo o elija otro lugar.",
    "permission is missing; change it or choose another place.",
)
_SYSTEM_ERRORS = {
    errno.ENOSPC: (
        "no queda espacio en el disco; libere espacio y repita la orden.",
        "no space is left on the disk; make room and run the command again.",
    ),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOENT: (
        "no existe; cree la carpeta o corrija el nombre.",
        "does not exist; make the folder or correct the name.",
    ),
    errno.EISDIR: ("es una carpeta; escriba el nombre de un archivo.", "is a folder; write the name of a file."),
    errno.ENOTDIR: (
        "una parte de la ruta no es una carpeta; corrija la ruta.",
        "a part of the path is no folder; correct the path.",
    ),
    errno.EEXIST: ("ya existe; escriba otro nombre.", "exists already; write another name."),
}


def tell(text: str) -> None:
    """A line for who watches."""
    if shown():
        click.echo(text, err=True)


@contextmanager
def stage(text: str) -> Iterator[None]:
    """Name what the body of the ``with`` does, and when it has ended the seconds that it took."""
    if not shown():
        yield
        return
    begin = time.monotonic()
    click.echo(f"{text} … ", err=True, nl=False)
    try:
        yield
    except BaseException:
        click.echo(err=True)
        raise
    click.echo(f"{time.monotonic() - begin:.1f} s", err=True)


@contextmanager
def bar(length: int) -> Iterator[Callable[[int, str], None]]:
    """A bar of ``length`` steps; what is given moves it to a step and writes a text before it.

    The time that has passed, and the time left by the steps made, stand behind it. Move it without steps now and then,
    and the clock goes on.
    """
    if not shown():
        yield lambda step, text: None
        return
    begin, done = time.monotonic(), 0
    shown_bar = click.progressbar(
        range(max(length, 1)),
        file=sys.stderr,
        bar_template="%(label)s [%(bar)s] %(info)s",
        show_eta=False,
        item_show_func=lambda _: _times(time.monotonic() - begin, done, length),
        update_min_steps=0,
        width=24,
    )

    def move(step: int, text: str) -> None:
        nonlocal done
        shown_bar.label = text
        more, done = step - done, step
        shown_bar.update(more)

    with shown_bar:
        yield move


def _times(passed: float, done: int, length: int) -> str:
    """``1:05, 2:10 left``; what is left is not known at the beginning."""
    left = passed / done * (length - done) if done else 0
    return _clock(passed) + (f", {either(f'faltan {_clock(left)}', f'{_clock(left)} left')}" if left >= 1 else "")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
