create sequence job_no; create sequence move_no;
create table floor_job (site text not null, job int not null, kind text not null, state text not null, operator text not null, device text null, source text not null, reason text not null, claimed_at timestamptz not null, lease_until timestamptz null, done_at timestamptz null, at_source boolean not null default false, at_location text null, part int null, counted int not null default 0, offered text null, notice text null, seen jsonb null, last_scan jsonb null, primary key (site, job));
create index floor_job_site_operator_claimed_at_index on floor_job (site, operator, claimed_at);
create index floor_job_site_state_index on floor_job (site, state);
create table job_part (site text not null, job int not null, part int not null, kind text not null, ref int not null, sequence int not null, state text not null, primary key (site, job, part));
create index job_part_site_kind_ref_index on job_part (site, kind, ref);
create table move_request (site text not null, move int not null, owner text not null, sku text not null, lot text not null, units int null, from_location text not null, to_location text null, state text not null, ordered_by text null, at timestamptz not null, done_at timestamptz null, primary key (site, move));
create index move_request_site_state_index on move_request (site, state);
create table count_entry (site text not null, count_request int not null, round int not null, operator text not null, counted int not null, in_hand int not null, surplus int not null, at timestamptz not null, primary key (site, count_request, round));

alter table floor_job add constraint floor_job_counted check (counted >= 0);
alter table move_request add constraint move_request_units check (units > 0 and from_location is distinct from to_location);
create unique index one_job_per_operator on floor_job (site, operator) where state in ('open', 'unreachable');
create unique index one_claim_per_thing on job_part (site, kind, ref) where state = 'open';
create unique index one_count_per_person on count_entry (site, count_request, operator);

alter table put_back add column is_damaged boolean not null default false;
alter table put_back add constraint put_back_units check (units > 0);
alter table count_request add column agreed int null;

-- A named policy of its own from here on.
update site set policies = policies || '{"countLimitUnits": 10}' where not policies ? 'countLimitUnits';
