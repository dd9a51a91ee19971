"""The pages of docs/ that come from the code, so that they cannot say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.opening import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ROOT / "docs" / "commands.md"


def commands_page() -> str:
    """Return each command's own help, in the order of their names."""
    from config.cli import main  # the commands import this module

    parts = ["# The `pacte` command", "", "This page is written by `make docs`."]
    with click.Context(main, info_name="pacte", **main.context_settings) as parent:
        for name, command in sorted(main.commands.items()):
            if not command.hidden:
                with click.Context(command, info_name=name, parent=parent) as context:
                    parts += ["", f"## {name}", "", "```", command.get_help(context), "```"]
    return "\n".join(parts) + "\n"


def write() -> list[Path]:
    COMMANDS.parent.mkdir(exist_ok=True)
    COMMANDS.write_text(commands_page(), encoding="utf-8")
    return [COMMANDS]
