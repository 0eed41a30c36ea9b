"""What many commands are given alike."""

from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

folder_argument = click.argument("folder", type=FOLDER, metavar="DIR")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
