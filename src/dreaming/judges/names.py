"""Which judge a model's name means. Nothing is loaded for that.

rules          the rules: no model, nothing is paid
host           the agent that asks for the dream answers itself, where DREAMING_HOST lets it
claude-…       a Claude model behind Anthropic's Messages API; a key is needed
any other      a model of the server at ANTHROPIC_BASE_URL, where that is set
"""

from collections.abc import Mapping

from dreaming.domain.errors import ModelUnavailable
from dreaming.domain.hosting import HOST, HOST_VARIABLE, is_host_on

RULES = "rules"
BASE_URL = "ANTHROPIC_BASE_URL"
KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
NAME_CHARACTERS = 256


def check_model(model: str, env: Mapping[str, str]) -> None:
    """Whether a dream may be begun with this model, as far as can be told without asking it.

    Raises:
        ModelUnavailable: nobody is known by that name, or what it needs is not set.
    """
    if model == RULES:
        return
    if model == HOST:
        _check_host(env)
        return
    if not model.strip() or len(model) > NAME_CHARACTERS or not model.isprintable():
        raise ModelUnavailable(model, "that is no model's name")
    if env.get(BASE_URL, "").strip():
        return
    if not model.startswith("claude-"):
        hint = f"It is 'rules', 'host', or a Claude model such as 'claude-opus-5'; {BASE_URL} names a server with other models."
        raise ModelUnavailable(model, "no model is known by that name", hint)
    if not any(env.get(name, "").strip() for name in KEYS):
        hint = "Set ANTHROPIC_API_KEY for the process that runs dreams, or use model 'rules': it needs nothing."
        raise ModelUnavailable(model, "there is no key for Anthropic's API", hint)


def _check_host(env: Mapping[str, str]) -> None:
    if not is_host_on(env):
        hint = f"Set {HOST_VARIABLE}=1 for the server that the agent uses, or use model 'rules': it needs nothing."
        raise ModelUnavailable(HOST, "agents are not offered the tools to answer with", hint)
