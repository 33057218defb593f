-- Each save of a link moved it in the index of imported links, by its version. Now an import's moment goes with the first save.

update link set attempted_ms = 0 where created = false and version > 0;
drop index link_unmerged;
create index link_unmerged on link (flow, created, attempted_ms);

-- No statement looks a link up by this: held_target is what it is found by.

drop index link_of_target;
