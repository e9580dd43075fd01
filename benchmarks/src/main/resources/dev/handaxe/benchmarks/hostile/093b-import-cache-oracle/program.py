import colorsys
import fractions
import statistics
