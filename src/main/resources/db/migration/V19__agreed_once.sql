-- A baseline names a value once on which both sides agree in the same form, and creates under way are packed: the row of a
-- chunk is written several times before it goes. Older versions of Tandem can read neither.

alter table started_creates add column packed bytea;
alter table started_creates alter column creates drop not null;
