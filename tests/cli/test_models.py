"""Dreams with a model from the command line: what it would cost, what it may, how one goes on that did not complete."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.judges.asked import MODEL, purpose_of, saying, seen
from tests.messages_api import Fails, MessagesApi, Said, served
from tests.model_texts import Json
from tests.promises import promise


def parsed(run: Run, *arguments: str) -> Any:
    """The JSON value that a command prints, which has to succeed."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[MessagesApi]:
    """A model's server, which the environment names."""

    def sees(request: Json) -> object:
        return {"seen": [seen(request, "procedure", "Deploying is done with make ship.", "deploy with make ship")]}

    with served(saying(observe=sees)) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        yield api


def test_a_dry_run_says_what_a_model_would_cost(atlas: Run, api: MessagesApi) -> None:
    """Calls, tokens with their range, dollars at dated prices, and what would not reach it; nothing is asked."""
    text = atlas("start", "--store", "atlas", "--model", MODEL, "--dry-run").output
    estimate = parsed(atlas, "start", "--store", "atlas", "--model", MODEL, "--dry-run")

    assert estimate["tokens_low"] < estimate["tokens"] < estimate["tokens_high"]
    assert estimate["cost_low_usd"] < estimate["cost_usd"] < estimate["cost_high_usd"]
    assert f"{estimate['calls']} calls of the model and about {estimate['tokens']:,} tokens" in text
    assert "0% of the 2 claims would not reach the model." in text
    assert "list prices of 20" in estimate["basis"]
    assert (api.asked, api.counted) == ([], 0)


def test_tokens_are_counted_by_the_server_only_where_that_is_asked_for(atlas: Run, api: MessagesApi) -> None:
    """Some of the prompts are sent to be counted; a server that cannot is named, and the tokens are reckoned."""
    counted = parsed(atlas, "start", "--store", "atlas", "--model", MODEL, "--dry-run", "--count-tokens")
    api.counts_tokens = False
    other = atlas("start", "--store", "atlas", "--model", MODEL, "--dry-run", "--count-tokens")

    assert "as the server counted some" in counted["basis"]
    assert "does not count tokens" in other.output
    assert api.counted == 3
    assert api.asked == []
    assert atlas("start", "--store", "atlas", "--count-tokens").exit_code == 2


@promise("model:budget:said")
def test_a_dream_with_a_budget_says_what_it_took(atlas: Run, api: MessagesApi) -> None:
    """The dream object has budget and usage; the report says calls, tokens, dollars and what was left to the rules."""
    dream = parsed(atlas, "start", "--store", "atlas", "--model", MODEL, "--max-calls", "1", "--wait")
    report = atlas("report", dream["id"]).output

    assert dream["status"] == "completed"
    assert dream["budget"] == {"max_calls": 1}
    assert dream["usage"]["output_tokens"] > 0
    assert f"Model {MODEL}: 1 call, " in report
    assert "The budget was reached, 1 question went to the rules: the dream's 1 calls are made." in report
    assert [purpose_of(request) for request in api.asked] == ["observe"]


@promise("model:price:known")
def test_the_cost_of_a_model_without_a_price_cannot_be_limited(atlas: Run, api: MessagesApi) -> None:
    """It is said before anything is started, with the models whose prices are known."""
    result = atlas("start", "--store", "atlas", "--model", "llama-4", "--max-cost-usd", "1")

    assert result.exit_code == 5
    assert "its price is not known" in result.output
    assert MODEL in result.output
    assert api.asked == []


@promise("model:budget:kept")
def test_a_limit_of_the_day_that_is_no_number_is_said_at_once(atlas: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for, so that no dream runs without the limit that was meant."""
    monkeypatch.setenv("DREAMING_DAILY_MAX_TOKENS", "lots")
    result = atlas("start", "--store", "atlas", "--wait")

    assert result.exit_code == 2
    assert "DREAMING_DAILY_MAX_TOKENS: 'lots' is no number above zero" in result.output


def test_a_model_without_a_key_is_refused_before_a_dream_is_started(atlas: Run) -> None:
    """With what to set, and what needs nothing."""
    result = atlas("start", "--store", "atlas", "--model", MODEL)

    assert result.exit_code == 5
    assert "ANTHROPIC_API_KEY" in result.output
    assert parsed(atlas, "status")["dreams"] == []


@promise("model:resume:any", "model:unavailable:ends")
@pytest.mark.parametrize("how", [[], ["--model", "rules"]])
def test_resume_goes_on_with_a_dream_that_failed(atlas: Run, api: MessagesApi, how: list[str]) -> None:
    """The session that was read is not read again; the new dream names the one it goes on from."""
    sensible = api.script

    def refused(request: Json) -> Said:
        return sensible(request) if purpose_of(request) == "observe" else Fails(status=401, type="authentication_error")

    api.script = refused
    started = atlas("start", "--store", "atlas", "--model", MODEL, "--wait", "--json")
    failed = json.loads(started.stdout)
    api.script = sensible
    resumed = parsed(atlas, "resume", failed["id"], "--wait", *how)
    written = atlas("memory", "view", "/procedures.md", "--store", resumed["outputs"][0]["memory_store_id"]).output

    assert (started.exit_code, failed["error"]["type"]) == (1, "model_unavailable")
    assert (resumed["status"], resumed["resumes"]) == ("completed", failed["id"])
    assert [purpose_of(request) for request in api.asked].count("observe") == 1
    assert "Deploying is done with make ship." in written
    assert atlas("resume", resumed["id"]).exit_code == 4
