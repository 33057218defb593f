-- Records that were deleted or left their entity's filter: few, so that the live ones are counted without being read.
create table not_live (
    feed_id   integer not null,
    record_id varchar(400) not null,
    primary key (feed_id, record_id)
);
insert into not_live (feed_id, record_id)
    select feed_id, record_id from snapshot where presence <> 'LIVE';

-- A linked record matches nobody, so that it needs no keys: who is free is found without a look at each link.
delete from match_key where side = 'SOURCE' and exists (select 1 from link
    where link.held_source = match_key.record_id and link.flow = match_key.flow and link.state <> 'creating');
delete from match_key where side = 'TARGET' and exists (select 1 from link
    where link.held_target = match_key.record_id and link.flow = match_key.flow and link.state <> 'creating');

-- Between which entities a flow's links are: the same ids mean other records in another entity.
alter table flow_progress add column entities varchar(1000) default '' not null;
