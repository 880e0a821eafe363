"""Redaction: what is a secret, what is not, and what a text can do to it. All tokens are made up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.promises import promise

from dreaming.domain.redaction import Redactor
from dreaming.domain.secret_formats import FORMATS

KEY = b"k" * 32
HEX = "0123456789abcdef"
MIXED = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3"

TOKENS = {
    "aws-access-key": "AKIA" + "Q2W3E4R5T6Y7U8I9",
    "github-token": "ghp_" + MIXED,
    "gitlab-token": "glpat-" + MIXED[:20],
    "slack-token": "xoxb-123456789012-" + MIXED[:12],
    "stripe-key": "sk_live_" + MIXED[:24],
    "google-api-key": "AIza" + MIXED[:35],
    "openai-key": "sk-proj-" + MIXED,
    "anthropic-key": "sk-ant-api03-" + MIXED,
    "npm-token": "npm_" + MIXED,
    "pypi-token": "pypi-AgEIcHlwaS5vcmc" + MIXED + MIXED,
    "huggingface-token": "hf_aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH",
    "sendgrid-key": f"SG.{MIXED[:22]}.{MIXED}abcdefg",
    "twilio-key": "SK" + HEX * 2,
    "digitalocean-token": "dop_v1_" + HEX * 4,
    "shopify-token": "shpat_" + HEX * 2,
    "databricks-token": "dapi" + HEX * 2,
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fw",
    "private-key": f"-----BEGIN RSA PRIVATE KEY-----\n{MIXED}\n{MIXED}\n-----END RSA PRIVATE KEY-----",
}
AROUND = ("{}", "the key is {}.", '{{"a": "x\\n{}"}}', "export KEY={}\nnext", "（{}）")

ASSIGNED = (
    'password = "hunter2hunter2"',
    "DB_PASSWORD=correcthorse",
    '"api_key": "qwertyuiop12"',
    "client_secret: 'abcdefgh123'",
    "  db_password: correcthorsebattery",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "Authorization: Bearer abcdef1234567890abcdef",
    "authorization: Basic dXNlcjpwYXNzd29yZDE=",
    "postgres://app:hunter22@db:5432/x",
    "--password hunter2hunter2",
    "https://x.example/?token=abcdefghijkl&page=1",
    '{\\"password\\": \\"hunter2hunter2\\"}',
    "my password is hunter2hunter2",
    f'"token": "{MIXED * 30}"',
    f"SESSION_TOKEN={MIXED * 30}",
    "<password>correcthorse</password>",
    "AccountKey=" + MIXED + MIXED + "==;",
    "https://hooks.slack.com/services/T000/B000/" + MIXED[:24],
)
NO_SECRETS = (
    "password = get_password()",
    'password = os.environ["PW"]',
    "password: required",
    "token = tokens[0]",
    'api_key = "YOUR_API_KEY"',
    "api_key=<your key here>",
    "API_KEY=${API_KEY}",
    'password = "changeme"',
    'secret: "xxxxxxxx"',
    "max_tokens: 4096000",
    "author: Jonathan99 wrote it",
    'primary_key = "abc12345"',
    "password=user_password",
    "The secret: something important happened",
    "private_key = /etc/ssl/key.pem",
    "disk-usage-report-2024-with-a-long-name",
    "the token is base64-encoded",
    "git commit 3f2a9c8b7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a",
    'password = request.form["password"]',
    "https://${USER}:${PASS}@host",
    "http://localhost:8080/@scope/package",
)


@pytest.fixture
def redactor() -> Redactor:
    """Under a fixed key."""
    return Redactor(KEY)


@promise("session:secrets:redacted")
@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize("around", AROUND)
def test_a_published_form_is_replaced_wherever_it_stands(redactor: Redactor, kind: str, around: str) -> None:
    """A token goes whole, and what stands around it stays."""
    found = redactor.redact(around.format(TOKENS[kind]))

    assert re.fullmatch(re.escape(around.format("@")).replace("@", rf"\[REDACTED:{kind}:[0-9a-f]{{8}}\]"), found.text)
    assert (found.kinds, found.count) == ((kind,), 1)


@promise("session:secrets:redacted")
@pytest.mark.parametrize("text", ASSIGNED)
def test_a_value_behind_a_telling_name_is_replaced(redactor: Redactor, text: str) -> None:
    """The name stays readable, the value goes."""
    found = redactor.redact(text)

    assert found.count == 1
    assert found.text.startswith(text[:5])


@promise("session:secrets:spared")
@pytest.mark.parametrize("text", NO_SECRETS)
def test_what_is_no_secret_stays(redactor: Redactor, text: str) -> None:
    """Evidence must be quotable: nothing is taken that only looks random or stands near a telling word."""
    assert redactor.redact(text).text == text


@promise("session:secrets:stable")
def test_one_secret_has_one_placeholder_under_one_key() -> None:
    """Two mentions still match; under another key nothing does."""
    texts = [f"first {TOKENS['github-token']}", f"then {TOKENS['github-token']}"]
    first, second = (Redactor(KEY).redact(text).text.split()[1] for text in texts)

    assert first == second
    assert Redactor(b"other").redact(texts[0]).text.split()[1] != first


@promise("session:secrets:stable")
@pytest.mark.parametrize("text", [*TOKENS.values(), *ASSIGNED, " ".join(TOKENS.values()), "".join(TOKENS.values())])
def test_redacting_again_changes_nothing(redactor: Redactor, text: str) -> None:
    """Alone, in a row, and run together."""
    once = redactor.redact(text)

    assert redactor.redact(once.text).text == once.text


@promise("session:secrets:stable")
@pytest.mark.parametrize("kind", TOKENS)
def test_a_placeholder_is_no_secret(redactor: Redactor, kind: str) -> None:
    """Also where it stands behind a telling name, or is the value of one."""
    placeholder = redactor.redact(TOKENS[kind]).text

    for text in (f"token: {placeholder}", f'PASSWORD="{placeholder}"', f"Bearer {placeholder}"):
        assert redactor.redact(text).text == text


@promise("session:secrets:stable")
@given(st.lists(st.sampled_from([*TOKENS.values(), *ASSIGNED, "<private>", "</private>", " ", "\n", "x", '"', "="])))
def test_no_mixture_needs_redacting_twice(parts: list[str]) -> None:
    """Whatever stands beside whatever, one redaction is enough."""
    once = Redactor(KEY).redact("".join(parts)).text

    assert Redactor(KEY).redact(once).text == once


@promise("session:secrets:stable")
@given(st.text())
def test_any_text_can_be_redacted(text: str) -> None:
    """Also one with characters that cannot be encoded."""
    assert Redactor(KEY).redact(f"{text}\ud800 password='\ud800abcdefgh'").count >= 0


@promise("session:private:dropped")
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a <private>b</private> c", "a  c"),
        ("a <PRIVATE>b\nc</Private> d", "a  d"),
        ("a <private>b<private>c</private>d</private> e", "a  e"),
        ("a <private>never closed", "a "),
        ('a <private reason="x">b</private> c', "a  c"),
        ("<pri<private>x</private>vate>secret</private>z", "z"),
        ("a stray </private> stays", "a stray </private> stays"),
        ("a private matter", "a private matter"),
    ],
)
def test_private_spans_leave_nothing(redactor: Redactor, text: str, kept: str) -> None:
    """A person marks what is nobody's business; it leaves no trace but its count."""
    found = redactor.redact(text)

    assert found.text == kept
    assert ("private" in found.kinds) == (kept != text)


ADVERSARIES = (
    *(form.prefix for form in FORMATS),
    *(f"{form.prefix}a" for form in FORMATS),
    *(f".{form.prefix}" for form in FORMATS),
    "<private>", "<private", "<", "-----BEGIN PRIVATE KEY-----", "://a:", "://a:b@", "password=", 'password="', "auth=",
    "secret secret ", "token:", "bearer a", "authorization: basic ", "eyJa.eyJ", "A0", "[REDACTED:a:12345678]",
    "[REDACTED:", "secret_key_", "<pri<private>", '\\"', "--token ", "a",
)  # fmt: skip


@promise("session:secrets:bounded")
@pytest.mark.parametrize("part", ADVERSARIES)
def test_a_hostile_text_is_redacted_to_its_end(redactor: Redactor, part: str) -> None:
    """One part over and over, 20 kB: patterns that could go back over it would not come to an end."""
    text = (part * (20_000 // len(part) + 1))[:20_000]

    assert len(redactor.redact(text).text) <= 20 * len(text)


@promise("session:secrets:bounded")
def test_every_pattern_is_bounded() -> None:
    """No repetition without a limit or with a way back: what a form takes, it keeps."""
    open_ended = re.compile(r"(?<!\\)[*+](?!\+)|\{\d+,\}")
    for form in FORMATS:
        bare = re.sub(r"\[[^\]]*\]", "C", form.rest.replace("}+", "}").replace(")?+", ")?"))
        assert not open_ended.search(bare), form
        assert form.prefix


@promise("session:secrets:redacted")
@given(
    st.sampled_from(FORMATS).flatmap(lambda form: st.tuples(st.just(form), st.from_regex(form.pattern, fullmatch=True)))
)
def test_every_form_is_found(made: tuple[object, str]) -> None:
    """Whatever fits a form is taken out by some form, and the quick look for long words misses none."""
    assert Redactor(KEY).redact(f"here: {made[1]}").count >= 1
