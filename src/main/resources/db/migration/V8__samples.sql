-- What the console's charts show: for each minute of the last day, how much a flow or a system did, and how late or slow it
-- was. A ring: the slot of a minute is used again a day later. No keys and no values.

create table sample (
    kind      varchar(10) not null,
    name      varchar(200) not null,
    slot      integer not null,
    at_minute bigint not null,
    amount    bigint not null,
    worst_ms  bigint not null,
    primary key (kind, name, slot)
);
