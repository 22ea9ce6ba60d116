create table "allocation" ("site" text not null, "allocation" int not null, "shipment" int not null, "line_no" int not null, "owner" text not null, "sku" text not null, "lot" text not null, "location" text not null, "units" int not null, "picked" int not null default 0, "freed" int not null default 0, primary key ("site", "allocation"));
create index "allocation_site_shipment_index" on "allocation" ("site", "shipment");
create index "allocation_site_location_index" on "allocation" ("site", "location");
create table "api_key" ("site" text not null, "api_key" text not null, "hub" text not null, "owner" text not null, "secret_hash" text not null, "is_revoked" boolean not null default false, primary key ("site", "api_key"));
create table "cancellation" ("site" text not null, "hub" text not null, "order_id" text not null, "idempotency_key" text not null, "fingerprint" text not null, "answer" jsonb not null, "at" timestamptz not null, primary key ("site", "hub", "order_id", "idempotency_key"));
create table "carrier_service" ("site" text not null, "service" text not null, "carrier" text not null, "name" text not null, "lane" text not null, "cut_off" text not null, "weekdays" text not null default '12345', "is_default" boolean not null default false, "number_kind" text not null, "number_prefix" text not null, "next_serial" int not null default 1, "last_serial" int not null, primary key ("site", "service"));
create table "cart" ("site" text not null, "cart" text not null, "places" int not null, "task" int null, primary key ("site", "cart"));
create table "carton_type" ("site" text not null, "carton" text not null, "name" text not null, "inner_length_mm" int not null, "inner_width_mm" int not null, "inner_height_mm" int not null, "max_weight_grams" int not null, "tare_grams" int not null, primary key ("site", "carton"));
create table "command_log" ("site" text not null, "command_id" text not null, "name" text not null, "fingerprint" text not null, "operator" text null, "device" text null, "station" text null, "is_refused" boolean not null, "refusal" text null, "reply" jsonb not null, "at" timestamptz not null, primary key ("site", "command_id"));
create table "consignee" ("site" text not null, "hub" text not null, "order_id" text not null, "name" text not null, "company" text null, "address1" text not null, "address2" text null, "postcode" text not null, "city" text not null, "region" text null, "country" text not null, "phone" text null, "email" text null, "erased_at" timestamptz null, primary key ("site", "hub", "order_id"));
create table "count_request" ("site" text not null, "count_request" int not null, "owner" text not null, "sku" text not null, "lot" text not null, "location" text not null, "state" text not null, "ordered_by" text null, "counted_by" text null, "counted" int null, "at" timestamptz not null, "done_at" timestamptz null, primary key ("site", "count_request"));
create table "device" ("site" text not null, "device" text not null, "kind" text not null, "station" text null, "token_hash" text null, "enrol_code_hash" text null, "enrol_until" timestamptz null, "enrolled_at" timestamptz null, "last_seen_at" timestamptz null, primary key ("site", "device"));
create table "exception" ("site" text not null, "exception" int not null, "kind" text not null, "ref" text not null, "owner" text null, "data" jsonb not null, "state" text not null, "raised_by" text null, "raised_at" timestamptz not null, "resolution" text null, "resolved_by" text null, "resolved_at" timestamptz null, primary key ("site", "exception"));
create index "exception_site_state_kind_index" on "exception" ("site", "state", "kind");
create index "exception_site_kind_ref_index" on "exception" ("site", "kind", "ref");
create table "feed_position" ("site" text not null, "position" int not null default 0, primary key ("site"));
create table "hub_consumer" ("site" text not null, "hub" text not null, "name" text not null, "committed" int not null, "at" timestamptz not null, primary key ("site", "hub", "name"));
create table "hub_delivery" ("site" text not null, "endpoint" text not null, "position" int not null, "order_id" text not null, "event_id" text not null, "state" text not null default 'waiting', "attempts" int not null default 0, "next_at" timestamptz not null, "last_error" text null, "delivered_at" timestamptz null, primary key ("site", "endpoint", "position"));
create table "hub_endpoint" ("site" text not null, "endpoint" text not null, "hub" text not null, "owner" text not null, "url" text not null, "secret" text not null, "types" text[] not null, "is_disabled" boolean not null default false, "created_at" timestamptz not null, primary key ("site", "endpoint"));
create table "hub_idempotency" ("site" text not null, "hub" text not null, "idempotency_key" text not null, "fingerprint" text not null, "status" int not null, "answer" jsonb not null, "at" timestamptz not null, primary key ("site", "hub", "idempotency_key"));
create table "hub_order" ("site" text not null, "hub" text not null, "order_id" text not null, "owner" text not null, "order_number" text not null, "revision" int not null, "hash" text not null, "document" jsonb not null, "shipment" int null, "parked" jsonb null, "version" int not null default 0, "received_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("site", "hub", "order_id"));
create index "hub_order_site_hub_updated_at_index" on "hub_order" ("site", "hub", "updated_at");
create table "item" ("site" text not null, "owner" text not null, "sku" text not null, "name" text not null, "length_mm" int not null, "width_mm" int not null, "height_mm" int not null, "weight_grams" int not null, "is_lot_controlled" boolean not null default false, "is_serial_controlled" boolean not null default false, "has_expiry" boolean not null default false, "is_hazmat" boolean not null default false, "picture" text null, "velocity" text not null default 'C', primary key ("site", "owner", "sku"));
create table "item_gtin" ("site" text not null, "owner" text not null, "gtin" text not null, "sku" text not null, "units" int not null default 1, primary key ("site", "owner", "gtin"));
create index "item_gtin_site_owner_sku_index" on "item_gtin" ("site", "owner", "sku");
create table "journal" ("site" text not null, "id" text not null, "position" int null, "type" text not null, "at" timestamptz not null, "topics" text[] not null, "hub" text null, "owner" text null, "order_id" text null, "data" jsonb not null, "operator" text null, "device" text null, "station" text null, "command_id" text null, primary key ("site", "id"));
create table "location" ("site" text not null, "location" text not null, "zone" text not null, "aisle" text not null, "kind" text not null default 'pick', "x_mm" int not null, "y_mm" int not null, "level" int not null default 0, "check_digits" text not null, "blocked" boolean not null default false, primary key ("site", "location"));
create index "location_site_zone_aisle_index" on "location" ("site", "zone", "aisle");
create table "lot" ("site" text not null, "owner" text not null, "sku" text not null, "lot" text not null, "expiry" date null, primary key ("site", "owner", "sku", "lot"));
create table "manifest" ("site" text not null, "manifest" int not null, "carrier" text not null, "parcels" int not null, "closed_by" text null, "closed_at" timestamptz not null, primary key ("site", "manifest"));
create table "operator" ("site" text not null, "operator" text not null, "name" text not null, "role" text not null, "language" text not null default 'en', "badge_hash" text not null, "pin_hash" text not null, "failed_pins" int not null default 0, "locked_until" timestamptz null, "is_blocked" boolean not null default false, primary key ("site", "operator"));
alter table "operator" add constraint "operator_site_badge_hash_unique" unique ("site", "badge_hash");
create table "order_hold" ("site" text not null, "hub" text not null, "order_id" text not null, "handle" text not null, "reason" text not null, "at" timestamptz not null, primary key ("site", "hub", "order_id", "handle"));
create table "owner" ("site" text not null, "owner" text not null, "name" text not null, primary key ("site", "owner"));
create table "parcel" ("site" text not null, "parcel" int not null, "shipment" int not null, "piece" int not null, "state" text not null, "station" text not null, "operator" text not null, "carton" text null, "service" text not null, "carrier" text not null, "weight_grams" int not null default 0, "sscc" text null, "tracking" text null, "lane" text null, "is_label_bound" boolean not null default false, "manifest" int null, "opened_at" timestamptz not null, "closed_at" timestamptz null, "labelled_at" timestamptz null, "staged_at" timestamptz null, "shipped_at" timestamptz null, primary key ("site", "parcel"));
create index "parcel_site_shipment_index" on "parcel" ("site", "shipment");
create index "parcel_site_state_carrier_index" on "parcel" ("site", "state", "carrier");
create table "parcel_label" ("site" text not null, "tracking" text not null, "carrier" text not null, "parcel" int not null, "state" text not null, "void_reason" text null, "at" timestamptz not null, primary key ("site", "tracking", "carrier"));
create index "parcel_label_site_parcel_index" on "parcel_label" ("site", "parcel");
create table "parcel_line" ("site" text not null, "parcel" int not null, "line_no" int not null, "lot" text not null, "owner" text not null, "sku" text not null, "units" int not null, primary key ("site", "parcel", "line_no", "lot"));
create table "pick_line" ("site" text not null, "task" int not null, "line" int not null, "sequence" int not null, "shipment" int not null, "line_no" int not null, "allocation" int not null, "place" int not null, "owner" text not null, "sku" text not null, "lot" text not null, "location" text not null, "requested" int not null, "picked" int not null default 0, "shorted" int not null default 0, "cancelled" int not null default 0, "state" text not null, "done_at" timestamptz null, primary key ("site", "task", "line"));
create index "pick_line_site_shipment_index" on "pick_line" ("site", "shipment");
create table "pick_task" ("site" text not null, "task" int not null, "wave" int not null, "state" text not null, "cut_off_at" timestamptz not null, "priority" int not null default 0, "places" int not null, "lines" int not null, "units" int not null, "walk_mm" int not null, "x_mm_first" int not null, "y_mm_first" int not null, "operator" text null, "device" text null, "cart" text null, "reason" text null, "claimed_at" timestamptz null, "lease_until" timestamptz null, "started_at" timestamptz null, "done_at" timestamptz null, "at_location" text null, "counted" int not null default 0, "in_hand_line" int null, "notice" jsonb null, primary key ("site", "task"));
create index "pick_task_site_state_cut_off_at_index" on "pick_task" ("site", "state", "cut_off_at");
create index "pick_task_site_operator_index" on "pick_task" ("site", "operator");
create table "printer" ("site" text not null, "printer" text not null, "name" text not null, "host" text not null, "port" int not null, "dpi" int not null default 203, primary key ("site", "printer"));
create table "print_job" ("site" text not null, "print_job" int not null, "template" text not null, "parcel" int null, "station" text null, "printer" text not null, "state" text not null, "is_reprint" boolean not null default false, "reason" text null, "attempts" int not null default 0, "content_hash" text null, "error" text null, "created_at" timestamptz not null, "sending_at" timestamptz null, "ended_at" timestamptz null, "next_at" timestamptz not null, primary key ("site", "print_job"));
create index "print_job_site_parcel_index" on "print_job" ("site", "parcel");
create table "put_back" ("site" text not null, "put_back" int not null, "shipment" int not null, "line_no" int not null, "owner" text not null, "sku" text not null, "lot" text not null, "units" int not null, "from_place" text not null, "to_location" text not null, "state" text not null, "operator" text null, "at" timestamptz not null, "done_at" timestamptz null, primary key ("site", "put_back"));
create index "put_back_site_state_index" on "put_back" ("site", "state");
create table "put_wall" ("site" text not null, "wall" text not null, "name" text not null, "rows" int not null, "columns" int not null, primary key ("site", "wall"));
create table "session" ("site" text not null, "session" text not null, "operator" text not null, "device" text null, "station" text null, "screen" text not null, "started_at" timestamptz not null, "seen_at" timestamptz not null, "ended_at" timestamptz null, "is_ready" boolean not null default false, primary key ("site", "session"));
create index "session_site_operator_index" on "session" ("site", "operator");
create table "shipment" ("site" text not null, "shipment" int not null, "hub" text not null, "order_id" text not null, "owner" text not null, "order_number" text not null, "stage" text not null, "service" text not null, "priority" int not null default 0, "may_ship_partial" boolean not null default false, "ship_by" timestamptz null, "cut_off_at" timestamptz not null, "wave" int null, "is_backordered" boolean not null default false, "accepted_at" timestamptz not null, "released_at" timestamptz null, "pick_started_at" timestamptz null, "picked_at" timestamptz null, "packed_at" timestamptz null, "ended_at" timestamptz null, primary key ("site", "shipment"));
create index "shipment_site_stage_cut_off_at_index" on "shipment" ("site", "stage", "cut_off_at");
create index "shipment_site_hub_order_id_index" on "shipment" ("site", "hub", "order_id");
create table "shipment_line" ("site" text not null, "shipment" int not null, "line_no" int not null, "line_id" text not null, "owner" text not null, "sku" text not null, "requested" int not null, "cancelled" int not null default 0, "shorted" int not null default 0, "allocated" int not null default 0, "picked" int not null default 0, "put_back" int not null default 0, "packed" int not null default 0, "shipped" int not null default 0, "returned" int not null default 0, "short_reason" text null, primary key ("site", "shipment", "line_no"));
create index "shipment_line_site_owner_sku_index" on "shipment_line" ("site", "owner", "sku");
create table "site" ("site" text not null, "name" text not null, "timezone" text not null, "language" text not null default 'en', "stock_owner" text not null default 'floorwave', "sscc_prefix" text not null, "ship_from" jsonb not null, "policies" jsonb not null, primary key ("site"));
create table "station" ("site" text not null, "station" text not null, "name" text not null, "printer" text null, primary key ("site", "station"));
create table "station_work" ("site" text not null, "station" text not null, "operator" text null, "shipment" int null, "parcel" int null, "quantity_for" int null, "last_parcel" int null, "updated_at" timestamptz not null, primary key ("site", "station"));
create table "stock_balance" ("site" text not null, "owner" text not null, "sku" text not null, "lot" text not null, "place" text not null, "status" text not null, "on_hand" int not null default 0, "allocated" int not null default 0, primary key ("site", "owner", "sku", "lot", "place", "status"));
create index "stock_balance_site_place_index" on "stock_balance" ("site", "place");
create table "stock_movement" ("site" text not null, "movement" text not null, "kind" text not null, "owner" text not null, "sku" text not null, "lot" text not null, "units" int not null, "from_place" text not null, "from_status" text not null, "to_place" text not null, "to_status" text not null, "reason" text null, "shipment" int null, "line_no" int null, "operator" text null, "command_id" text null, "at" timestamptz not null, primary key ("site", "movement"));
create index "stock_movement_site_owner_sku_index" on "stock_movement" ("site", "owner", "sku");
create table "task_place" ("site" text not null, "task" int not null, "place" int not null, "shipment" int not null, "tote" text null, "dropped" boolean not null default false, primary key ("site", "task", "place"));
create index "task_place_site_shipment_index" on "task_place" ("site", "shipment");
create table "tote" ("site" text not null, "tote" text not null, "state" text not null default 'free', "shipment" int null, "task" int null, "place" int null, primary key ("site", "tote"));
create index "tote_site_shipment_index" on "tote" ("site", "shipment");
create table "wave" ("site" text not null, "wave" int not null, "reason" text not null, "shipments" int not null, "lines" int not null, "units" int not null, "tasks" int not null, "walk_mm" int not null, "explanation" jsonb not null, "released_by" text null, "released_at" timestamptz not null, primary key ("site", "wave"));
create table "zone" ("site" text not null, "zone" text not null, "name" text not null, primary key ("site", "zone"));

-- What must never happen, whatever the code above says.

alter table stock_balance add constraint stock_balance_never_negative check (on_hand >= 0 or place like 'outside:%');
alter table stock_balance add constraint stock_balance_not_over_allocated check (allocated >= 0 and (allocated <= on_hand or place like 'outside:%'));
alter table stock_movement add constraint stock_movement_units check (units > 0);
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name; end $$;
create trigger stock_movement_append_only before update or delete on stock_movement for each row execute function refuse_change();

alter table shipment_line add constraint shipment_line_ledger check (
  requested > 0 and cancelled >= 0 and shorted >= 0 and put_back >= 0 and returned >= 0
  and cancelled + shorted + shipped <= requested
  and shipped <= packed and packed <= picked - put_back and picked - put_back <= allocated and returned <= shipped);
alter table allocation add constraint allocation_units check (picked >= 0 and freed >= 0 and picked + freed <= units);
alter table pick_line add constraint pick_line_units check (picked >= 0 and shorted >= 0 and cancelled >= 0 and picked + shorted + cancelled <= requested);
create unique index one_open_shipment_per_order on shipment (site, hub, order_id) where stage <> 'ended';
create unique index one_task_per_operator on pick_task (site, operator) where operator is not null and state in ('claimed', 'picking', 'unreachable');
create unique index one_cart_per_task on cart (site, task) where task is not null;
create unique index one_place_per_tote on task_place (site, tote) where tote is not null and not dropped;
create unique index one_open_parcel_per_station on parcel (site, station) where state = 'open';
create unique index one_station_per_shipment on station_work (site, shipment) where shipment is not null;
create unique index one_live_label_per_parcel on parcel_label (site, parcel) where state in ('live', 'used');
create unique index one_sscc_per_parcel on parcel (site, sscc) where sscc is not null;
create unique index one_open_exception on exception (site, kind, ref) where state = 'open';
create unique index one_open_count on count_request (site, owner, sku, lot, location) where state = 'open';
create unique index one_session_per_operator on session (site, operator) where ended_at is null;
create unique index one_job_per_label on print_job (site, parcel) where parcel is not null and state in ('queued', 'sending', 'unknown');

-- What is read all day.

create unique index journal_position on journal (site, position) where position is not null;
create index journal_unstamped on journal (site, id) where position is null;
create index journal_feed on journal (site, hub, owner, position) where hub is not null and position is not null;
create index hub_delivery_due on hub_delivery (next_at) where state = 'waiting';
create index hub_delivery_order on hub_delivery (site, endpoint, order_id, position) where state = 'waiting';
create index print_job_due on print_job (site, printer, next_at) where state in ('queued', 'sending');
create index shipment_waiting on shipment (site, cut_off_at) where stage = 'accepted';
create index shipment_open on shipment (site, stage) where stage <> 'ended';
create index shipment_ended on shipment (site, ended_at) where stage = 'ended';
create index pick_line_open on pick_line (site, location) where state = 'open';
create index pick_line_done on pick_line (site, done_at) where state = 'done';
create index pick_task_wave on pick_task (site, wave);
create index hub_delivery_dead on hub_delivery (site, endpoint) where state = 'dead';
create index parcel_closed on parcel (site, closed_at) where closed_at is not null;

-- Numbers that people read aloud. Gaps are harmless, repeats are not.

create sequence shipment_no; create sequence wave_no; create sequence task_no; create sequence parcel_no; create sequence manifest_no;
create sequence exception_no; create sequence allocation_no; create sequence put_back_no; create sequence count_request_no;
create sequence print_job_no; create sequence sscc_no;

-- Screens meet across server processes through this table (socket.io's adapter).
create table socket_io_attachments (id bigserial unique, created_at timestamptz default now(), payload bytea);
