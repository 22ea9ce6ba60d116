// Made by simulators/gs1/make-gs1-table.ts from the GS1 Barcode Syntax Dictionary: do not edit.
// SPDX-License-Identifier: Apache-2.0. Titles and pairings of identifiers are left out; see NOTICE beside this file.

/** What a part of a value has to be, beyond its length and characters. */
export type Gs1Test =
  | 'couponcode'
  | 'couponposoffer'
  | 'csum'
  | 'csumalpha'
  | 'gcppos1'
  | 'gcppos2'
  | 'hasnondigit'
  | 'hh'
  | 'hhmi'
  | 'hyphen'
  | 'iban'
  | 'importeridx'
  | 'iso3166'
  | 'iso3166999'
  | 'iso3166alpha2'
  | 'iso4217'
  | 'iso5218'
  | 'latitude'
  | 'longitude'
  | 'mediatype'
  | 'mi'
  | 'nonzero'
  | 'nozeroprefix'
  | 'packagetype'
  | 'pcenc'
  | 'pieceoftotal'
  | 'posinseqslash'
  | 'ss'
  | 'winding'
  | 'yesno'
  | 'yymmd0'
  | 'yymmdd'
  | 'yyyymmdd'
  | 'zero';

/** Characters, fewest, most, whether it may be left out, what it has to be. N: digits, X: GS1 set 82, Y: set 39, Z: base64. */
export type Gs1Part = readonly ['N' | 'X' | 'Y' | 'Z', number, number, 'must' | 'may', ...Gs1Test[]];

/** First and last of a range that differs in the last digit. */
export interface Gs1Row {
  ai: string;
  to?: string;
  /** Of predefined length: no separator follows. */
  alone?: true;
  /** May stand in the query of a GS1 Digital Link. */
  linked?: true;
  /** Key of a GS1 Digital Link: the sequences of qualifiers that may follow. */
  key?: readonly (readonly string[])[];
  parts: readonly Gs1Part[];
}

// prettier-ignore
export const gs1Table: readonly Gs1Row[] = [
  { ai: '00', alone: true, linked: true, key: [], parts: [['N', 18, 18, 'must', 'csum', 'gcppos2']] },
  { ai: '01', alone: true, linked: true, key: [['22', '10', '21'], ['235']], parts: [['N', 14, 14, 'must', 'csum', 'gcppos2']] },
  { ai: '02', alone: true, linked: true, parts: [['N', 14, 14, 'must', 'csum', 'gcppos2']] },
  { ai: '03', alone: true, parts: [['N', 14, 14, 'must', 'csum', 'gcppos2']] },
  { ai: '10', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '11', alone: true, linked: true, parts: [['N', 6, 6, 'must', 'yymmd0']] },
  { ai: '12', alone: true, linked: true, parts: [['N', 6, 6, 'must', 'yymmd0']] },
  { ai: '13', alone: true, linked: true, parts: [['N', 6, 6, 'must', 'yymmd0']] },
  { ai: '15', alone: true, linked: true, parts: [['N', 6, 6, 'must', 'yymmd0']] },
  { ai: '16', alone: true, linked: true, parts: [['N', 6, 6, 'must', 'yymmd0']] },
  { ai: '17', alone: true, linked: true, parts: [['N', 6, 6, 'must', 'yymmd0']] },
  { ai: '20', alone: true, linked: true, parts: [['N', 2, 2, 'must']] },
  { ai: '21', parts: [['X', 1, 20, 'must']] },
  { ai: '22', parts: [['X', 1, 20, 'must']] },
  { ai: '235', parts: [['X', 1, 28, 'must']] },
  { ai: '240', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '241', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '242', linked: true, parts: [['N', 1, 6, 'must']] },
  { ai: '243', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '250', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '251', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '253', linked: true, key: [], parts: [['N', 13, 13, 'must', 'csum', 'gcppos1'], ['X', 1, 17, 'may']] },
  { ai: '254', parts: [['X', 1, 20, 'must']] },
  { ai: '255', linked: true, key: [], parts: [['N', 13, 13, 'must', 'csum', 'gcppos1'], ['N', 1, 12, 'may']] },
  { ai: '30', linked: true, parts: [['N', 1, 8, 'must']] },
  { ai: '3100', to: '3105', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3110', to: '3115', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3120', to: '3125', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3130', to: '3135', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3140', to: '3145', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3150', to: '3155', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3160', to: '3165', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3200', to: '3205', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3210', to: '3215', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3220', to: '3225', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3230', to: '3235', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3240', to: '3245', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3250', to: '3255', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3260', to: '3265', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3270', to: '3275', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3280', to: '3285', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3290', to: '3295', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3300', to: '3305', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3310', to: '3315', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3320', to: '3325', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3330', to: '3335', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3340', to: '3345', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3350', to: '3355', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3360', to: '3365', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3370', to: '3375', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3400', to: '3405', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3410', to: '3415', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3420', to: '3425', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3430', to: '3435', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3440', to: '3445', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3450', to: '3455', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3460', to: '3465', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3470', to: '3475', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3480', to: '3485', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3490', to: '3495', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3500', to: '3505', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3510', to: '3515', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3520', to: '3525', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3530', to: '3535', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3540', to: '3545', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3550', to: '3555', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3560', to: '3565', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3570', to: '3575', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3600', to: '3605', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3610', to: '3615', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3620', to: '3625', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3630', to: '3635', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3640', to: '3645', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3650', to: '3655', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3660', to: '3665', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3670', to: '3675', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3680', to: '3685', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '3690', to: '3695', alone: true, linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '37', linked: true, parts: [['N', 1, 8, 'must']] },
  { ai: '3900', to: '3909', linked: true, parts: [['N', 1, 15, 'must']] },
  { ai: '3910', to: '3919', linked: true, parts: [['N', 3, 3, 'must', 'iso4217'], ['N', 1, 15, 'must']] },
  { ai: '3920', to: '3929', linked: true, parts: [['N', 1, 15, 'must']] },
  { ai: '3930', to: '3939', linked: true, parts: [['N', 3, 3, 'must', 'iso4217'], ['N', 1, 15, 'must']] },
  { ai: '3940', to: '3943', linked: true, parts: [['N', 4, 4, 'must']] },
  { ai: '3950', to: '3955', linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '400', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '401', linked: true, key: [], parts: [['X', 1, 30, 'must', 'gcppos1']] },
  { ai: '402', linked: true, key: [], parts: [['N', 17, 17, 'must', 'csum', 'gcppos1']] },
  { ai: '403', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '410', alone: true, linked: true, parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '411', alone: true, linked: true, parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '412', alone: true, linked: true, parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '413', alone: true, linked: true, parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '414', alone: true, linked: true, key: [['254'], ['7040']], parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '415', alone: true, linked: true, key: [['8020']], parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '416', alone: true, linked: true, parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '417', alone: true, linked: true, key: [['7040']], parts: [['N', 13, 13, 'must', 'csum', 'gcppos1']] },
  { ai: '420', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '421', linked: true, parts: [['N', 3, 3, 'must', 'iso3166'], ['X', 1, 9, 'must']] },
  { ai: '422', linked: true, parts: [['N', 3, 3, 'must', 'iso3166']] },
  { ai: '423', linked: true, parts: [['N', 3, 3, 'must', 'iso3166'], ['N', 3, 3, 'may', 'iso3166'], ['N', 3, 3, 'may', 'iso3166'], ['N', 3, 3, 'may', 'iso3166'], ['N', 3, 3, 'may', 'iso3166']] },
  { ai: '424', linked: true, parts: [['N', 3, 3, 'must', 'iso3166']] },
  { ai: '425', linked: true, parts: [['N', 3, 3, 'must', 'iso3166'], ['N', 3, 3, 'may', 'iso3166'], ['N', 3, 3, 'may', 'iso3166'], ['N', 3, 3, 'may', 'iso3166'], ['N', 3, 3, 'may', 'iso3166']] },
  { ai: '426', linked: true, parts: [['N', 3, 3, 'must', 'iso3166']] },
  { ai: '427', linked: true, parts: [['X', 1, 3, 'must']] },
  { ai: '4300', linked: true, parts: [['X', 1, 35, 'must', 'pcenc']] },
  { ai: '4301', linked: true, parts: [['X', 1, 35, 'must', 'pcenc']] },
  { ai: '4302', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4303', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4304', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4305', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4306', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4307', linked: true, parts: [['X', 2, 2, 'must', 'iso3166alpha2']] },
  { ai: '4308', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '4309', linked: true, parts: [['N', 10, 10, 'must', 'latitude'], ['N', 10, 10, 'must', 'longitude']] },
  { ai: '4310', linked: true, parts: [['X', 1, 35, 'must', 'pcenc']] },
  { ai: '4311', linked: true, parts: [['X', 1, 35, 'must', 'pcenc']] },
  { ai: '4312', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4313', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4314', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4315', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4316', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '4317', linked: true, parts: [['X', 2, 2, 'must', 'iso3166alpha2']] },
  { ai: '4318', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '4319', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '4320', linked: true, parts: [['X', 1, 35, 'must', 'pcenc']] },
  { ai: '4321', linked: true, parts: [['N', 1, 1, 'must', 'yesno']] },
  { ai: '4322', linked: true, parts: [['N', 1, 1, 'must', 'yesno']] },
  { ai: '4323', linked: true, parts: [['N', 1, 1, 'must', 'yesno']] },
  { ai: '4324', linked: true, parts: [['N', 6, 6, 'must', 'yymmd0'], ['N', 4, 4, 'must', 'hhmi']] },
  { ai: '4325', linked: true, parts: [['N', 6, 6, 'must', 'yymmd0'], ['N', 4, 4, 'must', 'hhmi']] },
  { ai: '4326', linked: true, parts: [['N', 6, 6, 'must', 'yymmdd']] },
  { ai: '4330', linked: true, parts: [['N', 6, 6, 'must'], ['X', 1, 1, 'may', 'hyphen']] },
  { ai: '4331', linked: true, parts: [['N', 6, 6, 'must'], ['X', 1, 1, 'may', 'hyphen']] },
  { ai: '4332', linked: true, parts: [['N', 6, 6, 'must'], ['X', 1, 1, 'may', 'hyphen']] },
  { ai: '4333', linked: true, parts: [['N', 6, 6, 'must'], ['X', 1, 1, 'may', 'hyphen']] },
  { ai: '7001', linked: true, parts: [['N', 13, 13, 'must']] },
  { ai: '7002', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '7003', linked: true, parts: [['N', 6, 6, 'must', 'yymmdd'], ['N', 4, 4, 'must', 'hhmi']] },
  { ai: '7004', linked: true, parts: [['N', 1, 4, 'must']] },
  { ai: '7005', linked: true, parts: [['X', 1, 12, 'must']] },
  { ai: '7006', linked: true, parts: [['N', 6, 6, 'must', 'yymmdd']] },
  { ai: '7007', linked: true, parts: [['N', 6, 6, 'must', 'yymmdd'], ['N', 6, 6, 'may', 'yymmdd']] },
  { ai: '7008', linked: true, parts: [['X', 1, 3, 'must']] },
  { ai: '7009', linked: true, parts: [['X', 1, 10, 'must']] },
  { ai: '7010', linked: true, parts: [['X', 1, 2, 'must']] },
  { ai: '7011', linked: true, parts: [['N', 6, 6, 'must', 'yymmdd'], ['N', 4, 4, 'may', 'hhmi']] },
  { ai: '7020', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '7021', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '7022', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '7023', linked: true, parts: [['X', 1, 30, 'must', 'gcppos1']] },
  { ai: '7030', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7031', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7032', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7033', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7034', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7035', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7036', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7037', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7038', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7039', linked: true, parts: [['N', 3, 3, 'must', 'iso3166999'], ['X', 1, 27, 'must']] },
  { ai: '7040', parts: [['N', 1, 1, 'must'], ['X', 1, 1, 'must'], ['X', 1, 1, 'must'], ['X', 1, 1, 'must', 'importeridx']] },
  { ai: '7041', parts: [['X', 1, 4, 'must', 'packagetype']] },
  { ai: '710', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '711', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '712', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '713', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '714', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '715', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '716', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '717', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '7230', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7231', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7232', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7233', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7234', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7235', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7236', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7237', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7238', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7239', linked: true, parts: [['X', 2, 2, 'must'], ['X', 1, 28, 'must']] },
  { ai: '7240', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '7241', linked: true, parts: [['N', 2, 2, 'must', 'mediatype']] },
  { ai: '7242', linked: true, parts: [['X', 1, 25, 'must']] },
  { ai: '7250', linked: true, parts: [['N', 8, 8, 'must', 'yyyymmdd']] },
  { ai: '7251', linked: true, parts: [['N', 8, 8, 'must', 'yyyymmdd'], ['N', 4, 4, 'must', 'hhmi']] },
  { ai: '7252', linked: true, parts: [['N', 1, 1, 'must', 'iso5218']] },
  { ai: '7253', linked: true, parts: [['X', 1, 40, 'must', 'pcenc']] },
  { ai: '7254', linked: true, parts: [['X', 1, 40, 'must', 'pcenc']] },
  { ai: '7255', linked: true, parts: [['X', 1, 10, 'must']] },
  { ai: '7256', linked: true, parts: [['X', 1, 90, 'must', 'pcenc']] },
  { ai: '7257', linked: true, parts: [['X', 1, 70, 'must', 'pcenc']] },
  { ai: '7258', linked: true, parts: [['X', 3, 3, 'must', 'posinseqslash']] },
  { ai: '7259', linked: true, parts: [['X', 1, 40, 'must', 'pcenc']] },
  { ai: '8001', linked: true, parts: [['N', 4, 4, 'must', 'nonzero'], ['N', 5, 5, 'must', 'nonzero'], ['N', 3, 3, 'must', 'nonzero'], ['N', 1, 1, 'must', 'winding'], ['N', 1, 1, 'must']] },
  { ai: '8002', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '8003', linked: true, key: [], parts: [['N', 1, 1, 'must', 'zero'], ['N', 13, 13, 'must', 'csum', 'gcppos1'], ['X', 1, 16, 'may']] },
  { ai: '8004', linked: true, key: [['7040']], parts: [['X', 1, 30, 'must', 'gcppos1']] },
  { ai: '8005', linked: true, parts: [['N', 6, 6, 'must']] },
  { ai: '8006', linked: true, key: [['22', '10', '21']], parts: [['N', 14, 14, 'must', 'csum', 'gcppos2'], ['N', 4, 4, 'must', 'pieceoftotal']] },
  { ai: '8007', linked: true, parts: [['X', 1, 34, 'must', 'iban']] },
  { ai: '8008', linked: true, parts: [['N', 6, 6, 'must', 'yymmdd'], ['N', 2, 2, 'must', 'hh'], ['N', 2, 2, 'may', 'mi'], ['N', 2, 2, 'may', 'ss']] },
  { ai: '8009', linked: true, parts: [['X', 1, 50, 'must']] },
  { ai: '8010', linked: true, key: [['8011']], parts: [['Y', 1, 30, 'must', 'gcppos1']] },
  { ai: '8011', parts: [['N', 1, 12, 'must', 'nozeroprefix']] },
  { ai: '8012', linked: true, parts: [['X', 1, 20, 'must']] },
  { ai: '8013', linked: true, key: [], parts: [['X', 1, 25, 'must', 'csumalpha', 'gcppos1']] },
  { ai: '8014', parts: [['X', 1, 25, 'must', 'csumalpha', 'gcppos1', 'hasnondigit']] },
  { ai: '8017', linked: true, key: [['8019']], parts: [['N', 18, 18, 'must', 'csum', 'gcppos1']] },
  { ai: '8018', linked: true, key: [['8019']], parts: [['N', 18, 18, 'must', 'csum', 'gcppos1']] },
  { ai: '8019', parts: [['N', 1, 10, 'must']] },
  { ai: '8020', parts: [['X', 1, 25, 'must']] },
  { ai: '8026', linked: true, parts: [['N', 14, 14, 'must', 'csum', 'gcppos2'], ['N', 4, 4, 'must', 'pieceoftotal']] },
  { ai: '8030', linked: true, parts: [['Z', 1, 90, 'must']] },
  { ai: '8040', parts: [['N', 15, 15, 'must']] },
  { ai: '8041', parts: [['N', 15, 15, 'must']] },
  { ai: '8042', parts: [['N', 32, 32, 'must']] },
  { ai: '8043', parts: [['N', 18, 18, 'must'], ['N', 1, 2, 'may']] },
  { ai: '8110', linked: true, parts: [['X', 1, 70, 'must', 'couponcode']] },
  { ai: '8111', linked: true, parts: [['N', 4, 4, 'must']] },
  { ai: '8112', linked: true, parts: [['X', 1, 70, 'must', 'couponposoffer']] },
  { ai: '8200', parts: [['X', 1, 70, 'must']] },
  { ai: '90', linked: true, parts: [['X', 1, 30, 'must']] },
  { ai: '91', to: '99', linked: true, parts: [['X', 1, 90, 'must']] },
];
