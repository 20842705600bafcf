"""Sixty people of all roles at once, while a build runs: is there an error, does anybody see a row
of a wijk that is not theirs, does memory stay flat?

    python -m benchmarks.sessions [--workspace FOLDER] [--sessions 60] [--minutes 5]

Each session is a WebSocket as a browser opens it, with a signed cookie of one role, and asks for
one screen after another with a pause in between: own wijken, wijken of others, addresses that do
not exist. All that the server sends to a wijkteam is searched for codes and names of other wijken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)
from websockets.asyncio.client import connect

from benchmarks.measuring import ROOT, machine
from pipelines import read_model

SECRET = "a secret of the benchmark, long enough to sign with"
SCREENS = ("stadskaart", "wijk", "gegevens", "methode", "beheer")
GROUPS = {"analist": "a", "beleid": "b", "beheer": "h"}
LEAST_PAUSE, MOST_PAUSE = 10.0, 30.0  # seconds that somebody looks at a screen
SAMPLE_SECONDS = 5.0
ANSWER_SECONDS = 90.0
FLAT = 1.15  # the last fifth of the time against the second fifth


@dataclass
class Seen:
    """What all sessions together met."""

    seconds: list[float] = field(default_factory=list)
    screens: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def cookie(group: str, number: int, origin: str) -> str:
    """The cookies of somebody who signed in just now."""
    claims = {
        "iss": "https://idp.example", "sub": f"account-{number}", "aud": "wijkpuls",
        "iat": int(time.time()), "groups": [group], "origin": origin, "is_logged_in": True,
        "provider": "default",
    }  # fmt: skip
    signed = create_signed_value(SECRET, "_streamlit_user", json.dumps(claims)).decode()
    return f"_streamlit_user={signed}"


async def person(
    number: int, role: str, own: list[str], names: dict[str, str], origin: str, until: float,
    seen: Seen,
) -> None:  # fmt: skip
    """One session until the end: a screen, a pause, a screen."""
    chance = random.Random(number)
    token = generate_xsrf_token_string()
    group = GROUPS.get(role) or f"team-{own[0]}"
    headers = {"Cookie": f"{cookie(group, number, origin)}; _streamlit_xsrf={token}"}
    others = {c: n for c, n in names.items() if role == "wijkteam" and c not in own}
    await asyncio.sleep(chance.uniform(0, 10))
    address = origin.replace("http", "ws") + "/_stcore/stream"
    try:
        async with connect(
            address, origin=origin, additional_headers=headers, max_size=None,
            subprotocols=["streamlit", token], ping_timeout=None,
        ) as socket_:  # fmt: skip
            while time.monotonic() < until:
                screen = chance.choice(SCREENS)
                wijk = chance.choice([*own, *names, "WK999999"])
                start = time.monotonic()
                message = BackMsg()
                message.rerun_script.page_name = screen
                message.rerun_script.query_string = f"wijk={wijk}"
                await socket_.send(message.SerializeToString())
                text = await asyncio.wait_for(_answer(socket_), ANSWER_SECONDS)
                seen.seconds.append(time.monotonic() - start)
                seen.screens[f"{role}/{screen}"] += 1
                asked = text.replace(f"wijk={wijk}", "").replace(f"wijk%3D{wijk}", "")
                found = [c for c, n in others.items() if c in asked or f">{n}<" in asked]
                seen.foreign += [f"{role} {screen} {wijk}: {code}" for code in found]
                for wrong in ("Dit onderdeel kan nu niet", "Traceback", 'class="wp-door"'):
                    if wrong in text:
                        seen.errors.append(f"{role} {screen} {wijk}: {wrong}")
                if f"Uw rol: {role}." not in text or "wp-made-with" not in text:
                    seen.errors.append(f"{role} {screen} {wijk}: not drawn to the end")
                await asyncio.sleep(chance.uniform(LEAST_PAUSE, MOST_PAUSE))
    except Exception as fault:
        seen.errors.append(f"{role} {number}: {type(fault).__name__}: {fault}")


async def _answer(socket_) -> str:
    """Everything the server sends until the script is done."""
    parts: list[str] = []
    while True:
        raw = await socket_.recv()
        message = ForwardMsg()
        message.ParseFromString(raw)
        parts.append(raw.decode("utf-8", "ignore"))
        if message.WhichOneof("type") == "script_finished":
            return "".join(parts)


async def sample(process: subprocess.Popen[bytes], until: float, seen: Seen) -> None:
    """The memory of the server, every few seconds."""
    page = os.sysconf("SC_PAGE_SIZE")
    while time.monotonic() < until:
        resident = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        seen.megabytes.append(resident * page / 1e6)
        await asyncio.sleep(SAMPLE_SECONDS)


async def build(workspace: Path, until: float, seen: Seen) -> int:
    """One build after another on the same workspace."""
    done = 0
    while time.monotonic() < until:
        command = [sys.executable, "-m", "pipelines", "run", str(workspace)]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        _out, said = await process.communicate()
        if process.returncode:
            seen.errors.append(f"build: {said.decode()[-200:]}")
        done += 1
    return done


async def run(workspace: Path, sessions: int, minutes: float) -> tuple[Seen, int]:
    """All of it; gives what was seen and the number of builds."""
    with read_model.open_current(workspace) as opened:
        frame = opened.wijken()
    names = dict(zip(frame["wijkcode"], frame["wijknaam"], strict=True))
    codes = list(names)
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    origin = f"http://localhost:{port}"
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        secrets, access = Path(folder) / "secrets.toml", Path(folder) / "access.toml"
        secrets.write_text(
            f'[auth]\nredirect_uri = "{origin}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
            'client_id = "wijkpuls"\nclient_secret = "x"\n'
            'server_metadata_url = "https://idp.example/.well-known/openid-configuration"\n'
        )
        roles = "".join(f'{role} = ["{group}"]\n' for role, group in GROUPS.items())
        teams = "".join(f'team-{code} = ["{code}"]\n' for code in codes)
        access.write_text(f"[roles]\n{roles}[wijkteams]\n{teams}")
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
             "--secrets.files", str(secrets)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "WIJKPULS_WORKSPACE": str(workspace),
                 "WIJKPULS_ACCESS": str(access)},
        )  # fmt: skip
        try:
            await asyncio.to_thread(_wait, f"{origin}/gezond")
            until = time.monotonic() + minutes * 60
            people = []
            for number in range(sessions):
                role = ("wijkteam", "wijkteam", "analist", "beleid", "beheer")[number % 5]
                own = [codes[number % len(codes)]] if role == "wijkteam" else []
                people.append(person(number, role, own, names, origin, until, seen))
            *_done, builds = await asyncio.gather(
                sample(server, until, seen), *people, build(workspace, until, seen)
            )
        finally:
            server.terminate()
            server.wait(timeout=30)
    return seen, builds


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the dashboard did not start")


def main() -> None:
    """Run once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=5.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = asked.workspace or Path(folder) / "ws"
        if asked.workspace is None:
            for command in (["demo", str(workspace)], ["pipelines", "run", str(workspace)]):
                subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)
        seen, builds = asyncio.run(run(workspace, asked.sessions, asked.minutes))
    fifth = max(1, len(seen.megabytes) // 5)  # a minute of five
    early, late = median(seen.megabytes[fifth : 2 * fifth]), median(seen.megabytes[-fifth:])
    ordered = sorted(seen.seconds)
    by_role = Counter(key.split("/")[0] for key in seen.screens.elements())
    print(machine())
    print(f"{asked.sessions} sessions, {asked.minutes:g} minutes, {builds} builds meanwhile")
    print(f"screens drawn: {len(ordered)} ({dict(by_role)})")
    print(f"seconds a screen: median {median(ordered):.2f}, "
          f"95 % {ordered[int(len(ordered) * 0.95)]:.2f}, longest {ordered[-1]:.2f}")  # fmt: skip
    print(f"memory: second fifth {early:.0f} MB, last fifth {late:.0f} MB, "
          f"highest {max(seen.megabytes):.0f} MB")  # fmt: skip
    print(f"errors: {len(seen.errors)}; rows of another wijk: {len(seen.foreign)}")
    for one in [*seen.errors[:10], *seen.foreign[:10]]:
        print(f"  {one}")
    if seen.errors or seen.foreign or late > early * FLAT:
        sys.exit(1)


if __name__ == "__main__":
    main()
