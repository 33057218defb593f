-- A flow whose creates wait for imported links to be put right looks at all its records again when they are.

alter table flow_progress add column creates_held boolean default false not null;
