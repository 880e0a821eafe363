"""What is refused over HTTP before anything reads it, and what stops a start. Requests are written by hand."""

import json
import socket
import sqlite3 as plain  # noqa: TID251 - the file as another program changes it
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.promises import promise
from tests.server.serving import (
    SECONDS,
    TOKEN,
    Served,
    ask_raw,
    exchange,
    head,
    refused_start,
    serving,
)

from dreaming import __version__
from dreaming.domain.errors import InvalidInput
from dreaming.server.http.gate import HEAD_BYTES
from dreaming.server.http.refusing import BODY_BYTES
from dreaming.server.http.settings import read_address, read_http_settings
from dreaming.web.listening import Address

JSON = {"content_type": "application/json", "accept": "application/json, text/event-stream"}
CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
INITIALIZE = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
).encode()


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server without a token, with a name and an origin of its own."""
    with serving(
        tmp_path_factory.mktemp("open"),
        DREAMING_HTTP_HOSTS="dreams.example.org, Other.example.org:8443",
        DREAMING_HTTP_ORIGINS="https://app.example.org",
    ) as server:
        yield server


@pytest.fixture(scope="module")
def closed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a token."""
    with serving(tmp_path_factory.mktemp("closed"), DREAMING_HTTP_TOKEN=TOKEN) as server:
        yield server


def message_of(text: str) -> str:
    """The words of a refusal, which is an error of JSON-RPC, so that clients show them."""
    answer = json.loads(text)
    assert answer["jsonrpc"] == "2.0"
    assert answer["error"]["message"].endswith("(request_refused_error)")
    return answer["error"]["message"]


@promise("server:http:names")
@pytest.mark.parametrize("path", ["/mcp", "/health", "/"])
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "other.example.org:1", "[::2]", ""]
)
def test_another_host_is_refused(open_server: Served, host: str, path: str) -> None:
    """Which is what a page sends whose name was made to lead here. On each path, before it is looked at."""
    answer = ask_raw(open_server, "POST", path, INITIALIZE, **JSON, host=host)

    assert answer.status == 421
    assert "DREAMING_HTTP_HOSTS" in message_of(answer.text)


@promise("server:http:names")
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://app.example.org:1"])
@pytest.mark.parametrize("path", ["/mcp", "/health"])
def test_another_origin_is_refused(open_server: Served, origin: str, path: str) -> None:
    """Also that of another program on this machine."""
    answer = ask_raw(open_server, "POST", path, INITIALIZE, **JSON, origin=origin)

    assert answer.status == 403
    assert "DREAMING_HTTP_ORIGINS" in message_of(answer.text)


@promise("server:http:names")
@pytest.mark.parametrize(
    "host", ["localhost:{port}", "[::1]:{port}", "127.0.0.1:9", "dreams.example.org", "other.example.org:8443"]
)
@pytest.mark.parametrize("origin", ["http://localhost:{port}", "https://app.example.org"])
def test_own_and_allowed_names_are_served(open_server: Served, host: str, origin: str) -> None:
    """The loopback's names with any port, which a tunnel may change; the names that the environment allows."""
    names = {"host": host.format(port=open_server.port), "origin": origin.format(port=open_server.port)}
    answer = ask_raw(open_server, "POST", "/mcp", INITIALIZE, **JSON, **names)

    assert answer.status == 200
    assert '"serverInfo":{"name":"dreaming"' in answer.text.replace(" ", "")


@promise("server:http:names", "server:http:token")
def test_a_browser_is_told_what_an_allowed_page_may_do(tmp_path: Path) -> None:
    """It asks before it sends the token, and shows the page refusals too; other pages are told nothing."""
    app = {"origin": "https://app.example.org"}
    asking = {"access_control_request_method": "POST", "access_control_request_headers": "authorization,mcp-method"}
    with serving(tmp_path, DREAMING_HTTP_TOKEN=TOKEN, DREAMING_HTTP_ORIGINS=app["origin"]) as server:
        asked = ask_raw(server, "OPTIONS", "/mcp", **app, **asking)
        elsewhere = ask_raw(server, "OPTIONS", "/mcp", origin="https://evil.example", **asking)
        refused = ask_raw(server, "POST", "/mcp", INITIALIZE, **JSON, **app)
        served = ask_raw(server, "POST", "/mcp", INITIALIZE, **JSON, **app, authorization=f"Bearer {TOKEN}")

    assert (asked.status, elsewhere.status, refused.status, served.status) == (200, 403, 401, 200)
    assert asked.headers["access-control-allow-headers"] == asking["access_control_request_headers"]
    assert {each.headers["access-control-allow-origin"] for each in (asked, refused, served)} == {app["origin"]}
    assert "mcp-session-id" in served.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in elsewhere.headers


@promise("server:http:token")
@pytest.mark.parametrize("method", ["POST", "GET", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "sent", [None, "", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xe9"]
)
def test_without_the_token_nothing_is_served(closed_server: Served, method: str, sent: str | None) -> None:
    """The answer says how to send it, and in the header that clients look at."""
    headers = {} if sent is None else {"authorization": sent}
    answer = ask_raw(closed_server, method, "/mcp", INITIALIZE, **JSON, **headers)

    assert answer.status == 401
    is_wrong = sent is not None and sent.startswith("Bearer")
    assert answer.headers["www-authenticate"] == 'Bearer realm="dreaming"' + ', error="invalid_token"' * is_wrong
    assert "Authorization: Bearer TOKEN" in message_of(answer.text)
    assert TOKEN[:-1] not in answer.text


@promise("server:http:token")
@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_the_token_opens_and_health_needs_none(closed_server: Served, scheme: str) -> None:
    """The scheme's case says nothing."""
    answer = ask_raw(closed_server, "POST", "/mcp", INITIALIZE, **JSON, authorization=f"{scheme} {TOKEN}")

    assert answer.status == 200
    assert ask_raw(closed_server, "GET", "/health").status == 200


@promise("server:http:token")
@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0"])
def test_others_are_not_served_without_a_token(tmp_path: Path, address: str) -> None:
    """The start is refused, and says what to set."""
    code, said = refused_start(tmp_path, address)

    assert code == 1
    assert f"Nothing is served on {address}" in said
    assert "DREAMING_HTTP_TOKEN_FILE" in said


@promise("server:http:token", "server:http:names")
def test_others_are_served_with_a_token_under_allowed_names(tmp_path: Path) -> None:
    """An address that means every address is no name."""
    with serving(tmp_path, "0.0.0.0:0", DREAMING_HTTP_TOKEN=TOKEN, DREAMING_HTTP_HOSTS="dreams.example.org") as server:
        token = {"authorization": f"Bearer {TOKEN}"}
        hosts = ["dreams.example.org", f"dreams.example.org:{server.port}", f"0.0.0.0:{server.port}"]
        statuses = [ask_raw(server, "POST", "/mcp", INITIALIZE, **JSON, **token, host=host).status for host in hosts]
        without = ask_raw(server, "POST", "/mcp", INITIALIZE, **JSON, host=hosts[0])

    assert statuses == [200, 200, 421]
    assert without.status == 401


@promise("server:http:token", "server:http:names", "server:errors:teach")
@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"DREAMING_HTTP_TOKEN": "short"}, "the token has 5 characters, and must have 32"),
        ({"DREAMING_HTTP_TOKEN": ""}, "the token has 0 characters"),
        ({"DREAMING_HTTP_TOKEN": "with spaces " * 4}, "characters that no bearer token may have"),
        ({"DREAMING_HTTP_TOKEN": TOKEN, "DREAMING_HTTP_TOKEN_FILE": "x"}, "is set too"),
        ({"DREAMING_HTTP_TOKEN_FILE": "nothing-there"}, "'nothing-there' cannot be read"),
        ({"DREAMING_HTTP_HOSTS": "https://a.example"}, "'https://a.example' is none"),
        ({"DREAMING_HTTP_HOSTS": "*"}, "'*' is none"),
        ({"DREAMING_HTTP_ORIGINS": "a.example"}, "'a.example' is none"),
    ],
)
def test_a_variable_that_means_nothing_is_refused(env: dict[str, str], why: str) -> None:
    """By its name, with what to do, and never with the token."""
    with pytest.raises(InvalidInput, match=why) as refused:
        read_http_settings(env)

    assert str(refused.value).startswith("DREAMING_HTTP_")
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:0", Address("127.0.0.1", 0)),
        ("8080", Address("127.0.0.1", 8080)),
        (":8080", Address("127.0.0.1", 8080)),
        ("localhost", Address("localhost", 7373)),
        ("[::1]", Address("::1", 7373)),
        ("[::1]:80", Address("::1", 80)),
    ],
)
def test_an_address_may_leave_out_what_is_the_default(text: str, address: Address) -> None:
    """The host, the port, or neither."""
    assert read_address(text) == address


@pytest.mark.parametrize("text", ["127.0.0.1:70000", "http://127.0.0.1", "::1", "a b", "127.0.0.1:", "x:y", "١"])
def test_what_is_no_address_is_refused(text: str) -> None:
    """With how to write one."""
    with pytest.raises(InvalidInput, match=r"is no address\. Write it like 127\.0\.0\.1:7373"):
        read_address(text)


@promise("server:http:token", "server:errors:teach")
@pytest.mark.parametrize(
    ("address", "env", "why"),
    [
        ("127.0.0.1:0", {"DREAMING_HTTP_TOKEN": "short"}, "the token has 5 characters, and must have 32 to 1024"),
        ("127.0.0.1:0", {"DREAMING_READ_ONLY": "maybe"}, "'maybe' is neither yes nor no"),
        ("no-such-host.invalid", {}, "there is no host 'no-such-host.invalid'"),
    ],
)
def test_a_start_that_means_nothing_is_refused(tmp_path: Path, address: str, env: dict[str, str], why: str) -> None:
    """With the words and the exit code of wrong usage."""
    code, said = refused_start(tmp_path, address, **env)

    assert code == 2
    assert why in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said(open_server: Served, tmp_path: Path) -> None:
    """With the exit code of what is unavailable."""
    code, said = refused_start(tmp_path, f"127.0.0.1:{open_server.port}")

    assert code == 5
    assert f"Nothing can be served on 127.0.0.1:{open_server.port}: Address already in use." in said


@promise("server:http:bounded")
def test_a_body_that_is_announced_too_large_is_refused_unread(open_server: Served) -> None:
    """Not a byte of it is sent here, and the answer comes."""
    host = f"127.0.0.1:{open_server.port}"
    answer = exchange(open_server, head("POST", "/mcp", host, **JSON, content_length=str(BODY_BYTES + 1)))

    assert answer.status == 413
    assert f"over {BODY_BYTES:,} bytes" in message_of(answer.text)


@promise("server:http:bounded")
def test_a_body_that_grows_too_large_is_refused_in_the_middle(open_server: Served) -> None:
    """In chunks, when the limit is passed."""
    host = f"127.0.0.1:{open_server.port}"
    chunks = CHUNK * (BODY_BYTES // 0x10000 + 1)
    answer = exchange(open_server, head("POST", "/mcp", host, **JSON, transfer_encoding="chunked") + chunks)

    assert answer.status == 413
    assert f"over {BODY_BYTES:,} bytes" in message_of(answer.text)


@promise("server:http:bounded")
@pytest.mark.parametrize("authorization", [f"Bearer {TOKEN}", "Bearer wrong"])
def test_a_body_that_never_ends_is_not_read(closed_server: Served, authorization: str) -> None:
    """The server answers and hangs up, whether it would have read the body or not."""
    host = f"127.0.0.1:{closed_server.port}"
    start = head("POST", "/mcp", host, **JSON, authorization=authorization, transfer_encoding="chunked")
    with socket.create_connection(("127.0.0.1", closed_server.port), SECONDS) as connection:
        connection.sendall(start)
        with pytest.raises(ConnectionError):
            connection.sendall(CHUNK * (64 * BODY_BYTES // 0x10000))


@promise("server:http:bounded")
def test_what_is_just_not_too_large_is_read(open_server: Served) -> None:
    """A call of that size in chunks, whose argument is then refused by its own limit."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": ""}}
    body = json.dumps(call).replace('""', '"' + "x" * (BODY_BYTES - 100) + '"').encode()
    assert BODY_BYTES - 100 < len(body) <= BODY_BYTES
    sent = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    host = f"127.0.0.1:{open_server.port}"
    answer = exchange(
        open_server, head("POST", "/mcp", host, **JSON, connection="close", transfer_encoding="chunked") + sent
    )

    assert answer.status == 400
    assert "Missing session ID" in answer.text


@promise("server:http:bounded")
def test_a_head_that_is_too_large_is_refused(open_server: Served) -> None:
    """In one header or in many; one that never ends too, and that is no request."""
    host = f"127.0.0.1:{open_server.port}"
    big = ask_raw(open_server, "GET", "/health", x="y" * HEAD_BYTES)
    many = ask_raw(open_server, "GET", "/health", **{f"x{number}": "y" * 90 for number in range(200)})
    path = ask_raw(open_server, "GET", "/health?" + "y" * HEAD_BYTES)
    endless = exchange(open_server, head("GET", "/health", host, x="y" * HEAD_BYTES)[:-4], "GET")

    # It depends on how the bytes happen to arrive whether the parser sees it first.
    assert {big.status, many.status, path.status} <= {400, 431}
    assert endless.status == 400


TRICKS = [
    "/",
    "/mcp/",
    "//mcp",
    "/mcp/../mcp",
    "/x/../mcp",
    "/mcp/../x",
    "/./mcp",
    "/%6dcp",
    "/mcp%2f",
    "/%2e%2e/mcp",
    "/..%2fmcp",
    "/mcp%00",
    "/mcp;x",
    "/MCP",
    "/mcp\\..",
    "/health/",
    "/health/../mcp",
    "/health%2f..%2fmcp",
    "//health",
    "http://127.0.0.1/mcp",
    "*",
    "/.well-known/oauth-protected-resource",
]


@promise("server:http:paths")
@pytest.mark.parametrize("target", TRICKS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_other_path(closed_server: Served, method: str, target: str) -> None:
    """With the token, so that the path alone is what is refused."""
    answer = ask_raw(closed_server, method, target, INITIALIZE, **JSON, authorization=f"Bearer {TOKEN}")

    assert answer.status == 404
    assert "written exactly so" in message_of(answer.text)


@promise("server:http:paths")
@pytest.mark.parametrize("target", ["/mcp\x00", "/mcp\x01", "/mcp x", "mcp\x7f"])
def test_a_target_that_is_none_is_no_request(open_server: Served, target: str) -> None:
    """Control characters and spaces."""
    assert ask_raw(open_server, "GET", target).status == 400


@promise("server:http:paths")
def test_other_methods_reach_nothing(open_server: Served) -> None:
    """On /mcp of either era, and on health; a query changes nothing."""
    modern = {"mcp_protocol_version": "2026-07-28"}
    statuses = {
        "GET modern": ask_raw(open_server, "GET", "/mcp", **JSON, **modern).status,
        "DELETE modern": ask_raw(open_server, "DELETE", "/mcp", **modern).status,
        "GET without a session": ask_raw(open_server, "GET", "/mcp", **JSON).status,
        "GET of a session that ended": ask_raw(open_server, "GET", "/mcp", **JSON, mcp_session_id="gone").status,
        "DELETE of one": ask_raw(open_server, "DELETE", "/mcp", mcp_session_id="gone").status,
        "PUT": ask_raw(open_server, "PUT", "/mcp", b"{}", **JSON).status,
        "TRACE": ask_raw(open_server, "TRACE", "/mcp").status,
        "POST health": ask_raw(open_server, "POST", "/health", b"{}").status,
        "query": ask_raw(open_server, "GET", "/health?path=/mcp").status,
    }

    assert statuses == {
        "GET modern": 405,
        "DELETE modern": 405,
        "GET without a session": 400,
        "GET of a session that ended": 405,
        "DELETE of one": 404,
        "PUT": 405,
        "TRACE": 405,
        "POST health": 405,
        "query": 200,
    }


@promise("server:http:health")
def test_health_says_ok_and_the_version(closed_server: Served) -> None:
    """And nothing else, to GET and HEAD."""
    answer = ask_raw(closed_server, "GET", "/health")
    only_head = ask_raw(closed_server, "HEAD", "/health")

    assert json.loads(answer.text) == {"status": "ok", "version": __version__}
    assert (only_head.status, only_head.text) == (200, "")
    assert only_head.headers["content-length"] == answer.headers["content-length"]


@promise("server:http:health")
def test_health_says_why_the_database_cannot_be_used(tmp_path: Path) -> None:
    """A newer version has upgraded it, then somebody has taken it away; no path is told."""
    with serving(tmp_path) as server:
        file = tmp_path / "dreaming.db"
        connection = plain.connect(file)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
        newer = ask_raw(server, "GET", "/health")
        file.rename(tmp_path / "elsewhere.db")
        gone = ask_raw(server, "GET", "/health")

    assert (newer.status, gone.status) == (503, 503)
    assert json.loads(newer.text) == {
        "status": "unavailable",
        "version": __version__,
        "type": "database_newer_error",
        "reason": json.loads(newer.text)["reason"],
    }
    assert "dreaming was upgraded" in newer.text
    assert json.loads(gone.text)["type"] == "database_unavailable_error"
    assert str(tmp_path) not in newer.text + gone.text
