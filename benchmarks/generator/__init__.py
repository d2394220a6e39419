"""Generates workloads: invented countries, sources that state facts about them, planted mistakes, and copies of broken cases."""
