"""What becomes of a dream's changes: some or all of them come into its store, and each can be taken back.

`standing` says which are in the store, `selecting` which are meant, `results` how the memories stand with some of
them, `merging` brings that together with what others wrote since, `promoting` and `undoing` write it.
"""

from dreaming.service.promotion.order import How, OnConflict, Order
from dreaming.service.promotion.promoting import Promotion, fingerprint, obstacle, prepare, promote
from dreaming.service.promotion.standing import Standing, standing
from dreaming.service.promotion.undoing import Undone, prepare_undo, undo

__all__ = [
    "How",
    "OnConflict",
    "Order",
    "Promotion",
    "Standing",
    "Undone",
    "fingerprint",
    "obstacle",
    "prepare",
    "prepare_undo",
    "promote",
    "standing",
    "undo",
]
