"""``whytwitch serve`` as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys


def start_server(*options: str) -> tuple[subprocess.Popen[str], str]:
    """``whytwitch serve`` as a process of its own, and its address as it prints it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "whytwitch", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if "whytwitch is at http://" not in line:
        process.kill()
        said, _ = process.communicate(timeout=30)
        raise AssertionError(f"the server did not start: {line}{said}")
    return process, line.split()[3].rstrip("/")


def stop_server(process: subprocess.Popen[str]) -> tuple[int, str]:
    """End it as Ctrl-C does; exit code and what it printed since."""
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    return process.returncode, said
