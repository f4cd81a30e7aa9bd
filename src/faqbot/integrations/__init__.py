"""Thin adapters, so that people can compose and evaluate the bot in the tools they know."""
