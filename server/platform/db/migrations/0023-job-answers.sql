-- A lead's answer to a question from somebody with a job, until it was read.
alter table floor_job add column answer jsonb null;
