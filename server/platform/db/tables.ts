import type { InferKyselyTable } from '@mikro-orm/sql';
import {
  Cart,
  PickerNotice,
  PickLine,
  PickTask,
  PutBack,
  ShortHold,
  TaskDecline,
  TaskPlace,
  Tote,
} from '../../floor/picking/picking.entities.ts';
import { ApiKey, Device, Operator, Session } from '../../floor/crew/crew.entities.ts';
import {
  CarrierService,
  CartonType,
  Item,
  ItemGtin,
  Location,
  Owner,
  Printer,
  PutWall,
  ScanPolicyRow,
  Site,
  Station,
  Zone,
} from '../../floor/site/site.entities.ts';
import {
  CountEntry,
  CountRequest,
  Lot,
  SerialUnit,
  StockBalance,
  StockMovement,
} from '../../floor/stock/stock.entities.ts';
import {
  Cancellation,
  Consignee,
  HubOrder,
  OrderHold,
  Shipment,
  ShipmentLine,
} from '../../floor/orders/orders.entities.ts';
import { Allocation } from '../../floor/allocation/allocation.entities.ts';
import { FloorJob, JobPart, MoveRequest } from '../../floor/jobs/jobs.entities.ts';
import { Wave } from '../../floor/release/release.entities.ts';
import { Cubby, SortWork } from '../../floor/put-wall/put-wall.entities.ts';
import { Parcel, ParcelLabel, ParcelLine, StationWork } from '../../floor/packing/packing.entities.ts';
import { Manifest } from '../../floor/shipping/shipping.entities.ts';
import { Exception, Photo } from '../../floor/exceptions/exceptions.entities.ts';
import { FeedPosition, Journal } from '../journal/journal.entities.ts';
import { CommandLog } from '../dispatch/dispatch.entities.ts';
import { HubConsumer, HubDelivery, HubEndpoint, HubIdempotency } from '../../edges/hub/hub.entities.ts';
import { PrintJob } from '../../floor/printing/printing.entities.ts';

/** Every slice's tables, in one list: the one place where the platform names slices, because one database holds them all. */
export const entities = [
  Site,
  Owner,
  Zone,
  Location,
  Item,
  ItemGtin,
  CartonType,
  Station,
  Printer,
  CarrierService,
  PutWall,
  ScanPolicyRow,
  Operator,
  Device,
  Session,
  ApiKey,
  StockBalance,
  Lot,
  StockMovement,
  SerialUnit,
  CountRequest,
  CountEntry,
  HubOrder,
  Consignee,
  Shipment,
  ShipmentLine,
  OrderHold,
  Cancellation,
  Allocation,
  Wave,
  PickTask,
  TaskPlace,
  PickLine,
  TaskDecline,
  PickerNotice,
  Cart,
  Tote,
  PutBack,
  ShortHold,
  Cubby,
  SortWork,
  FloorJob,
  JobPart,
  MoveRequest,
  StationWork,
  Parcel,
  ParcelLine,
  ParcelLabel,
  Manifest,
  Exception,
  Photo,
  Journal,
  FeedPosition,
  CommandLog,
  HubEndpoint,
  HubDelivery,
  HubConsumer,
  HubIdempotency,
  PrintJob,
];

type Columns = { columnNamingStrategy: 'property' };

/** Table and column names as Kysely sees them (camelCase; the plugin writes snake_case). */
export interface Tables {
  site: InferKyselyTable<typeof Site, Columns>;
  owner: InferKyselyTable<typeof Owner, Columns>;
  zone: InferKyselyTable<typeof Zone, Columns>;
  location: InferKyselyTable<typeof Location, Columns>;
  item: InferKyselyTable<typeof Item, Columns>;
  itemGtin: InferKyselyTable<typeof ItemGtin, Columns>;
  cartonType: InferKyselyTable<typeof CartonType, Columns>;
  station: InferKyselyTable<typeof Station, Columns>;
  printer: InferKyselyTable<typeof Printer, Columns>;
  carrierService: InferKyselyTable<typeof CarrierService, Columns>;
  putWall: InferKyselyTable<typeof PutWall, Columns>;
  scanPolicy: InferKyselyTable<typeof ScanPolicyRow, Columns>;
  operator: InferKyselyTable<typeof Operator, Columns>;
  device: InferKyselyTable<typeof Device, Columns>;
  session: InferKyselyTable<typeof Session, Columns>;
  apiKey: InferKyselyTable<typeof ApiKey, Columns>;
  stockBalance: InferKyselyTable<typeof StockBalance, Columns>;
  lot: InferKyselyTable<typeof Lot, Columns>;
  stockMovement: InferKyselyTable<typeof StockMovement, Columns>;
  serialUnit: InferKyselyTable<typeof SerialUnit, Columns>;
  countEntry: InferKyselyTable<typeof CountEntry, Columns>;
  countRequest: InferKyselyTable<typeof CountRequest, Columns>;
  hubOrder: InferKyselyTable<typeof HubOrder, Columns>;
  consignee: InferKyselyTable<typeof Consignee, Columns>;
  shipment: InferKyselyTable<typeof Shipment, Columns>;
  shipmentLine: InferKyselyTable<typeof ShipmentLine, Columns>;
  orderHold: InferKyselyTable<typeof OrderHold, Columns>;
  cancellation: InferKyselyTable<typeof Cancellation, Columns>;
  allocation: InferKyselyTable<typeof Allocation, Columns>;
  wave: InferKyselyTable<typeof Wave, Columns>;
  pickTask: InferKyselyTable<typeof PickTask, Columns>;
  taskPlace: InferKyselyTable<typeof TaskPlace, Columns>;
  pickLine: InferKyselyTable<typeof PickLine, Columns>;
  taskDecline: InferKyselyTable<typeof TaskDecline, Columns>;
  pickerNotice: InferKyselyTable<typeof PickerNotice, Columns>;
  cart: InferKyselyTable<typeof Cart, Columns>;
  tote: InferKyselyTable<typeof Tote, Columns>;
  putBack: InferKyselyTable<typeof PutBack, Columns>;
  shortHold: InferKyselyTable<typeof ShortHold, Columns>;
  cubby: InferKyselyTable<typeof Cubby, Columns>;
  sortWork: InferKyselyTable<typeof SortWork, Columns>;
  floorJob: InferKyselyTable<typeof FloorJob, Columns>;
  jobPart: InferKyselyTable<typeof JobPart, Columns>;
  moveRequest: InferKyselyTable<typeof MoveRequest, Columns>;
  stationWork: InferKyselyTable<typeof StationWork, Columns>;
  parcel: InferKyselyTable<typeof Parcel, Columns>;
  parcelLine: InferKyselyTable<typeof ParcelLine, Columns>;
  parcelLabel: InferKyselyTable<typeof ParcelLabel, Columns>;
  manifest: InferKyselyTable<typeof Manifest, Columns>;
  exception: InferKyselyTable<typeof Exception, Columns>;
  photo: InferKyselyTable<typeof Photo, Columns>;
  journal: InferKyselyTable<typeof Journal, Columns>;
  feedPosition: InferKyselyTable<typeof FeedPosition, Columns>;
  commandLog: InferKyselyTable<typeof CommandLog, Columns>;
  hubEndpoint: InferKyselyTable<typeof HubEndpoint, Columns>;
  hubDelivery: InferKyselyTable<typeof HubDelivery, Columns>;
  hubConsumer: InferKyselyTable<typeof HubConsumer, Columns>;
  hubIdempotency: InferKyselyTable<typeof HubIdempotency, Columns>;
  printJob: InferKyselyTable<typeof PrintJob, Columns>;
}
