"""Questions in .rq files: their headers, typed parameters and catalogue."""
