"""`python -m jobs`, or `make worker`: a worker alone, for as long as the machine has work for more than one."""

import sys

from jobs import queue

sys.exit(queue.run())
