-- One row: which flow files were taken over last, so that processes that share the store notice when theirs are others.

create table files_in_use (
    fingerprint varchar(64) not null
);

insert into files_in_use (fingerprint) values ('');
