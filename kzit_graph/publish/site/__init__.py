"""The site in a build: pages and documents of things."""
