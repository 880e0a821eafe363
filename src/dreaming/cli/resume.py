"""`dreaming resume`: go on with a dream that did not complete."""

from typing import Any

import click

from dreaming.cli.budgets import budget_options, taken_budget
from dreaming.cli.console import say, say_json
from dreaming.cli.options import examples, json_option, opened
from dreaming.cli.shapes import dream_shape
from dreaming.domain.model import DreamStatus


@click.command(epilog=examples("dreaming resume drm_… --wait", "dreaming resume drm_… --model rules"))
@click.argument("dream_id", metavar="ID")
@click.option("--model", metavar="NAME", help="Who judges from here on. Default: who did.")
@budget_options
@click.option("--wait", is_flag=True, help="Run the dream here and now, and wait for its end.")
@json_option
@click.pass_context
def resume(ctx: click.Context, dream_id: str, *, model: str | None, wait: bool, as_json: bool, **chosen: Any) -> None:
    """Go on with the dream ID, which failed or was canceled, from the answers that it kept.

    It becomes a new dream over the same store and sessions; what was paid for is not paid again. With --model another
    model, or the rules, judge what is left. A dream that waits stays the same dream. Without a budget given it has
    the one it had.

    Exit code with --wait: 0 if the dream completed, else 1.
    """
    with opened() as app:
        dream = app.dreams.resume(dream_id, model=model, budget=taken_budget(chosen))
        if wait:
            from dreaming.cli.running import how_it_ended, run_dream

            dream = run_dream(app, dream.id)
            line = how_it_ended(dream)
        else:
            has_worker = app.ensure_worker()
            line = f"Dream {dream.id} goes on from {dream.resumes or dream.id} with model {dream.model}."
            line += "" if has_worker else " No worker can be started from here: `dreaming worker` runs it."
        if as_json:
            say_json(dream_shape(dream))
        else:
            say(line)
        ctx.exit(1 if wait and dream.status is not DreamStatus.COMPLETED else 0)
