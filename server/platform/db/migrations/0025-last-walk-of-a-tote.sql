-- The walk that took a tote last, and where on it: what lies in a shared tote is that walk's. Walks take totes in another order
-- than they are numbered, so the highest number does not say it.
alter table tote add column last_task int, add column last_place int;
update tote t set last_task = u.task, last_place = u.place
  from (select distinct on (site, tote) site, tote, task, place from task_place where tote is not null order by site, tote, task desc) u
  where u.site = t.site and u.tote = t.tote;
