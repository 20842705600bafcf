-- Gives the wijken with their codes.
SELECT wijk_index, wijkcode FROM dim_wijken;
