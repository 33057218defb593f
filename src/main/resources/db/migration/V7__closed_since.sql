-- When a budget's pause was stored: a clock that was set back since then begins the pause again, instead of prolonging it.

alter table budget add column closed_at_ms bigint default 0 not null;
