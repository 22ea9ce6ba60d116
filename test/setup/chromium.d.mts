// chromium.mjs is plain JavaScript, because the set-up runs it before anything is installed. This tells tests its types.

export declare const chromiumFlags: readonly string[];
export declare function findChromium(): string | null;
export declare function provideChromium(say: (line: string) => void): string;
