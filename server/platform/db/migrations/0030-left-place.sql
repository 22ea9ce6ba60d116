-- The picker was at at_location, and nothing was left to do there: what comes up at it later is another stop.
alter table pick_task add column "has_left" boolean not null default false;
