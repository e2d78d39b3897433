from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_one_wins_and_a_withdrawal_is_never_missed():
    env = {k: v for k, v in os.environ.items() if k not in {"TALKA_HOME", "DJANGO_SETTINGS_MODULE"}}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.casework.sharing.race"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.strip().splitlines()[-1])
    accept = told["accept"]
    assert sorted(s.split(":")[0] for s in accept["said"]) == ["Broken", "done"]
    loser = next(s for s in accept["said"] if s != "done")
    assert "has already answered this referral" in loser or "jau atsakė" in loser
    assert (accept["holders"], accept["steps"], accept["grants"]) == (1, 1, 1)
    assert told["withdraw"] == {"left": 0}
