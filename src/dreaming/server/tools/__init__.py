"""The tools, a module for each noun. `DEFAULT_TOOLS` are offered unasked, `HOST_TOOLS` where agents may judge."""

from dreaming.server.tools.dreams import DREAM_TOOLS
from dreaming.server.tools.memories import MEMORY_TOOLS
from dreaming.server.tools.packets import HOST_TOOLS
from dreaming.server.tools.review import REVIEW_TOOLS
from dreaming.server.tools.sessions import SESSION_LIST, SESSION_LOG
from dreaming.server.tools.stores import STORE_TOOLS

DEFAULT_TOOLS = (*MEMORY_TOOLS, SESSION_LOG, *DREAM_TOOLS, *REVIEW_TOOLS)
EXTRA_TOOLS = (SESSION_LIST, *STORE_TOOLS)

__all__ = ["DEFAULT_TOOLS", "EXTRA_TOOLS", "HOST_TOOLS"]
