-- Who may do which work, for good and for today; and since when somebody is on a break.
alter table operator add column zones jsonb not null default '[]';
alter table operator add column skills jsonb not null default '[]';
alter table operator add column zones_today jsonb;
alter table operator add column zones_until timestamptz;
alter table operator add column break_since timestamptz;
alter table zone add column skill text;

-- Whom a lead sent a waiting walk to and who did, what the reason of a claim was decided on, and where a cart stands that is to be taken over.
alter table pick_task add column assigned_to text;
alter table pick_task add column assigned_by text;
alter table pick_task add column reason_facts jsonb;
alter table pick_task add column stands_at text;
alter table pick_task add column parked_at timestamptz;
alter table pick_task add constraint parked_stands_somewhere check (state <> 'parked' or (operator is null and stands_at is not null and parked_at is not null));

-- Who did not want a walk and why: it is not offered to them again for a while.
create table "task_decline" ("site" text not null, "task" int not null, "operator" text not null, "reason" text not null, "at" timestamptz not null, primary key ("site", "task", "operator"));
-- What happened to somebody's work behind their back, until they have read it.
create table "picker_notice" ("site" text not null, "operator" text not null, "notice" jsonb not null, "at" timestamptz not null, primary key ("site", "operator"));

update site set policies = '{"breakMinutes": 30, "declineMinutes": 15, "parkedMinutes": 10}'::jsonb || policies;
