-- What keys a record has follows from its snapshot, so that no index by record is needed. The index of those who hold a key
-- becomes the primary key. What the keys of a feed were made by is noted: made by anything else, they are made again.

create table match_key_by_key (
    flow        varchar(200) not null,
    alternative integer not null,
    match_key   varchar(400) not null,
    side        varchar(10) not null,
    record_id   varchar(400) not null,
    primary key (flow, alternative, match_key, side, record_id)
);
insert into match_key_by_key (flow, alternative, match_key, side, record_id)
    select flow, alternative, match_key, side, record_id
    from match_key order by flow, alternative, match_key, side, record_id;
drop table match_key;
alter table match_key_by_key rename to match_key;

alter table feed add column key_rules varchar default '{}' not null;
