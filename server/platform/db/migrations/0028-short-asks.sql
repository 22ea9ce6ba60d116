-- Who may say that goods are missing: the picker, or a lead who is asked.
alter table scan_policy add column "short" text null;
update site set policies = '{"unansweredShort": "yes"}' || policies where not policies ? 'unansweredShort';
