-- What an endpoint is to be sent next: read for every few events, so it must not depend on how much waits or was delivered.
create index hub_delivery_next on hub_delivery (site, endpoint, next_at, position) where state = 'waiting';
