"""What the timeline, the map and the network show: read from the claims, without a word or a drawing."""
