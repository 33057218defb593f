-- Flows that create on both sides: a link that is being created may have its target only, and unlinked targets are compared too.

alter table link alter column source_id drop not null;
alter table flow_progress add column back_matched_at varchar(100) default '' not null;
