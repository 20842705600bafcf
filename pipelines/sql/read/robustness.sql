-- Gives, per wijk, the share of goalpost settings that give the same phase in the newest complete week.
SELECT wijkcode, share_same FROM phase_robustness WHERE week_start = $week_start ORDER BY wijkcode;
