"""Of a dream's report, what it says about one line."""

from dreaming.domain.errors import NotFound
from dreaming.service.diff_text import plain
from dreaming.service.rendering import entry_text
from dreaming.service.report import Page, session_heads
from dreaming.service.review_json import entry_json, trace_json
from dreaming.service.trace_text import trace_lines
from dreaming.service.tracing import trace
from dreaming.store import dreams, ledger, stores
from dreaming.store.connection import Connection

WHY, WHERE = "why", "where"
LINE_SECTIONS = (WHY, WHERE)


def of_line(conn: Connection, dream_id: str, name: str, path: str, line: int) -> Page:
    """See `Review.line_section`, in the caller's transaction."""
    dream = dreams.get(conn, dream_id)
    if name == WHY:
        found = trace(conn, stores.get(conn, dream.output_store_id or ""), path, line)
        return _page(name, plain(trace_lines(found)), trace_json(found))
    entry = ledger.fate_at(conn, dream_id, path, line)
    if entry is None:
        raise NotFound("claim of the input", f"{path}:{line}", "Headings and blank lines are no claims.")
    return _page(name, entry_text(entry, session_heads(conn, dream)), entry_json(entry))


def _page(name: str, text: str, item: dict[str, object]) -> Page:
    return Page(section=name, text=text, items=(item,), offset=0, total=1, next_offset=None)
