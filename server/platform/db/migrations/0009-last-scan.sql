-- What a picker's last scan did and can be taken back.
alter table pick_task add column last_scan jsonb;
