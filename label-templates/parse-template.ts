/** One stretch of a `label.zpl`, measured in dots at 203 dpi. */
export type TemplatePart =
  Readonly<{ kind: 'commands'; commands: readonly ZplCommand[] }> | TextPart | BarcodePart;

export type ZplCommand = Readonly<{ name: string; parameters: readonly string[] }>;

/** `^FOx,y^A0N,h,w^FBwidth,lines,gap,justification{{field}}^FS`; `{{fit field}}` shrinks before it shortens. */
export type TextPart = Readonly<{
  kind: 'text';
  field: string;
  fit: 'shorten' | 'shrink';
  x: number;
  y: number;
  height: number;
  size: number;
  width: number;
  lines: number;
  gap: number;
  justify: 'L' | 'C' | 'R';
  reversed: boolean;
}>;

/** `{{code128 field x,y,width,height}}` or `{{sscc field x,y,width,height}}`: bars as wide as the box allows, centred. */
export type BarcodePart = Readonly<{
  kind: 'barcode';
  symbology: 'code128' | 'sscc';
  field: string;
  x: number;
  y: number;
  width: number;
  height: number;
}>;

const textField =
  /^\^FO(?<x>\d+),(?<y>\d+)\^A0N,(?<height>\d+),(?<size>\d+)\^FB(?<width>\d+),(?<lines>\d+),(?<gap>\d+),(?<justify>[LCR])(?<reversed>\^FR)?\{\{(?<fit>fit )?(?<field>\w+)\}\}\^FS$/;

const barcodeField =
  /^\{\{(?<symbology>code128|sscc) (?<field>\w+) (?<x>\d+),(?<y>\d+),(?<width>\d+),(?<height>\d+)\}\}$/;

/**
 * Reads a template line by line: a line with `{{` is one field in one of the two forms above, any other line is plain ZPL
 * commands. Whatever is neither is a mistake in the template and is named with its line.
 */
export function parseTemplate(zpl: string): readonly TemplatePart[] {
  return zpl.split('\n').flatMap((line, index): TemplatePart[] => {
    const text = line.trim();
    if (text === '') return [];
    if (!text.includes('{{')) return [{ kind: 'commands', commands: commandsOf(text) }];

    const part = textPart(text) ?? barcodePart(text);
    if (part === null)
      throw new Error(`line ${index + 1} of the template: expected a text or barcode field, got "${text}"`);
    return [part];
  });
}

function textPart(line: string): TextPart | null {
  const groups = textField.exec(line)?.groups;
  if (groups === undefined) return null;

  const { justify } = groups;
  return {
    kind: 'text',
    field: groups['field'] ?? '',
    fit: groups['fit'] === undefined ? 'shorten' : 'shrink',
    x: Number(groups['x']),
    y: Number(groups['y']),
    height: Number(groups['height']),
    size: Number(groups['size']),
    width: Number(groups['width']),
    lines: Number(groups['lines']),
    gap: Number(groups['gap']),
    justify: justify === 'C' || justify === 'R' ? justify : 'L',
    reversed: groups['reversed'] !== undefined,
  };
}

function barcodePart(line: string): BarcodePart | null {
  const groups = barcodeField.exec(line)?.groups;
  if (groups === undefined) return null;

  return {
    kind: 'barcode',
    symbology: groups['symbology'] === 'sscc' ? 'sscc' : 'code128',
    field: groups['field'] ?? '',
    x: Number(groups['x']),
    y: Number(groups['y']),
    width: Number(groups['width']),
    height: Number(groups['height']),
  };
}

function commandsOf(line: string): ZplCommand[] {
  return line
    .split('^')
    .slice(1)
    .map((command) => {
      // Two characters each; ^A0N is ^A0 with the orientation as its first parameter.
      const name = command.slice(0, 2);
      const rest = command.slice(2);
      return { name, parameters: name === 'FD' ? [rest] : rest.split(',') };
    });
}
