-- In H2 a row of an index costs as much as the row itself, and what is compared first decides how long a comparison takes.

-- ids differ early, names of flows late
drop index link_holds_source;
drop index link_holds_target;
create unique index link_holds_source on link (held_source, flow);
create unique index link_holds_target on link (held_target, flow);

-- by its source only a pair is looked up that was taken apart
drop index link_of_source;
drop index link_in_state;
create index link_in_state on link (flow, state, source_id);

-- imported links that were not merged yet: few, so that no other link pays for an index of them
create table imported_link (
    link_id bigint primary key references link on delete cascade,
    flow    varchar(200) not null
);
create index imported_link_of_flow on imported_link (flow);
insert into imported_link (link_id, flow)
    select id, flow from link where created = false and version = 0 and attempted_ms > 0;
drop index link_unmerged;

-- what happened first has the lowest id
drop index history_by_time;

-- a delete or look-up by record; names of flows, compared first, are equal nearly always
create table match_key_by_record (
    record_id   varchar(400) not null,
    flow        varchar(200) not null,
    side        varchar(6) not null,
    alternative integer not null,
    match_key   varchar(400) not null,
    primary key (record_id, flow, side, alternative)
);
insert into match_key_by_record (record_id, flow, side, alternative, match_key)
    select record_id, flow, side, alternative, match_key from match_key;
drop table match_key;
alter table match_key_by_record rename to match_key;
create index match_key_candidates on match_key (flow, alternative, match_key, side);

-- the sequence number of the newest deletion: where a flow has looked past it, no snapshot is read to count them
alter table feed add column last_deletion bigint default 0 not null;
update feed set last_deletion = last_sequence;
