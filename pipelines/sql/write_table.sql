-- Makes one table of a data frame.
CREATE OR REPLACE {{ "TEMP " if is_temporary }}TABLE {{ name | ident }} AS FROM frame_to_write;
