-- Why a label did not print is a code, as all of the printing edge's are; two were English.
update print_job set error = 'not_out' where error = 'did not come out';
update print_job set error = 'voided' where error = 'label voided';
update print_job set reason = 'not_out' where reason = 'did not come out';
