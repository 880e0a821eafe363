"""Who may see the page, and who may change anything by it."""

import socket

import httpx2
import pytest
from tests.promises import promise
from tests.review.conftest import Visit
from tests.review.visiting import SECONDS, serving
from tests.rig import Rig

from dreaming.review.gate import HEADERS


@promise("page:gate:token")
def test_the_token_lets_one_browser_in_once_and_leaves_the_address(rig: Rig) -> None:
    """It is exchanged for a cookie that no script reads and no other site sends; a second visitor finds it used."""
    with serving(rig.db.path.parent) as page, httpx2.Client(base_url=page.base, timeout=SECONDS) as browser:
        came = browser.get(page.url)
        cookie = came.headers["set-cookie"]
        shown = browser.get("/")
        again = browser.get(page.url)
        stranger = httpx2.get(page.url)
        guessed = httpx2.get(f"{page.base}/?token={'x' * 43}")
        without = httpx2.get(f"{page.base}/stores")

    assert (came.status_code, came.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert (shown.status_code, again.status_code, again.headers["location"]) == (200, 303, "/")
    assert [answer.status_code for answer in (stranger, guessed, without)] == [403, 403, 403]
    assert "set-cookie" not in {**stranger.headers, **guessed.headers, **without.headers}


@promise("page:gate:token")
def test_a_wrong_token_does_not_use_the_right_one_up(rig: Rig) -> None:
    """Guessing shuts nobody out."""
    with serving(rig.db.path.parent) as page, httpx2.Client(base_url=page.base, timeout=SECONDS) as browser:
        assert browser.get("/?token=wrong").status_code == 403
        assert browser.get(page.url).status_code == 303


@promise("page:gate:token")
def test_the_address_leads_to_the_dream_and_never_elsewhere(rig: Rig) -> None:
    """The rest of the address stays; two slashes are no other site."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})

    with serving(rig.db.path.parent, dream.id) as page:
        token = page.url.partition("token=")[2]
        came = httpx2.get(f"{page.base}//elsewhere.example/?order=topic&token={token}")

    assert page.url.startswith(f"{page.base}/dreams/{dream.id}?token=")
    assert came.headers["location"] == "/elsewhere.example/?order=topic"


@promise("page:gate:names")
def test_another_name_is_not_answered_to(visit: Visit) -> None:
    """A page from elsewhere whose name resolves to this machine comes with that name."""
    visitor = visit()

    for host in ("evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]"):
        assert visitor.client.get("/", headers={"host": host}).status_code == 421
    assert visitor.client.get("/").status_code == 200


@promise("page:gate:names")
def test_a_form_from_another_page_changes_nothing(rig: Rig, visit: Visit) -> None:
    """Whatever it knows besides; a form without an Origin is none of a browser's."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})
    visitor = visit(dream.id)
    host = visitor.page.base.partition("//")[2]
    pairs = [*visitor.forms[0].fields, ("which", "all")]

    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", f"https://{host}", ""):
        assert visitor.send(f"/dreams/{dream.id}/promote", pairs, origin=origin).status_code == 403
    assert rig.texts() == {"/a.md": "one\n"}


@promise("page:gate:forms")
def test_a_form_that_is_not_of_the_page_changes_nothing(rig: Rig, visit: Visit) -> None:
    """Without its token, with a wrong one, as a link, or as something else than a form."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})
    visitor = visit(dream.id)
    right = visitor.forms[0].fields

    for do in ("promote", "discard", "undo", "restore", "view"):
        where = f"/dreams/{dream.id}/{do}"
        assert visitor.send(where, [("which", "all")]).status_code == 403
        assert visitor.send(where, [("which", "all"), ("form", "0" * 64)]).status_code == 403
        assert visitor.send(where, right, **{"content-type": "text/plain"}).status_code == 415
        assert visitor.client.get(f"{where}?which=all").status_code == 404
        assert visitor.client.put(where, headers={"origin": visitor.page.base}).status_code == 404
    assert rig.texts() == {"/a.md": "one\n"}
    assert rig.review.report(dream.id).standing == "waits for review"


@promise("page:gate:forms")
def test_a_form_that_is_too_large_is_not_read(rig: Rig, visit: Visit) -> None:
    """By its bytes, and by its fields."""
    visitor = visit()

    assert visitor.send("/dreams/x/view", [("form", "x" * 5_000_000)]).status_code == 413
    assert visitor.send("/dreams/x/view", [("tick", "x")] * 20_001).status_code == 413


@promise("page:gate:headers")
def test_every_answer_forbids_what_the_page_does_not_use(rig: Rig, visit: Visit) -> None:
    """Pages, files, redirects, refusals: no script or sheet from elsewhere, no frame, nothing kept, nothing told."""
    rig.write({"/a.md": "one\n"})
    dream = rig.dream({"/a.md": "uno\n"})
    visitor = visit()
    paths = [
        "/",
        f"/dreams/{dream.id}",
        "/stores",
        "/static/page.css",
        "/static/page.js",
        "/static/no",
        "/no",
        "/?offset=x",
    ]

    answers = [visitor.client.get(path) for path in paths]
    answers += [httpx2.get(f"{visitor.page.base}/"), visitor.client.get("/", headers={"host": "evil.example"})]

    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not [
        text
        for text in (answer.text for answer in answers)
        if "http://" in text.replace("http://www.w3.org/2000/svg", "")
    ]


@promise("page:serve:ends")
def test_it_listens_on_the_loopback_alone(rig: Rig, visit: Visit) -> None:
    """The socket is bound to 127.0.0.1; the port can be chosen, and one that is taken is said so."""
    visitor = visit()
    port = int(visitor.page.base.rpartition(":")[2])

    with socket.socket() as other:
        other.bind(("127.0.0.2", port))  # free: it does not listen on all addresses
    with (
        pytest.raises(AssertionError, match=rf"Error: .*127\.0\.0\.1:{port}"),
        serving(rig.db.path.parent, "--port", str(port)),
    ):
        pass
