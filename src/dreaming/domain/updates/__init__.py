"""What a later statement says against an earlier one in so many words: "not any more", "now", "back to", "from now on".

Where both surely speak of one thing that has one value at a time the later one takes its place. Where that is only
likely both stay, and the report asks. English alone is read; what no reader here knows changes nothing.
"""

from dreaming.domain.updates.model import Update
from dreaming.domain.updates.reading import is_telling, keys, tells, update

__all__ = ["Update", "is_telling", "keys", "tells", "update"]
