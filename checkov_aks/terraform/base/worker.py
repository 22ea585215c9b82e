"""The process that evaluates Terraform with tfparse. It may die or hang there; `evaluation` copes.

Requests come as JSON lines on standard input, `{"root": path, "variables": [paths]}`, and each is answered by one
line on standard output: what tfparse says, or null. Runs as a program only, with the folders of tfparse and cffi as
arguments.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading


def serve(folders: list[str]) -> None:
    """Answer requests until the other side closes standard input."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.path.extend(folders)
    import tfparse

    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    while True:
        request = json.loads(requests.get())
        try:
            found = tfparse.load_from_path(request["root"], vars_paths=request["variables"])
        except Exception:
            found = None
        answers.write(json.dumps(found) + "\n")
        answers.flush()


def _read(requests: queue.SimpleQueue[str]) -> None:
    """Hand requests over; end the process with its parent, even from the middle of an evaluation."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1:])
