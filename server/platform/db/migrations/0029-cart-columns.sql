-- How the places of a cart stand: in rows of so many, from the top; null where they are only numbered.
alter table cart add column "columns" int null;
