-- Deletes: full comparisons, and the guard that stops a flow which would lose too many links at once.

-- the number of full passes begun over this feed, and whether another one is wanted
alter table feed add column pass bigint default 0 not null;
alter table feed add column pass_wanted boolean default false not null;

-- the last full pass that listed this record
alter table snapshot add column pass bigint default 0 not null;

-- deletes that an operator allowed, and those that the guard holds back; 0 for none
alter table flow_progress add column deletes_allowed bigint default 0 not null;
alter table flow_progress add column deletes_held bigint default 0 not null;
