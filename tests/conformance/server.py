"""The server that the official conformance suite tests: everything it asks for, made by the product's own factory.

python -m tests.conformance.server PORT
"""

import sys
from typing import Any

from mcp.server import MCPServer
from mcp.server.subscriptions import InMemorySubscriptionBus
from tests.conformance.content import CONTENT_TOOLS
from tests.conformance.jobs import JOB_TOOLS, Jobs
from tests.conformance.older import OLDER_TOOLS, add_older
from tests.conformance.questions import QUESTION_TOOLS
from tests.conformance.texts import add_texts

from dreaming.server.factory import make_server
from dreaming.server.tasks import Tasks


def fixture_server() -> MCPServer[Any]:
    """With every fixture of the suite."""
    jobs = Jobs()
    return make_server(
        "dreaming-conformance",
        title="Conformance",
        instructions="For the official conformance suite.",
        tools=[*CONTENT_TOOLS, *QUESTION_TOOLS, *OLDER_TOOLS, *JOB_TOOLS],
        lifespan=jobs.running,
        parts=(add_texts, add_older),
        extensions=[Tasks(jobs)],
        subscriptions=InMemorySubscriptionBus(),
    )


if __name__ == "__main__":
    fixture_server().run("streamable-http", host="127.0.0.1", port=int(sys.argv[1]))
