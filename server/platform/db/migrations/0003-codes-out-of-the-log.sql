-- Enrolment codes stood in the stored replies; now a re-send hears a new one.
update command_log set reply = reply #- '{result,code}' #- '{result,url}' where name = 'EnrolDevice';
