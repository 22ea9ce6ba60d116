-- Nothing was ever written here: processes meet through the journal's positions (decision 0006).
drop table socket_io_attachments;
