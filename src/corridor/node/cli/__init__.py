"""The command line. Names are fixed; `--help` teaches; `--json` where a program may read.

Commands load the rest of the program only when they are run, so that `--help` and the checks of
identifiers answer at once.
"""

import errno
import sys
from importlib import import_module
from typing import Final

import click

from corridor.node import collector
from corridor.node.cli.pipes import bear_closed_pipes

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("corridor.node.cli.demo", "Run the demonstration: six nodes and an invented world."),
    "serve": ("corridor.node.cli.serve", "Run one node from its folder."),
    "account": ("corridor.node.cli.account", "Add and remove the people of a node, give tokens."),
    "contact": ("corridor.node.cli.contact", "State how offices and authorities are reached."),
    "refdata": ("corridor.node.cli.refdata", "Bring in the state's own lists: offices, rates."),
    "quota": ("corridor.node.cli.quota", "Agree on quotas of road permits between two states."),
    "register": ("corridor.node.cli.register", "Import commitments and indicators from a file."),
    "channel": (
        "corridor.node.cli.channel",
        "List and reopen stopped channels; carry pages by hand.",
    ),
    "store": ("corridor.node.cli.store", "Check a node's database against its log."),
    "check": ("corridor.node.cli.check", "Check an identifier's form and check digit."),
    "rules": ("corridor.node.cli.rules", "Show the rules that a declaration is judged by."),
    "preflight": (
        "corridor.node.cli.preflight",
        "Say which state on the way would stop a dossier.",
    ),
    "requirements": (
        "corridor.node.cli.requirements",
        "Say which permits a dossier needs, why, from whom and by when.",
    ),
    "permit-rules": (
        "corridor.node.cli.permit_rules",
        "Check a list of permit rules, and try it on dossiers.",
    ),
    "risk": ("corridor.node.cli.risk", "Try a risk profile on the past movements of a node."),
    "ncts": ("corridor.node.cli.ncts", "Check and submit NCTS messages."),
    "project": (
        "corridor.node.cli.project",
        "Show a dossier as another system holds it, and what is lost.",
    ),
    "measures": ("corridor.node.cli.measures", "Measure the corridor on a node's own events."),
    "observatory": (
        "corridor.node.cli.observatory",
        "Say how far a node's log was read for its measures; read it anew.",
    ),
    "report": (
        "corridor.node.cli.report",
        "Write the report of a period as PDF, with the numbers of the pages.",
    ),
    "export": ("corridor.node.cli.export", "Write what happened at a node as Parquet."),
    "evidence": ("corridor.node.cli.evidence", "Fetch the evidence file of a movement."),
    "tad": ("corridor.node.cli.tad", "Fetch the accompanying document of a movement as PDF."),
    "permit": ("corridor.node.cli.permit", "Judge a permit's QR code, with no network."),
    "verify": ("corridor.node.cli.verify", "Verify an evidence file, with no node and no network."),
    "bench": ("corridor.node.cli.bench", "Measure this program beside the limit of its parts."),
}


_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LazyGroup(click.Group):
    """Imports the module of a command only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        with collector.off():
            command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="corridor")
def group() -> None:
    """Digital Transit Corridor: one dossier for the whole route, each state on its own node.

    Begin with `corridor demo`. For shell completion (zsh_source and fish_source likewise):
    eval "$(_CORRIDOR_COMPLETE=bash_source corridor)"
    """


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 130 interrupted."""
    bear_closed_pipes()
    try:
        code = group(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        if not (said := _of_the_machine(error)):
            raise
        click.echo(f"Error: {said}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _of_the_machine(error: Exception) -> str:
    """What is no mistake of the program, in words: a right that is lacking, a store that cannot be
    read. Operating errors say themselves what to do next.
    """
    if isinstance(error, PermissionError) and error.filename:
        return f"{error.filename}: this account may not use it"
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return f"not all could be written: {error.strerror}\nFree some room and repeat this."
    what_to_do = getattr(error, "diagnostics", None)
    return f"{error}\n{what_to_do()}" if what_to_do is not None else ""
