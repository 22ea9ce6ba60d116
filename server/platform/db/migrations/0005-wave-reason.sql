-- Why a wave was released was an English sentence; screens say codes in their own words.
alter table wave add column service text;
update wave set service = nullif(split_part(reason, ', ', 2), '') where reason like 'by hand, %';
update wave set reason = case when reason like 'by hand%' then 'by_hand' else 'by_rule' end;
alter table wave add constraint wave_reason check (reason in ('by_hand', 'by_rule'));
