-- Back to searching the passages themselves.
drop trigger index_passages on passages;
drop trigger forget_passages on passages;
drop trigger index_vector on passages;
drop trigger refuse_change on passages;
drop function index_passages, forget_passages, index_vector, refuse_change, nearest;
drop table libraries, terms, vectors;
