-- Gives the first rows of a file as delivered, of these columns.
SELECT {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %} FROM delivered LIMIT {{ rows }};
