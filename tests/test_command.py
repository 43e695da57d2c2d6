"""The command ``handbook``: every subcommand has help, and the examples in it work."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
import pytest
from handbook import cli

# These take long, ask questions or do not end, and other tests run them: here their examples reach the command only.
NOT_RUN = {"site": cli.site, "serve": cli.serve, "downloads": cli.downloads, "edition-site": cli.past_site}
ASKS = "handbook new-case"


def commands(command: click.Command = cli.handbook, *path: str) -> Iterator[tuple[str, click.Command]]:
    """``command`` and each one below it, with the words that call it."""
    yield " ".join(("handbook", *path)), command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, *path, name)


COMMANDS = dict(commands())


def examples(name: str) -> list[str]:
    """The lines of the examples in the help of a command."""
    _, _, lines = COMMANDS[name].get_help(click.Context(COMMANDS[name])).partition("Examples:\n")
    return [line.strip() for line in lines.splitlines()]


EXAMPLES = [example for name in COMMANDS for example in examples(name)]


@pytest.fixture
def root(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small project with its site; its translations and its edition are recorded."""
    root = tmp_path / "other-handbook"
    shutil.copytree(built.parent, root)
    monkeypatch.chdir(root)
    assert cli.main(["translations", "accept", "--all"]) == 0
    assert cli.main(["edition", "--record"]) == 0
    return root


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_begins_its_help_with_a_sentence_that_fits_into_the_list(name: str) -> None:
    short = COMMANDS[name].get_short_help_str(60)
    assert short
    assert not short.endswith("...")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [option.name for option in COMMANDS[name].params if isinstance(option, click.Option) and not option.help]
    assert silent == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_of_itself(name: str) -> None:
    shown = examples(name)
    assert shown
    assert [example for example in shown if not example.startswith(name)] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_works(
    example: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reached: list[str] = []

    def note(called: str, /, **_: object) -> None:
        reached.append(called)

    for name, command in [*NOT_RUN.items(), *([("new-case", cli.new_case)] if example == ASKS else [])]:
        monkeypatch.setattr(command, "callback", partial(note, name))
    arguments = shlex.split(example)[1:]
    assert cli.main(arguments) == 0, capsys.readouterr().err
    assert reached == ([arguments[0]] if arguments[0] in NOT_RUN or example == ASKS else [])


@pytest.mark.parametrize("language", ["--lang", "--language"])
@pytest.mark.parametrize("command", ["check", "translations status"])
def test_a_language_has_a_long_and_a_short_name(
    command: str, language: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command.split(), language, "es"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] in ("Nada que corregir.", "7 páginas, 0 por revisar.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("", "Usage: handbook [OPTIONS] COMMAND"),
        ("chek", "No such command 'chek'. (Did you mean one of: 'check', 'schema'?)"),
        ("check --lang fr", "'fr' is not one of 'es', 'en'."),
        ("expand", "Missing argument 'FOLDER'."),
        ("edition-site 2026.1", "Missing option '--to'."),
        ("permalinks", "Give one of --check and --update."),
        ("permalinks --check --update", "Give one of --check and --update."),
        ("edition --typo", "Give --typo and the sections together: --typo aligned#why."),
        ("edition aligned#why", "Give --typo and the sections together: --typo aligned#why."),
        ("translations", "Usage: handbook translations [OPTIONS] COMMAND"),
    ],
)
def test_a_wrong_call_ends_with_64_and_says_what_is_missing(
    arguments: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments.split()) == 64
    output = capsys.readouterr()
    assert says in output.err
    assert output.out == ""


def test_help_ends_with_0_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--help"]) == 0
    output = capsys.readouterr()
    assert output.out.startswith("Usage: handbook check [OPTIONS]\n")
    assert output.err == ""
