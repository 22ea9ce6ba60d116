-- What was proven of the goods in the hand of a job: their lot, their date, their numbers.
alter table floor_job add column "proven" jsonb;
