/** The barcode commands of ZPL that we know, and what the decoder calls them. */
export const formatOfCommand = {
  BC: 'Code128',
  B2: 'ITF',
  B3: 'Code39',
  B7: 'PDF417',
  B8: 'EAN8',
  BA: 'Code93',
  BD: 'MaxiCode',
  BE: 'EAN13',
  BO: 'Aztec',
  BQ: 'QRCode',
  BX: 'DataMatrix',
} as const;

export type BarcodeFormat = (typeof formatOfCommand)[keyof typeof formatOfCommand];

/** One for every barcode that the label asks for, in its order. */
export function barcodeFormatsIn(zpl: string): BarcodeFormat[] {
  return [...zpl.matchAll(/\^(B[A-Z0-9])/gi)].flatMap(([, name = '']) => {
    const command = name.toUpperCase();
    return isBarcodeCommand(command) ? [formatOfCommand[command]] : [];
  });
}

function isBarcodeCommand(command: string): command is keyof typeof formatOfCommand {
  return command in formatOfCommand;
}
