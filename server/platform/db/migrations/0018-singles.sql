-- The shared tote of singles that a station works through.
alter table station_work add column tote text;
create unique index one_station_per_tote on station_work (site, tote) where tote is not null;
