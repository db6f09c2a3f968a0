"""`python -m bot.tether MODULE …` runs a module, and ends it once standard input ends.

Whoever starts it keeps the other end of that pipe. However they end, killed outright too, the pipe
ends with them.
"""

import os
import runpy
import signal
import sys
from threading import Thread


def main() -> None:
    module, *arguments = sys.argv[1:]
    Thread(target=_end_with_standard_input, name="tether", daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_standard_input() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
