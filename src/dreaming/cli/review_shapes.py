"""What `--json` prints of reports, promotions and restorations."""

from dreaming.cli.shapes import Shape, dream_shape
from dreaming.domain.refusals import Refusal
from dreaming.domain.times import render
from dreaming.service.examined import overridden, results_json
from dreaming.service.promotion import Promotion, Undone
from dreaming.service.report import Report
from dreaming.service.restoring import Restoration
from dreaming.service.sections import as_json


def report_shape(report: Report) -> Shape:
    """The whole review but the ledger, which has a section of its own."""
    return {
        "dream": dream_shape(report.dream),
        "store": report.store_name,
        "standing": report.standing,
        "fingerprint": report.fingerprint,
        "memories": report.memories,
        "claims": report.claims,
        "fates": {str(fate): count for fate, count in report.fates.items()},
        "births": report.births,
        "counts": dict(report.counts),
        "changes": [as_json(each) for each in report.changes],
        "doubts": [as_json(each) for each in report.doubts],
        "caveats": [as_json(each) for each in report.caveats],
        "quarantined": [as_json(each) for each in report.quarantined],
        "refused": [as_json(each) for each in report.refused],
        "declined": [as_json(each) for each in report.declined],
        "skipped": [as_json(each) for each in report.skipped],
        "answered": dict(report.answered),
        "observed": [as_json(each) for each in report.observed],
        **results_json(report.results),
        "overridden": [dict(each) for each in overridden(report.promoted.last)],
        "instructions_followed": list(report.followed),
        "instructions_not_understood": list(report.not_understood),
    }


def promotion_shape(promotion: Promotion) -> Shape:
    """What a promotion wrote; `is_new` is false where it had been done before."""
    return {
        "id": promotion.id,
        "type": "promotion",
        "dream_id": promotion.dream_id,
        "memory_store_id": promotion.store_id,
        "created_at": render(promotion.created_at),
        "created_by": promotion.created_by,
        "written": list(promotion.written),
        "removed": list(promotion.removed),
        "kept_current": list(promotion.kept_current),
        "kept_dream": list(promotion.kept_dream),
        "changes": list(promotion.changes),
        "also": dict(promotion.also),
        "changes_inside": promotion.inside,
        "changes_total": promotion.total,
        "is_new": promotion.is_new,
    }


def undone_shape(undone: Undone) -> Shape:
    """What taking a change back wrote; `also` are changes that went with it, with the reasons."""
    return {
        "id": undone.id,
        "type": "undo",
        "change_id": undone.change_id,
        "dream_id": undone.dream_id,
        "memory_store_id": undone.store_id,
        "created_at": render(undone.created_at),
        "written": list(undone.written),
        "removed": list(undone.removed),
        "also": dict(undone.also),
    }


def refusal_shape(refusal: Refusal) -> Shape:
    """One thing that is not proposed again."""
    return {
        "id": refusal.id,
        "type": "refusal",
        "memory_store_id": refusal.store_id,
        "kind": str(refusal.kind),
        "ground": str(refusal.ground),
        "before": refusal.before,
        "after": refusal.after,
        "dream_id": refusal.dream_id,
        "change_id": refusal.change_id,
        "at": render(refusal.at),
        "by": refusal.by,
    }


def restoration_shape(restoration: Restoration) -> Shape:
    """What a restoration wrote; `gaps` are memories whose text was redacted since."""
    return {
        "id": restoration.id,
        "type": "restoration",
        "memory_store_id": restoration.store.id,
        "store": restoration.store.name,
        "created_at": render(restoration.created_at),
        "created_by": restoration.created_by,
        "written": list(restoration.written),
        "removed": list(restoration.removed),
        "gaps": list(restoration.gaps),
    }
