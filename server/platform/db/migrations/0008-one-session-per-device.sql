-- A device holds one person (CR10), whoever scans there at the same moment.
update session s set ended_at = s.seen_at, is_ready = false
where s.ended_at is null and s.device is not null and exists (
  select 1 from session o where o.site = s.site and o.device = s.device and o.ended_at is null
    and (o.started_at, o.session) > (s.started_at, s.session));
create unique index one_session_per_device on session (site, device) where ended_at is null;
