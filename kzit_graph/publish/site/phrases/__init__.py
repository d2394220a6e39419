"""What claims say, in words of a language: figures, days, matters, rules."""
