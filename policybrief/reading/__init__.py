"""Files -> the model, every value with its place, every fault gathered."""
