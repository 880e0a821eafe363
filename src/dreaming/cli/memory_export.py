"""`dreaming memory export`: from a store into files. Files of the user's are changed only after they were asked."""

import contextlib
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreaming.cli.console import for_a_person, note, say, say_json
from dreaming.cli.memory_files import CLAUDE_MEMORY, claude_memory_path
from dreaming.cli.options import chosen_store, examples, json_option, opened, store_option
from dreaming.domain.errors import ExportRefused, NotConfirmed, NotFound
from dreaming.domain.texts import counted

if TYPE_CHECKING:
    from dreaming.integrations.exporting.changes import FileChange
    from dreaming.integrations.exporting.extract import LeftOut

SECTION = "section"
FILES_BEFORE = "files-before"  # in the data folder
DEFAULT_LINES = 200  # written out here, so that help loads nothing; a test compares it with SECTION_LINES
_LEAST_LINES = 12
_BELONGS: dict[str, tuple[str | None, ...]] = {
    "--force": (None,),
    "--yes": (CLAUDE_MEMORY, SECTION),
    "--dry-run": (CLAUDE_MEMORY, SECTION),
    "--lines": (SECTION,),
    "--with-imported": (SECTION,),
    "--remove": (SECTION,),
}
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answering:
    """How a change of files is shown and agreed to."""

    yes: bool
    dry_run: bool
    as_json: bool


@click.command(
    epilog=examples(
        "dreaming memory export backup.jsonl --store atlas",
        "dreaming memory export --as claude-memory",
        "dreaming memory export CLAUDE.md --as section",
        "dreaming memory export CLAUDE.md --as section --remove",
    )
)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--as",
    "form",
    type=click.Choice((CLAUDE_MEMORY, SECTION)),
    help="claude-memory: MEMORY.md and topic files, without PATH in this project's memory of Claude Code. "
    "section: lines between markers in the file PATH, such as CLAUDE.md or AGENTS.md.",
)
@click.option(
    "--lines", type=click.IntRange(_LEAST_LINES), help=f"The section's lines at most. Default: {DEFAULT_LINES}."
)
@click.option("--with-imported", is_flag=True, help="Let the section also state facts that were imported.")
@click.option("--remove", is_flag=True, help="Take the store's section out of PATH, and leave it as it was before.")
@click.option("--yes", is_flag=True, help="With --as: write without asking.")
@click.option("--dry-run", is_flag=True, help="With --as: only show what would be changed.")
@click.option("--force", is_flag=True, help="Without --as: write into a folder that has files, or over a file.")
@store_option
@json_option
def export(
    path: Path | None,
    *,
    form: str | None,
    lines: int | None,
    with_imported: bool,
    remove: bool,
    force: bool,
    store: str | None,
    **answering: bool,
) -> None:
    """Export a store to PATH: JSON Lines where PATH ends in .jsonl, else a folder of text files.

    A folder must be new or empty unless --force. Paths that could not be files everywhere (hidden ones, two that
    differ only in case, names that Windows reserves) are refused before anything is written.

    With --as, files of yours are changed: the difference is shown first and you are asked, the files as they were are
    kept in the data folder, and nothing is written through a link. A section says what users said, and facts that
    agents wrote; text from tools, pages and pasted text stays out, for agents obey such a file.
    """
    answer = _Answering(**answering)
    given = {
        "--force": force,
        "--yes": answer.yes,
        "--dry-run": answer.dry_run,
        "--lines": lines is not None,
        "--with-imported": with_imported,
        "--remove": remove,
    }
    _check_usage(form, given)
    if form == CLAUDE_MEMORY:
        _export_claude_memory(claude_memory_path(path), store, answer)
    elif path is None:
        raise click.UsageError("Name a PATH to export to.")
    elif form is None:
        _export_copy(path, store, force=force, as_json=answer.as_json)
    elif remove:
        _remove_section(path.expanduser().absolute(), store, answer)
    else:
        _export_section(
            path.expanduser().absolute(), store, answer, lines=lines or DEFAULT_LINES, with_imported=with_imported
        )


def _check_usage(form: str | None, given: dict[str, bool]) -> None:
    """Whether each option that was given belongs to the form that was asked for."""
    for option, is_given in given.items():
        if is_given and form not in _BELONGS[option]:
            said = f"{option} means nothing {'without --as' if form is None else f'with --as {form}'}."
            raise click.UsageError(said)


def _export_copy(path: Path, store: str | None, *, force: bool, as_json: bool) -> None:
    from dreaming.integrations.notes_folder import write_folder, write_json_lines

    if path.suffix.lower() == ".md":
        said = f"{path} would be a folder; add --as {SECTION} to write into that file."
        raise click.UsageError(said)
    with opened() as app:
        name = chosen_store(app, store)
        memories = list(app.exchange.export(name))
    if path.suffix == ".jsonl":
        write_json_lines(memories, path, force=force)
    else:
        write_folder(memories, path, force=force)
    if as_json:
        say_json({"store": name, "path": str(path), "exported": len(memories)})
    else:
        say(f"Exported {counted(len(memories), 'memory', 'memories')} of store {name} to {path}.")


def _export_claude_memory(folder: Path, store: str | None, answer: _Answering) -> None:
    from dreaming.integrations.exporting.claude_memory import INDEX_BYTES, INDEX_LINES, claude_memory

    with opened() as app:
        name = chosen_store(app, store)
        planned = claude_memory(app.exchange.documents(name), folder)
    loaded = f"the first {INDEX_LINES} lines or {INDEX_BYTES:,} bytes, which is what Claude Code loads"
    if planned.index_left_out:
        note(f"MEMORY.md keeps within {loaded}: {counted(planned.index_left_out, 'older file')} it does not name.")
    if planned.index_is_cut:
        note(f"The store's own MEMORY.md is longer than {loaded}.")
    if planned.strangers:
        shown = ", ".join(planned.strangers[:_SHOWN])
        note(f"Files that are no memory of the store stay ({counted(len(planned.strangers), 'file')}): {shown}")
    result = {"store": name, "path": str(folder), "as": CLAUDE_MEMORY, "files": len(planned.changes)}
    _change(planned.changes, answer, result | {"not_in_index": planned.index_left_out}, is_many=True)


def _export_section(path: Path, store: str | None, answer: _Answering, *, lines: int, with_imported: bool) -> None:
    from dreaming.integrations.exporting.changes import FileChange
    from dreaming.integrations.exporting.extract import extract
    from dreaming.integrations.exporting.sections import section_in

    with opened() as app:
        found = app.stores.get(chosen_store(app, store))
        held = app.exchange.documents(found.id)
    told = extract(found.name, held, limit=lines, with_imported=with_imported)
    if not told.told:
        reasons = _reasons(told.left_out) or "it is empty"
        hint = "--with-imported lets imported facts in; `dreaming memory search` finds everything."
        raise ExportRefused(str(path), f"nothing of store {found.name} may stand there: {reasons}", hint)
    before, after = section_in(path, found.name, told.lines)
    if told.left_out:
        note(f"Lines left out of the section: {_reasons(told.left_out)}. `dreaming memory search` finds all of it.")
    result = {"store": found.name, "path": str(path), "as": SECTION, "told": told.told}
    left_out = {reason.name.lower(): count for reason, count in told.left_out.items()}
    _change([FileChange(path=path, before=before, after=after)], answer, result | {"left_out": left_out})


def _remove_section(path: Path, store: str | None, answer: _Answering) -> None:
    from dreaming.integrations.exporting.changes import FileChange
    from dreaming.integrations.exporting.sections import without_section

    with opened() as app:
        name = store or app.default_store()
        with contextlib.suppress(NotFound):  # a store may be gone, and its section is still there
            name = app.stores.get(name).name
    before, after = without_section(path, name)
    if before == after:
        note(f"{path} has no section of store {name}.")
    change = FileChange(path=path, before=before, after=after)
    _change([change], answer, {"store": name, "path": str(path), "as": SECTION})


def _reasons(left_out: "Counter[LeftOut]") -> str:
    return "; ".join(f"{count:,} {reason}" for reason, count in left_out.most_common())


def _change(
    changes: "Sequence[FileChange]", answer: _Answering, result: dict[str, Any], *, is_many: bool = False
) -> None:
    """Show the changes, have them agreed to, make them, and say so."""
    from dreaming.app import SystemClock, home_folder
    from dreaming.integrations.exporting.changes import apply

    ours = [change for change in changes if change.is_one]
    shown = [line for change in ours for line in _shown(change, is_many=is_many)]
    kept: Path | None = None
    if not (answer.as_json and (answer.yes or answer.dry_run)):
        for line in shown:
            (note if answer.as_json else say)(line)
    if ours and not answer.dry_run:
        _agree(len(ours), answer)
        kept = apply(ours, home_folder().absolute() / FILES_BEFORE, SystemClock().now())
    if answer.as_json:
        more = {"dry_run": answer.dry_run, "changed": [str(change.path) for change in ours], "diff": shown}
        say_json(result | more | {"files_before": None if kept is None else str(kept)})
    elif answer.dry_run or not ours:
        say(f"{counted(len(ours), 'file')} would be changed." if ours else "Nothing to change.")
    else:
        say(f"Changed {counted(len(ours), 'file')}." + ("" if kept is None else f" As they were: {kept}"))


def _shown(change: "FileChange", *, is_many: bool) -> list[str]:
    """The difference; of many files, the new ones by name alone: the store shows what is in them."""
    from dreaming.integrations.exporting.changes import diff_of

    if is_many and change.before is None and change.path.name != "MEMORY.md":
        lines = len((change.after or b"").splitlines())
        return [f"New file {change.path} ({counted(lines, 'line')})"]
    return list(diff_of(change))


def _agree(files: int, answer: _Answering) -> None:
    """Go on only if somebody says yes.

    Raises:
        NotConfirmed: nobody said yes.
    """
    if answer.yes:
        return
    is_asked = sys.stdin.isatty() and for_a_person() and not answer.as_json
    if not is_asked or not click.confirm(f"Change {counted(files, 'file')}?", default=False):
        raise NotConfirmed(files)
