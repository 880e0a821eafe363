"""What statements say of people's lives, and which of them a later one leaves standing, whatever the wording.

`Based in New York City` and `Took a job in San Francisco and moved` share no word, and still fill one slot of one life.
English alone is read; what the grammar does not know changes nothing.
"""

from dreaming.domain.attributes.model import Attribute
from dreaming.domain.attributes.relating import LifeChange, Relation, attributes, life_change, relation, slot_keys

__all__ = ["Attribute", "LifeChange", "Relation", "attributes", "life_change", "relation", "slot_keys"]
