"""Observations as they are about their session's project: see `domain/projects.py`.

The project's name becomes evidence too: a quote of the session's own record, so that a line that names the project holds
nothing that is not quoted.
"""

import hashlib
from dataclasses import replace

from dreaming.domain.claims import Observation
from dreaming.domain.model import Session
from dreaming.domain.projects import about_project, is_within, project_name, without_pointing
from dreaming.domain.provenance import Evidence, Origin
from dreaming.engine.observations import OWN_WORDS


def in_project(observation: Observation, session: Session, store_project: str | None) -> Observation:
    """The observation of a session with the project that it is about, where it is about one.

    In a store that is the project's own no line names it: there only the words go that point at it.
    """
    name = project_name(session.project)
    if not name or observation.topic or observation.provenance.origin not in OWN_WORDS:
        return observation
    if is_within(session.project, store_project):
        return _said(observation, without_pointing(observation.text), "")
    text = about_project(observation.text, observation.kind, name)
    if text is None:
        return observation
    placed = _said(observation, text, name)
    of = observation.provenance
    record = Evidence(quote=name, origin=Origin.SYSTEM, at=of.evidence[0].at, session_id=session.id)
    return replace(placed, provenance=replace(of, evidence=(*of.evidence, record)))


def _said(observation: Observation, text: str, project: str) -> Observation:
    if (text, project) == (observation.text, ""):
        return observation
    key = hashlib.sha256(f"{observation.kind}\0{project}\0{text}".encode()).hexdigest()[:20]
    return replace(observation, id=f"obs_{key}", text=text, project=project)
