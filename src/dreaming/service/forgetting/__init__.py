"""Forgetting: a session, or a text, leaves every table and every file of the data folder, for good."""

from dreaming.service.forgetting.forgetting import Forgetting, Forgotten, Place

__all__ = ["Forgetting", "Forgotten", "Place"]
