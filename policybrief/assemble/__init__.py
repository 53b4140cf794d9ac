"""From a checked brief to the document that an engine renders."""
