"""The fronts that people and programs reach over HTTP: the API, the chat page, the documents as read."""
