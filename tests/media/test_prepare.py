"""What `prepare` compiles is all there is: a child that may write nothing must never have to compile."""

import os
import subprocess
import sys
from pathlib import Path

_CODE = """
import resource
import numpy as np
from mozaik.media import luma_from_rgb, pdq_from_luma, pdq_from_rgb, prepare

prepare()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
rgb = np.random.default_rng(1).integers(0, 255, (90, 80, 3), dtype=np.uint8)
locked = rgb.copy()
locked.flags.writeable = False
hashes = {pdq_from_rgb(one) for one in (rgb, locked, np.asfortranarray(rgb), rgb[::1])}
luma = luma_from_rgb(locked)
fixed = luma.copy()
fixed.flags.writeable = False
hashes |= {pdq_from_luma(one) for one in (luma, fixed, np.asfortranarray(luma))}
pdq_from_rgb(np.ascontiguousarray(locked[:64, :64]))
pdq_from_luma(fixed[:64, :64])
print(len(hashes))
"""


def test_nothing_is_compiled_after_prepare_whatever_array_comes(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "empty")}
    done = subprocess.run(
        [sys.executable, "-c", _CODE], capture_output=True, text=True, check=False, env=environment
    )
    assert done.stderr == ""
    assert done.stdout.strip() == "1"
