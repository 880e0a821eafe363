"""The published forms of access tokens: what each begins with, and what follows.

Prefixes are looked for in one go; what follows is matched at that place alone, by a pattern that is bounded and
never gives back what it took: no text can make it slow. Forms without a fixed prefix (32 random letters) are not here;
they are found by the name that stands before them, in `secret_assignments`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_WORD = "[A-Za-z0-9]"
_LINKED = "[A-Za-z0-9_-]"
_HEX = "[a-fA-F0-9]"
_END = "(?![A-Za-z0-9])"


@dataclass(frozen=True, slots=True)
class SecretFormat:
    """One form: the kind that the placeholder names, the prefix, and the pattern of prefix and rest.

    With a group in the pattern, only the group is secret.
    """

    kind: str
    prefix: str
    rest: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when its prefix is met for the first time: most never are, and all of them cost a start 15 ms."""
        return _compiled(self.prefix, self.rest)


@cache
def _compiled(prefix: str, rest: str) -> re.Pattern[str]:
    return re.compile(re.escape(prefix) + rest)


def _each(kind: str, prefixes: str, rest: str) -> tuple[SecretFormat, ...]:
    return tuple(SecretFormat(kind, prefix, rest) for prefix in prefixes.split())


FORMATS: tuple[SecretFormat, ...] = (
    # Clouds
    *_each("aws-access-key", "AKIA ASIA", f"[A-Z0-9]{{16}}+{_END}"),
    *_each("google-api-key", "AIza", f"{_LINKED}{{35}}+"),
    *_each("google-oauth", "GOCSPX-", f"{_LINKED}{{20,64}}+"),
    *_each("google-oauth", "ya29.", f"{_LINKED}{{20,512}}+"),
    *_each("azure-key", "AccountKey= SharedAccessKey=", "([A-Za-z0-9+/]{40,128}+={0,2}+)"),
    *_each("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", f"{_HEX}{{64}}+{_END}"),
    *_each("databricks-token", "dapi", f"{_HEX}{{32}}+(?:-[0-9]{{1,2}}+)?+{_END}"),
    *_each("vault-token", "hvs. hvb. hvr.", f"{_LINKED}{{24,300}}+"),
    *_each("supabase-token", "sbp_", f"{_HEX}{{40}}+{_END}"),
    *_each("planetscale-token", "pscale_tkn_ pscale_pw_ pscale_oauth_", "[A-Za-z0-9_.=-]{32,64}+"),
    *_each("heroku-token", "HRKU-", f"{_LINKED}{{36,100}}+"),
    *_each("fly-token", "FlyV1 fm2_", "[A-Za-z0-9+/=,_-]{40,600}+"),
    *_each("grafana-token", "glsa_ glc_", "[A-Za-z0-9_+/=-]{32,400}+"),
    *_each("doppler-token", "dp.pt. dp.st. dp.sa.", "[A-Za-z0-9._-]{40,80}+"),
    # Code and packages
    *_each("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", f"{_WORD}{{36,255}}+"),
    *_each("github-token", "github_pat_", "[A-Za-z0-9_]{22,255}+"),
    *_each(
        "gitlab-token",
        "glpat- gldt- glrt- glcbt- glptt- glft- gloas-",
        rf"{_LINKED}{{20,300}}+(?:\.[a-z0-9]{{2}}\.[a-z0-9]{{7,9}}+)?+",
    ),
    *_each("npm-token", "npm_", f"{_WORD}{{36}}+{_END}"),
    *_each("pypi-token", "pypi-AgE", f"{_LINKED}{{50,1000}}+"),
    *_each("rubygems-token", "rubygems_", f"{_HEX}{{48}}+{_END}"),
    *_each("docker-token", "dckr_pat_ dckr_oat_", f"{_LINKED}{{20,64}}+"),
    *_each("sentry-token", "sntrys_ sntryu_", "[A-Za-z0-9_+/=-]{32,400}+"),
    *_each("postman-key", "PMAK-", f"{_HEX}{{24}}+-{_HEX}{{34}}+{_END}"),
    *_each("newrelic-key", "NRAK-", f"{_WORD}{{27}}+{_END}"),
    # Models
    *_each("anthropic-key", "sk-ant-", f"{_LINKED}{{20,300}}+"),
    *_each("openai-key", "sk-proj- sk-svcacct- sk-admin- sk-None-", f"{_LINKED}{{20,300}}+"),
    *_each("openrouter-key", "sk-or-v1-", f"{_HEX}{{64}}+{_END}"),
    # The oldest form: words such as "sk-learn…" have no digit and no capital.
    *_each("openai-key", "sk-", f"(?=[A-Za-z]{{0,64}}+[0-9])(?=[a-z0-9]{{0,64}}+[A-Z]|{_HEX}{{32}}){_WORD}{{20,128}}+"),
    *_each("huggingface-token", "hf_ api_org_", f"{_WORD}{{30,64}}+{_END}"),
    *_each("groq-key", "gsk_", f"{_WORD}{{40,80}}+{_END}"),
    *_each("xai-key", "xai-", f"{_WORD}{{60,100}}+{_END}"),
    *_each("perplexity-key", "pplx-", f"{_WORD}{{40,64}}+{_END}"),
    *_each("replicate-token", "r8_", f"{_WORD}{{36,40}}+{_END}"),
    # Talk, work and trade
    *_each("slack-token", "xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xoxc- xoxd- xoxe.", "[A-Za-z0-9%-]{10,400}+"),
    *_each("slack-token", "xapp-", "[0-9]-[A-Za-z0-9-]{20,200}+"),
    *_each("slack-webhook", "hooks.slack.com/", "(?:services|workflows|triggers)/([A-Za-z0-9/_-]{20,100}+)"),
    *_each("discord-webhook", "/api/webhooks/", f"([0-9]{{15,22}}+/{_LINKED}{{60,80}}+)"),
    *_each("stripe-key", "sk_live_ rk_live_ sk_test_ rk_test_", f"{_WORD}{{16,250}}+"),
    *_each("stripe-webhook", "whsec_", "[A-Za-z0-9+/=]{24,100}+"),
    *_each("sendgrid-key", "SG.", rf"{_LINKED}{{16,32}}+\.{_LINKED}{{32,64}}+"),
    *_each("twilio-key", "SK", f"[0-9a-f]{{32}}+{_END}"),
    *_each("mailgun-key", "key-", f"[0-9a-f]{{32}}+{_END}"),
    *_each("shopify-token", "shpat_ shpca_ shppa_ shpss_", f"{_HEX}{{32}}+{_END}"),
    *_each("square-token", "sq0atp- sq0csp-", f"{_LINKED}{{22,64}}+"),
    *_each("atlassian-token", "ATATT3 ATCTT3", "[A-Za-z0-9_=-]{100,300}+"),
    *_each("linear-key", "lin_api_", f"{_WORD}{{40}}+{_END}"),
    *_each("notion-token", "ntn_", f"{_WORD}{{40,60}}+{_END}"),
    *_each("figma-token", "figd_", f"{_LINKED}{{38,60}}+"),
    *_each("telegram-token", ":AA", f"{_LINKED}{{33}}+{_END}"),
    # Anybody's
    *_each("jwt", "eyJ", rf"(?<![_-]eyJ){_LINKED}{{12,4000}}+\.eyJ{_LINKED}{{8,8000}}+\.{_LINKED}{{0,2000}}+"),
    *_each("age-key", "AGE-SECRET-KEY-1", "[A-Z0-9]{58}+"),
)


def find_tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """The places (start, end) of tokens of these forms, each with its kind."""
    if _LONG_WORD.search(text) is None:
        return
    ends: set[int] = set()
    for start, prefix in _prefixes_in(text):
        if start not in ends and not _begins_word(text, start):
            continue
        for form in _FORMATS_OF[prefix]:
            found = form.pattern.match(text, start)
            if found is not None:
                ends.add(found.end())
                yield (*found.span(found.re.groups), form.kind)


def _prefixes_in(text: str) -> Iterator[tuple[int, str]]:
    for found in _rare().finditer(text):
        yield found.start(), found[0]
    for prefix in _COMMON:
        at = text.find(prefix)
        while at >= 0:
            yield at, prefix
            at = text.find(prefix, at + len(prefix))


def _begins_word(text: str, at: int) -> bool:
    """Whether no letter stands before, but for that of an escaped line break or tab in quoted JSON."""
    if at == 0 or not text[at].isalnum() or not (text[at - 1].isalnum() and text[at - 1].isascii()):
        return True
    return text[at - 2 : at - 1] == "\\" and text[at - 1] in "nrt"


def _shortest_prefixes() -> dict[str, tuple[SecretFormat, ...]]:
    """The prefixes that begin with no other one, each with all the forms that begin with it."""
    prefixes = {form.prefix for form in FORMATS}
    shortest = [p for p in prefixes if not any(p != other and p.startswith(other) for other in prefixes)]
    return {p: tuple(form for form in FORMATS if form.prefix.startswith(p)) for p in shortest}


def _alternatives(words: list[str]) -> str:
    """A pattern for one of the words that looks at each letter once: several times as quick as the words in a row."""
    heads = sorted({word[:1] for word in words})
    if heads[0] == "":
        return ""
    branches = [re.escape(head) + _alternatives([word[1:] for word in words if word[0] == head]) for head in heads]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


# Each form holds a run of so many such characters, and most messages hold none: looking for one is the quickest no.
_LONG_WORD = re.compile("[A-Za-z0-9_./+=%,-]{15}")
_FORMATS_OF = _shortest_prefixes()
# A pattern is slowed by every letter that one of its words begins with, so what begins with the commonest letters is
# looked for word by word, and the rest at once.
_COMMON = tuple(prefix for prefix in _FORMATS_OF if prefix[0] in "eanrlh")


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(_alternatives([prefix for prefix in _FORMATS_OF if prefix not in _COMMON]))
