"""The station's commands, its supervisor and its demo."""

import os

# No room multiplies matrices; the threads numpy would keep for it only cost memory and time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
