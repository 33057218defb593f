-- A snapshot's primary key says its feed and its sequence number: feed_id * 2^40 + sequence. Rows stand in the order in which
-- they are read, and H2 needs no index for that. Nor does each row look its feed up any more: no feed is ever deleted.

create table snapshot_by_place (
    place        bigint primary key,
    feed_id      integer not null,
    record_id    varchar(400) not null,
    presence     varchar(10) not null,
    modified_ms  bigint not null,
    token        varchar(1000),
    written_ms   bigint not null,
    met_sequence bigint default 0 not null,
    superseded   varchar,
    body         varchar not null,
    changed_at   varchar not null
);
insert into snapshot_by_place (place, feed_id, record_id, presence, modified_ms, token, written_ms, met_sequence, superseded,
    body, changed_at)
    select feed_id * 1099511627776 + sequence, feed_id, record_id, presence, modified_ms, token, written_ms, met_sequence,
        superseded, body, changed_at
    from snapshot order by feed_id, sequence;
drop table snapshot;
alter table snapshot_by_place rename to snapshot;
create unique index snapshot_of_record on snapshot (feed_id, record_id);

-- who holds a key is read from its index alone

drop index match_key_candidates;
create index match_key_candidates on match_key (flow, alternative, match_key, side, record_id);
