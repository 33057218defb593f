-- One row for each budget: its lock between processes, and until when its calls are closed.

create table budget (
    name            varchar(200) primary key,
    closed_until_ms bigint not null
);
