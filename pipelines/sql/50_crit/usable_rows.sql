-- Gives the usable channels.
SELECT wijk_index, week_index, channel FROM usable;
