"""`dreaming worker`: run what is queued."""

from typing import TYPE_CHECKING

import click

from dreaming.cli.console import counted, say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import dream_shape
from dreaming.domain.model import Dream, DreamStatus

if TYPE_CHECKING:
    from dreaming.app import App


@click.command(epilog=examples("dreaming worker"))
@json_option
@click.pass_context
def worker(ctx: click.Context, as_json: bool) -> None:
    """Run the pending dreams until none is left.

    They run in the foreground. A dream whose process was killed is taken up where it stopped.

    Exit code: 0 if every dream that was run completed, else 1.
    """
    with opened() as app:
        done = _drain(app, aloud=not as_json)
    completed = sum(dream.status is DreamStatus.COMPLETED for dream in done)
    if as_json:
        say_json({"dreams": [dream_shape(dream) for dream in done]})
    elif done:
        say(f"Ran {counted(len(done), 'dream')}; {completed} completed.")
    else:
        say("No dream was waiting.")
    ctx.exit(0 if completed == len(done) else 1)


def _drain(app: "App", *, aloud: bool) -> list[Dream]:
    import anyio

    from dreaming.cli.running import how_it_ended

    done: list[Dream] = []
    runner = app.runner()
    while dream := anyio.run(runner.run_next):
        done.append(dream)
        if aloud:
            say(how_it_ended(dream))
    return done
