"""What `prepare` compiles is all there is: a child that may write nothing must never have to compile."""

import subprocess
import sys

_CODE = """
import numpy as np
from mozaik.media import pdq_from_luma, pdq_from_rgb, pdq_kernels, prepare

def forms_known():
    kernels = vars(pdq_kernels)
    return {name: len(kernel.signatures) for name, kernel in kernels.items() if hasattr(kernel, "signatures")}

prepare()
prepared = forms_known()
assert sum(prepared.values()) >= 4, prepared
rgb = np.random.default_rng(1).integers(0, 255, (90, 80, 3), dtype=np.uint8)
locked = rgb.copy()
locked.flags.writeable = False
hashes = {pdq_from_rgb(picture) for picture in (rgb, locked, np.asfortranarray(rgb), rgb[::1])}
luma = np.ascontiguousarray(rgb[:, :, 0]).astype(np.float32)
fixed = luma.copy()
fixed.flags.writeable = False
grey = {pdq_from_luma(picture) for picture in (luma, fixed, np.asfortranarray(luma))}
pdq_from_rgb(np.ascontiguousarray(locked[:64, :64]))
pdq_from_luma(fixed[:64, :64])
assert forms_known() == prepared, (prepared, forms_known())
print(len(hashes), len(grey))
"""


def test_no_kernel_gets_a_new_form_after_prepare_whatever_array_comes() -> None:
    """A form of a kernel that `prepare` did not make has to be compiled, or read from a cache."""
    done = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == "1 1"
