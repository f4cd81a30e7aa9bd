"""`python -m faqbot` is the command `faqbot`."""

from faqbot.cli import main

main()
