"""Geodata: wijk polygons per year, point -> wijk, and small shapes for the map.

Data frames and arrays in, data frames and arrays out. Nothing here knows of the warehouse or of the
screens. All work is done in the Dutch national grid (RD, EPSG:28992, metres).
"""
