"""How quick the page is for several people at once, and what it holds in memory over time.

    python benchmarks/page.py --people 20 --minutes 10

Starts a real ``whytwitch serve``. Each person goes through the page as people do: tells a story, checks
what was understood, answers the questions one by one, reads the answer and the letter, thinking between
the pages. Every request is timed at the client, which shares the machine's cores with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import httpx

STORIES = (
    "My left eyelid has been twitching for two weeks. I drink four coffees a day and sleep badly. I am 32.",
    "I am a 58 year old man. My right hand has become weak over six months. My forearm and thigh twitch.",
    "My hands shake when I hold a cup. I take salbutamol. I am a 70 year old woman. My mother shook too.",
    "Cramps in both calves at night for a year. I am 66. I take a water tablet and a statin.",
    "My calves twitch all day since I read about ALS. I am 29, male. I go to the gym, I am not weak.",
)
_CHOICE = re.compile(r'name="value" value="([^"]+)"')
_MOST_QUESTIONS = 20


async def person(
    n: int, address: str, until: float, think: float, times: dict[str, list[float]], faults: list[str]
) -> None:
    """One person after the other at one place, until time is up."""
    dice = random.Random(n)
    while time.monotonic() < until:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:

            async def ask(kind: str, method: str, url: str, **given: Any) -> httpx.Response:
                began = time.perf_counter()
                answer = await client.request(method, url, **given)
                times[kind].append(time.perf_counter() - began)
                if answer.status_code not in (200, 303):
                    faults.append(f"{answer.status_code} {kind}")
                return answer

            async def pause() -> None:
                await asyncio.sleep(dice.expovariate(1 / think) if think else 0)

            await pause()
            await ask("first page", "GET", "/")
            await pause()
            told = await ask("tell", "POST", "/start", data={"story": dice.choice(STORIES)})
            place = told.headers["location"]
            await ask("what was understood", "GET", place)
            key = place.split("/")[2]
            page = await ask("question", "GET", f"/c/{key}/ask")
            for _ in range(_MOST_QUESTIONS):
                choices = _CHOICE.findall(page.text)
                if not choices or time.monotonic() > until:
                    break
                await pause()
                value = dice.choice(choices)
                taken = await ask("answer to a question", "POST", f"/c/{key}/ask", data={"value": value})
                key = taken.headers.get("location", f"/c/{key}/ask").split("/")[2]
                page = await ask("question", "GET", f"/c/{key}/ask")
            await pause()
            await ask("the answer", "GET", f"/c/{key}/answer")
            await pause()
            await ask("letter", "GET", f"/c/{key}/letter")
            if dice.random() < 0.25:
                await pause()
                await ask("professional view", "GET", f"/c/{key}/professional")


def family(pid: int) -> list[int]:
    """A process and those it started: the workers, and the one that holds the conversations."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


class Memory(NamedTuple):
    """Memory of the server in MB at one time; what several processes share counts once.

    ``own`` is what the server itself asked for (anonymous memory): it counts, since only the server
    can give it back. ``resident`` adds the pages of files that were read, such as the model's arrays;
    they come as places are first looked at, and the system takes them back when it needs room.
    """

    at_s: float
    own: float
    resident: float


def memory(pid: int, at: float) -> Memory:
    """Memory of the server and of the processes it started."""
    held = {"Pss_Anon:": 0, "Pss:": 0}
    for one in family(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            name, *rest = line.split()
            if name in held:
                held[name] += int(rest[0])
    return Memory(round(at, 1), round(held["Pss_Anon:"] / 1024, 1), round(held["Pss:"] / 1024, 1))


def cpu_seconds(pid: int) -> float:
    """Processor time the server has used."""
    used = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


async def watch(pid: int, until: float, every: float, held: list[Memory]) -> None:
    """Note the memory now and then."""
    began = time.monotonic()
    while time.monotonic() < until:
        held.append(memory(pid, time.monotonic() - began))
        await asyncio.sleep(every)


def over_time(times: list[float], values: list[float]) -> dict[str, Any]:
    """MB at each whole minute, and how level it is from the end of the first minute on.

    The slope is that of the straight line through all values after the first minute (least squares), the
    change that from the first of them to the last; of a run below two minutes, of the whole run.
    """
    start = 60.0 if times[-1] >= 120 else 0.0
    later = [(at / 60, value) for at, value in zip(times, values, strict=True) if at >= start]
    mean_at = sum(at for at, _ in later) / len(later)
    mean = sum(value for _, value in later) / len(later)
    spread = sum((at - mean_at) ** 2 for at, _ in later) or 1.0
    minutes = range(int(times[-1] // 60 + 1.25))
    return {
        "first": values[0],
        "last": values[-1],
        "by_minute": [
            min(zip(times, values, strict=True), key=lambda m: abs(m[0] - 60 * k))[1] for k in minutes
        ],
        "mb_per_minute": round(sum((at - mean_at) * (v - mean) for at, v in later) / spread, 2),
        "change_percent": round(100 * (values[-1] / later[0][1] - 1), 1),
        "range_percent": round(100 * (max(v for _, v in later) / min(v for _, v in later) - 1), 1),
    }


def quantile(values: list[float], q: float) -> float:
    """The q-quantile, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(q * len(ordered)), len(ordered) - 1)]


async def run(options: argparse.Namespace, address: str, pid: int) -> dict[str, Any]:
    """All people at once."""
    times: dict[str, list[float]] = defaultdict(list)
    faults: list[str] = []
    held: list[Memory] = []
    warm: dict[str, list[float]] = defaultdict(list)
    await person(99, address, time.monotonic() + 3, 0.0, warm, faults)
    spent = cpu_seconds(pid)
    until = time.monotonic() + 60 * options.minutes
    people = [person(n, address, until, options.think, times, faults) for n in range(options.people)]
    between = max(60 * options.minutes / 50, 1)
    await asyncio.gather(watch(pid, until, between, held), *people)
    held.append(memory(pid, 60 * options.minutes))
    every = [t for one in times.values() for t in one]
    at = [m.at_s for m in held]
    return {
        "people": options.people,
        "minutes": options.minutes,
        "think_s": options.think,
        "requests": len(every),
        "requests_per_second": round(len(every) / (60 * options.minutes), 1),
        "server_cpu_ms_per_request": round(1000 * (cpu_seconds(pid) - spent) / len(every), 1),
        "faults": faults[:10],
        "p50_ms": round(quantile(every, 0.5), 1),
        "p95_ms": round(quantile(every, 0.95), 1),
        "p99_ms": round(quantile(every, 0.99), 1),
        "by_kind_p50_p99_ms": {
            k: [round(quantile(v, 0.5), 1), round(quantile(v, 0.99), 1), len(v)]
            for k, v in sorted(times.items())
        },
        "own_memory_mb": over_time(at, [m.own for m in held]),
        "resident_memory_mb": over_time(at, [m.resident for m in held]),
        "memory_over_time": [m._asdict() for m in held],
        "load_of_the_machine": os.getloadavg(),
        "cores": os.cpu_count(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--think", type=float, default=4.0, help="mean seconds between pages; 0: none")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-m", "whytwitch", "serve", "--port", "0", "--workers", str(options.workers)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    address = server.stdout.readline().split()[3].rstrip("/")
    try:
        found = asyncio.run(run(options, address, server.pid))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    text = json.dumps(found, indent=1)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
