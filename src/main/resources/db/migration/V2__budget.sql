-- How much of each budget was used, so that a restart doesn't begin a new window.

create table budget_use (
    budget    varchar(200) not null,
    bucket_ms bigint not null,
    calls     integer not null,
    primary key (budget, bucket_ms)
);
