-- A full pass that is asked for while another one runs is still to be made.

alter table feed add column passes_asked bigint default 0 not null;
