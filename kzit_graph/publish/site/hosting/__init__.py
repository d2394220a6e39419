"""The files for web servers, crawlers and feed readers."""
