"""The Gradio entry point: `python app.py` serves the chat page and the API, as `faqbot serve` does."""

from faqbot.cli import main

if __name__ == "__main__":
    main(["serve"])
