-- A picture of damaged goods, for a lead's eyes and some days only.
create table photo ("site" text not null, "photo" int not null, "operator" text not null, "taken_at" timestamptz not null,
  "bytes" bytea not null, "owner" text null, "sku" text null, "location" text null, "attached_at" timestamptz null,
  primary key (site, photo), constraint photo_small check (octet_length(bytes) <= 307200));
create index photo_of_goods on photo (site, location, sku) where location is not null;
create index photo_age on photo (site, taken_at);
create sequence photo_no;
update site set policies = '{"photoDays": 14}' || policies where not policies ? 'photoDays';
