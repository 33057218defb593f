-- Links that were matched were never saved again either: the imported ones among those of version 0 are those that have a moment.

drop index link_unmerged;
create index link_unmerged on link (flow, version, attempted_ms);

-- snapshot.pass and feed.pass are no longer read or written: what a full pass listed is kept in memory while it runs.
