"""A Chromium without a screen, whose microphone hears a WAV file: what a person sees on a page, and clicks.

It is told what to do over the DevTools protocol (chromedevtools.github.io/devtools-protocol). Where no Chromium is
installed, `found()` says None.
"""

import asyncio
import json
import os
import shutil
import signal
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # there is none for root, and pages of ours alone are opened
    "--disable-dev-shm-usage",  # containers have little of it
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
START_S = 30.0
SEE_S = 30.0
"""How long something may take to be seen; a busy machine is slow."""


def found() -> str | None:
    """Where Chromium is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Tab:
    """A tab, as somebody before it sees it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.complaints: list[str] = []
        """What stands in the browser's console as an error, and what was thrown."""
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def listens(self) -> None:
        """Take what the browser tells until it is gone."""
        async for message in self.socket:
            told = json.loads(message)
            if waiting := self._waiting.pop(told.get("id", 0), None):
                waiting.set_result(told)
                continue
            params = told.get("params", {})
            if told.get("method") == "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(params["exceptionDetails"])[:600])
            elif told.get("method") == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                self.complaints.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
            elif told.get("method") == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                self.complaints.append(json.dumps(params["args"])[:600])

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Let the browser do something; what came of it."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        told = await asyncio.wait_for(self._waiting[number], SEE_S)
        assert "error" not in told, told["error"]
        result: dict[str, Any] = told["result"]
        return result

    async def js(self, expression: str) -> Any:
        """The value of an expression on the page, looked up as if somebody had clicked."""
        told = await self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def open(self, url: str) -> None:
        await self.send("Page.navigate", url=url)

    async def sees(self, text: str, where: str = "body") -> None:
        """Wait until this is to be read there."""
        await self.comes(f"document.querySelector({json.dumps(where)})?.innerText.includes({json.dumps(text)})")

    async def comes(self, condition: str, within_s: float = SEE_S) -> Any:
        """Wait until an expression is true on the page; its value."""
        try:
            async with asyncio.timeout(within_s):
                while not (value := await self.js(condition)):
                    await asyncio.sleep(0.05)
                return value
        except TimeoutError:
            raise AssertionError(f"never: {condition}\n{self.complaints}\n{await self.text()}") from None

    async def text(self, where: str = "body") -> str:
        """What is to be read there."""
        return str(await self.js(f"document.querySelector({json.dumps(where)})?.innerText ?? ''"))

    async def click(self, where: str) -> None:
        """Click what is there, once it can be clicked."""
        await self.comes(f"document.querySelector({json.dumps(where + ':enabled')})?.checkVisibility()")
        await self.js(f"document.querySelector({json.dumps(where)}).click()")

    async def screenshot(self, file: Path, *, width: int, height: int, dark: bool = False) -> None:
        """A picture of the page, as a screen of this size shows it."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.send("Emulation.setEmulatedMedia", features=[scheme])
        await self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        await asyncio.sleep(0.3)
        shot = await self.send("Page.captureScreenshot", format="png")
        await asyncio.to_thread(file.write_bytes, b64decode(shot["data"]))


@asynccontextmanager
async def chromium(microphone: Path | None) -> AsyncIterator[Tab]:
    """A browser with one empty tab. Its microphone hears the file from the moment it is asked for; without one, pages
    are refused a microphone. The browser is gone when the block ends.
    """
    hears = ["--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={microphone}%noloop"]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [
            found() or NAMES[0],
            *FLAGS,
            f"--user-data-dir={folder}",
            *(hears if microphone else ["--deny-permission-prompts"]),
            "about:blank",
        ]
        browser = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
        try:
            async with asyncio.timeout(START_S):
                url = await _address(Path(folder) / "DevToolsActivePort", browser)
                socket = await connect(url, max_size=None, ping_interval=None)
            async with socket:
                tab = Tab(socket)
                listening = asyncio.create_task(tab.listens())
                try:
                    for domain in ("Page", "Runtime", "Log"):
                        await tab.send(f"{domain}.enable")
                    yield tab
                finally:
                    listening.cancel()
                    await asyncio.gather(listening, return_exceptions=True)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(browser.pid, signal.SIGKILL)  # of a session of its own: all its processes
            await browser.wait()


async def _address(told: Path, browser: asyncio.subprocess.Process) -> str:
    """Where the browser's tab listens, once it does."""
    async with httpx.AsyncClient() as http:
        while True:
            assert browser.returncode is None, f"Chromium ended with {browser.returncode}"
            with suppress(OSError, httpx.HTTPError, IndexError):
                port = (await asyncio.to_thread(told.read_text)).splitlines()[0]
                tabs = (await http.get(f"http://127.0.0.1:{port}/json/list")).json()
                for tab in tabs:
                    if tab["type"] == "page":
                        return str(tab["webSocketDebuggerUrl"])
            await asyncio.sleep(0.05)
