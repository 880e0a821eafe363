"""Prompts: package data, filled in. What others wrote stands fenced, apart from the instructions."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from dreaming.domain.instructions import Steering
from dreaming.domain.own import OWN_SESSION

PURPOSES = ("observe", "group", "reconcile", "phrase", "organise")
_NO_STEERING = "The user has given no instructions of their own for this dream."


@cache
def _file(name: str) -> str:
    return (files("dreaming.judges.model") / "prompts" / f"{name}.md").read_text(encoding="utf-8").strip()


@cache
def version() -> str:
    """Stands for the texts of all prompts: an answer to another wording is another answer."""
    texts = "\0".join(_file(name) for name in ("common", "correction", *PURPOSES))
    return hashlib.sha256(texts.encode()).hexdigest()[:8]


def instructions(purpose: str, fence: str, steering: Steering, schema: Mapping[str, Any]) -> str:
    """The part of a prompt that is the same for all calls of one purpose of a dream."""
    said = (
        f"The user's instructions for this dream:\n\n{steering.text.strip()}" if steering.text.strip() else _NO_STEERING
    )
    return Template(_file("common")).substitute(
        mark=OWN_SESSION,
        fence=fence,
        purpose=_file(purpose),
        steering=said,
        schema=json.dumps(schema, separators=(",", ":")),
    )


def fenced(fence: str, material: str) -> str:
    """The material between its two lines."""
    return f"--- material {fence} begins ---\n{material}\n--- material {fence} ends ---"


def correction(why: str) -> str:
    """What is said after an answer that cannot be used."""
    return Template(_file("correction")).substitute(why=why)
