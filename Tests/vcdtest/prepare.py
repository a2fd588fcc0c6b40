"""Makes what the tests need and what can be made without the package, all at the same time.

Usage: python3 -m vcdtest.prepare [12] [13]
"""

import concurrent.futures
import sys

from vcdtest.debian import RELEASES
from vcdtest.kernels import kernel
from vcdtest.roots import bare


def main():
    numbers = [int(word) for word in sys.argv[1:]] or list(RELEASES)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        making = [pool.submit(bare, number) for number in numbers]
        making += [pool.submit(kernel, "cloud", number) for number in numbers]
        for made in making:
            made.result()


if __name__ == "__main__":
    main()
