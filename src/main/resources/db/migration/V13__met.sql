-- Whether a change of ours is an echo depends on who looks: a flow may not have seen yet what stood before it.

alter table snapshot add column met_sequence bigint default 0 not null;
update snapshot set met_sequence = sequence where not echo;
alter table snapshot drop column echo;
