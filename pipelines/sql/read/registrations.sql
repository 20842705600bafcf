-- Gives the register counts of one wijk, newest period first. Withheld parts are counted beside the sum.
FROM ind_registrations WHERE wijkcode = $wijkcode ORDER BY register, period_start DESC, kind;
