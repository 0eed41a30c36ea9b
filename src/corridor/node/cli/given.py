"""What many commands are given alike."""

import math
from pathlib import Path
from typing import Any

import click


class Seconds(click.FloatRange):
    """A number in a range; what is no number is in none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """As it is, or why not."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return found


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

folder_argument = click.argument("folder", type=FOLDER, metavar="DIR")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
