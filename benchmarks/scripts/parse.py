"""Only parses the files it is given, streaming: `python parse.py FILE…`. What other figures are multiples of."""

import sys

from pyoxigraph import parse

for path in sys.argv[1:]:
    for _ in parse(path=path):
        pass
