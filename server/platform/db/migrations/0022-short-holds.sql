-- Missing units wait for stock to turn up before the order goes without them, and with them the tote that holds the rest.
create table short_hold ("site" text not null, "shipment" int not null, "line_no" int not null, "owner" text not null, "sku" text not null,
  "units" int not null check (units >= 0), "task" int not null, "location" text not null, "reason" text not null,
  "held_at" timestamptz not null, "until" timestamptz not null, "ended_by" text null,
  primary key (site, shipment, line_no));
create index short_hold_waiting on short_hold (site, until) where units > 0;
-- The shipment whose tote a walk completes, where it was made for that.
alter table pick_task add column completes int null;
update site set policies = '{"shortHoldMinutes": 0}' || policies where not policies ? 'shortHoldMinutes';
