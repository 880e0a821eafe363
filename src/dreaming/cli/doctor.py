"""`dreaming doctor`: what is wrong, and how to mend it. It changes nothing."""

import click

from dreaming.cli.console import for_a_person, say, say_json
from dreaming.cli.options import examples, json_option

_MARKS = {"ok": "ok  ", "advice": "note", "wrong": "BAD "}
_COLORS = {"ok": "green", "advice": "yellow", "wrong": "red"}


@click.command(epilog=examples("dreaming doctor"))
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is wrong, and how to mend it.

    It checks the installation and the database, and changes nothing.

    Exit code: 0 when all is fine (advice included), 1 when something is wrong.
    """
    from dreaming.cli.checks import State, examine_clients, examine_hooks, examine_place, examine_schedule
    from dreaming.cli.file_checks import examine_file
    from dreaming.cli.model_checks import examine_claude_code
    from dreaming.store.location import home_folder

    home = home_folder()
    findings = [*examine_place(home), *examine_file(home), *examine_hooks(home)]
    findings += [*examine_schedule(home), *examine_clients(), *examine_claude_code()]
    wrong = [each for each in findings if each.state is State.WRONG]
    if as_json:
        checks = [
            {"check": each.check, "state": str(each.state), "finding": each.text, "mend": each.mend}
            for each in findings
        ]
        say_json({"ok": not wrong, "home": str(home), "checks": checks})
    else:
        for each in findings:
            _print(str(each.state), f"{each.check}: {each.text}", each.mend)
        say()
        say(f"{len(wrong)} of {len(findings)} checks found something wrong." if wrong else "All is well.")
    ctx.exit(1 if wrong else 0)


def _print(state: str, text: str, mend: str) -> None:
    mark = click.style(_MARKS[state], fg=_COLORS[state], bold=True) if for_a_person() else _MARKS[state]
    click.echo(f"{mark} ", nl=False)
    say(text)
    if mend:
        say(f"     → {mend}")
