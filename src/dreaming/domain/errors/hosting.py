"""What can go wrong where the calling agent judges."""

from dreaming.domain.errors.base import Conflict, DreamingError, InvalidInput


class AnswerAwaited(DreamingError):
    """A packet waits for its answer: the dream is given back until then. It never reaches a user.

    `is_full` says that so many packets wait already that no more were filed.
    """

    code = "answer_awaited"

    def __init__(self, *, is_full: bool = False) -> None:
        super().__init__("A packet waits for the host's answer.", "dream_next gives it.")
        self.is_full = is_full


class AnswerRefused(InvalidInput):
    """An answer does not have the form that its packet asks for."""

    code = "answer_refused_error"

    def __init__(self, packet_id: str, why: str, *, is_final: bool) -> None:
        hint = (
            "It was the second that does not: the rules judge answers this packet instead. Go on with dream_next."
            if is_final
            else "Correct it and send the whole answer once more; if that does not fit either, the rules judge answers."
        )
        super().__init__("answer", f"the one to packet {packet_id} does not fit: {why}", hint)
        self.is_final = is_final


class PacketClosed(Conflict):
    """A packet cannot be answered any more."""

    code = "packet_closed_error"

    def __init__(self, packet_id: str, why: str) -> None:
        super().__init__(f"Packet {packet_id} is closed: {why}.", "Nothing was changed. dream_next gives what is left.")
