"""What an operator sees and does: the log, metrics, health, reloading a build."""
