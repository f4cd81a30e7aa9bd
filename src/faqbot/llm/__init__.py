"""Language models: providers behind LlamaIndex's interface, and what keeps a visitor safe from their faults.

Nothing here is imported before a model is opened, and nothing outside knows a provider's client.
"""
