import type { IncomingHttpHeaders } from 'node:http';

export type OriginCheck = (headers: IncomingHttpHeaders) => 'ours' | 'none' | 'foreign';

/**
 * Which page a browser's request comes from. CORS does not guard WebSockets and cookies travel by themselves, so every
 * request that could act for somebody is checked: the page must be one of this very host, or of PUBLIC_URL.
 */
export function originCheck(publicUrl: () => string, isHttps: boolean): OriginCheck {
  return function check(headers) {
    const origin = headers.origin;
    if (origin === undefined) return 'none';
    if (origin === originOf(publicUrl())) return 'ours';
    const url = parse(origin);
    if (url === null || url.host !== headers.host) return 'foreign';
    // On one's own machine a development server may speak http in front of our https.
    const isOurScheme = url.protocol === (isHttps ? 'https:' : 'http:') || isLoopback(url.hostname);
    return isOurScheme && url.origin === origin ? 'ours' : 'foreign';
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function originOf(url: string): string | null {
  return parse(url)?.origin ?? null;
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
