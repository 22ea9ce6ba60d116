-- What a picker must prove, by scope: an empty scope column means any. An empty setting says nothing.
create table scan_policy ("site" text not null, "operator" text not null, "owner" text not null, "sku" text not null, "zone" text not null,
  "location" text null, "item" text null, "each_scan_up_to" int null, "quantity" text null, "second_scan" text null, "tote" text null,
  "lot" text null, "expiry" text null, "serial" text null, primary key (site, operator, owner, sku, zone));
-- What was proven of the goods in the hand, and the other lot that was scanned last.
alter table pick_task add column proven_lot text null, add column is_expiry_proven boolean not null default false,
  add column is_item_proven_again boolean not null default false, add column other_lot text null;
-- What a scan did is told with what had been proven from here on.
update pick_task set last_scan = null;
-- A serial number stands for one unit and is in one place; `location` is the shelf it was last taken from or brought to.
create table serial_unit ("site" text not null, "owner" text not null, "sku" text not null, "serial" text not null, "lot" text not null,
  "place" text not null, "location" text not null, "shipment" int null, "line_no" int null, "parcel" int null, "at" timestamptz not null,
  primary key (site, owner, sku, serial));
create index serial_unit_place on serial_unit (site, place);
