-- Links that were never merged are few: each round of a flow that creates looks for imported ones whose records were never seen.

create index link_unmerged on link (flow, version);
