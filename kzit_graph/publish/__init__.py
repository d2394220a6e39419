"""What a build writes."""
