"""Every curl line of docs/http.md, run as a reader would run it."""

import asyncio
import json
import os
import re
import subprocess
from pathlib import Path

from records import keys
from tests.api.desks import Desk

DOCUMENT = Path(__file__).parents[2] / "docs" / "http.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


async def test_every_line_of_the_document_works(desk: Desk, tmp_path: Path):
    agent = {"name": "Front desk", "type": "receptionist", "agent_id": desk.agent_id}
    tenant = {
        "name": "The Test Kitchen",
        "tenant_id": desk.tenant_id,
        "api_key": await keys.create(desk.tenant_id),
        "agents": [agent],
    }
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "demo.json").write_text(json.dumps({"url": desk.url, "tenants": [tenant]}))
    (tmp_path / ".curlrc").write_text("fail-with-body\n")
    script = ["set -u"]
    for n, block in enumerate(BLOCKS):
        script.append(block.rstrip())
        script.append(
            f'code=$?; [ $code -eq {22 if "# refused" in block else 0} ] || echo "block {n} ended with $code" >&2'
        )
    ran = await asyncio.to_thread(
        subprocess.run,
        ["bash", "-c", "\n".join(script)], cwd=tmp_path, env={"PATH": os.environ["PATH"], "CURL_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.stderr == ""
    assert ran.stdout.count("curl") == 0
    assert '"status":"ok"' in ran.stdout
    assert "event: done" in ran.stdout
    assert '"status":422' in ran.stdout
