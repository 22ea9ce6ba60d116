-- Readers' names and idempotency keys are an owner's own. The owner stood in front of them in one text, with a line feed between.

alter table hub_consumer drop constraint hub_consumer_pkey, add column owner text;
update hub_consumer set owner = split_part(name, E'\n', 1), name = substr(name, strpos(name, E'\n') + 1);
alter table hub_consumer alter column owner set not null, add primary key (site, hub, owner, name);

alter table hub_idempotency drop constraint hub_idempotency_pkey, add column owner text;
update hub_idempotency set owner = split_part(idempotency_key, E'\n', 1),
  idempotency_key = substr(idempotency_key, strpos(idempotency_key, E'\n') + 1);
alter table hub_idempotency alter column owner set not null, add primary key (site, hub, owner, idempotency_key);
