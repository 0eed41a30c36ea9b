"""`corridor check`: an identifier's form and check digit."""

import click
import msgspec

from corridor.domain.codes import CHECKS, CodeVerdict, as_issued

PROBLEMS = {
    "check_digit": "the check digit is wrong",
    "format": "this is not the form of such a number",
}


@click.command(name="check")
@click.argument("kind", type=click.Choice(sorted(CHECKS)))
@click.argument("value")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(kind: str, value: str, as_json: bool) -> None:
    """Check VALUE as an MRN, GRN, container (ISO 6346 or ILU), wagon, railway station or TIR carnet
    number, however it is written.

    Exits 0 when it is good and 1 when it is not; then the expected check digit is named, where the
    number has one.
    """
    verdict = CHECKS[kind](as_issued(kind, value))
    click.echo(msgspec.json.encode(verdict).decode() if as_json else _words(kind, verdict))
    raise click.exceptions.Exit(0 if verdict.ok else 1)


def _words(kind: str, verdict: CodeVerdict) -> str:
    if verdict.ok:
        return f"{kind} {verdict.value}: good"
    problem = (verdict.problem or "").rpartition(".")[2]
    reason = PROBLEMS.get(problem, problem.replace("_", " "))
    expected = f"; expected {verdict.expected}" if verdict.expected is not None else ""
    note = "" if verdict.blocking else " (a warning: such numbers travel)"
    return f"{kind} {verdict.value}: {reason}{expected}{note}"
