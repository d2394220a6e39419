"""The page of figures: what claims say of each indicator over time, as data, pictures, tables and findings."""
