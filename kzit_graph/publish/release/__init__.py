"""Plan, stamp, cite and deposit releases."""
