-- when what is too old was last forgotten: once an hour is enough, also for a site that starts a sync every minute

create table cleaned_up (
    at_ms bigint not null
);
insert into cleaned_up (at_ms) values (0);
