-- How a walk is picked. Walks from before are cluster walks.
alter table pick_task add column mode text not null default 'cluster', add column takes_cart boolean not null default true,
  add column zone text, add column wall text, add column after_task int;
-- A place that several orders share belongs to none of them; `arriving` is a tote that the zone before hands over.
alter table task_place alter column shipment drop not null, add column carton text, add column arriving text;
-- Of what was picked into a shared tote: put to its own order, and waiting to go back.
alter table pick_line add column sorted int not null default 0, add column back int not null default 0;
alter table pick_line add constraint pick_line_shares check (sorted >= 0 and back >= 0 and sorted + back <= picked);
alter table tote add column kind text not null default 'tote', add column carton text;
alter table zone add column hand_over text;
alter table put_wall add column drop_place text;
alter table shipment add column pick_mode text, add column wall text;
create table cubby ("site" text not null, "cubby" text not null, "wall" text not null, "row" int not null, "column" int not null,
  "shipment" int null, primary key (site, cubby));
create unique index one_cubby_per_shipment on cubby (site, shipment) where shipment is not null;
insert into cubby (site, cubby, wall, "row", "column")
  select w.site, w.wall || '-' || chr(64 + r) || lpad(c::text, 2, '0'), w.wall, r, c
  from put_wall w, generate_series(1, w."rows") r, generate_series(1, w."columns") c;
update site set policies = policies || '{"pickMode": "cluster", "batchShipments": 12, "singlesUnits": 30}' where not policies ? 'pickMode';
create index pick_task_after on pick_task (site, after_task) where after_task is not null;
-- What a scan did is told by line from here on.
update pick_task set last_scan = null;
