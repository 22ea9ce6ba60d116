/** A label taken apart the way a printer does, for tests: command by command, with the text of each ^FD as it would print. */
export type ZplCommand = Readonly<{ name: string; parameters: string }>;

export function zplCommands(zpl: string): ZplCommand[] {
  return [...zpl.matchAll(/([\^~])([A-Z@][A-Z0-9@]?)([^^~]*)/gi)].map(
    ([, prefix = '', name = '', parameters = '']) => ({
      name: prefix + name,
      parameters: parameters.replace(/[\r\n]+/g, ''),
    }),
  );
}

/** The texts of the label's fields, in order; with ^FB a doubled backslash prints as one. */
export function printedTexts(zpl: string): string[] {
  const texts: string[] = [];
  let hex = false;
  let block = false;
  for (const { name, parameters } of zplCommands(zpl)) {
    if (name === '^FH') hex = true;
    if (name === '^FB') block = true;
    if (name === '^FD') {
      const text = hex ? fromHex(parameters) : parameters;
      texts.push(block ? text.replaceAll('\\\\', '\\') : text);
    }
    if (name === '^FS') {
      hex = false;
      block = false;
    }
  }
  return texts;
}

function fromHex(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '_') {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(text.charCodeAt(at));
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
}
