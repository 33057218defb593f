create table newer (id bigint);
