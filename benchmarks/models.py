"""What a dream of 100 sessions takes of a model: calls, tokens, dollars, and what never reaches it. Nothing is asked."""

import argparse
import os
import tempfile
from pathlib import Path
from time import process_time

from benchmarks.dream import MEMORIES, SESSIONS, STORE, fill
from benchmarks.figures import Figure, options, show

MODELS = ("claude-opus-5", "claude-haiku-4-5")


def measure(chosen: argparse.Namespace) -> list[Figure]:
    """Fill a home, and estimate a dream over all of it for each model at the dated prices."""
    from dreaming.app import open_app

    given = sorted(chosen.transcripts.glob("*.jsonl")) if chosen.transcripts else []
    sessions, memories = SESSIONS[chosen.size], MEMORIES[chosen.size]
    os.environ.setdefault("ANTHROPIC_API_KEY", "none-is-used")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill(home, sessions, memories, given)
        app = open_app(home)
        began = process_time()
        estimates = {model: app.dreams.estimate(STORE, all_undreamt=True, model=model) for model in MODELS}
        took = (process_time() - began) / len(MODELS)
        app.close()
    one = estimates[MODELS[0]]
    name = f"{sessions} sessions, {memories:,} memories"
    return [
        Figure(f"{name}: text", (one.text_bytes + one.memory_bytes) / 1_000_000, "MB"),
        Figure(f"{name}: calls", one.calls),
        Figure(f"{name}: tokens", one.tokens),
        *(Figure(f"{name}: {model}", round(each.cost_usd or 0, 2), "USD") for model, each in estimates.items()),
        Figure(f"{name}: claims", one.claims),
        Figure(f"{name}: claims that never reach the model", 1 - one.claims_shown / max(one.claims, 1)),
        Figure("an estimate: CPU", took, "s"),
    ]


if __name__ == "__main__":
    parser = options(__doc__)
    parser.add_argument("--transcripts", type=Path, help="estimate for the real transcripts in this folder, copied")
    arguments = parser.parse_args()
    show("models", measure(arguments), as_json=arguments.json)
