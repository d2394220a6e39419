"""What a build says about itself, for catalogues, query editors and crawlers."""
