-- What somebody who sorts at a put wall has before them and in the hand.
create table sort_work ("site" text not null, "operator" text not null, "wall" text null, "tote" text null, "hand" jsonb null,
  "asks_empty" boolean not null default false, "last_put" jsonb null, "updated_at" timestamptz not null, primary key (site, operator),
  constraint sort_work_hand check (hand is null or (tote is not null and wall is not null)));
create index sort_work_tote on sort_work (site, tote) where tote is not null;
update site set policies = policies || '{"cubbyConfirm": "scan"}' where not policies ? 'cubbyConfirm';
