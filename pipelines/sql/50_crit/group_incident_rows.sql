-- Gives the incidents with a group dimension.
SELECT wijk_index, week_index, group_incidents, severe_incidents FROM group_incidents;
